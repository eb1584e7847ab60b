"""Spreadsheets at the door: what is refused before it is opened, and text that could pass for a formula."""

import zipfile

from core.errors import Invalid

MAX_BYTES = 20 * 1024 * 1024
#: What a workbook may weigh once unzipped.
MAX_UNZIPPED = 200 * 1024 * 1024
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def refuse(sentence):
    raise Invalid(fields={"file": [sentence]})


def check_workbook(file, size):
    """Refuse, with a sentence, a file that is too big, is no xlsx workbook, or swells when unzipped."""
    if size > MAX_BYTES:
        refuse("Ce fichier dépasse 20\u00a0Mo\u00a0: ce n’est sans doute pas un tableau.")
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        refuse("Ce fichier n’est pas un classeur XLSX.")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        refuse("Ce fichier n’est pas un classeur XLSX.")
    if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        refuse("Ce classeur est démesuré une fois décompressé\u00a0: il n’a pas été ouvert.")
    file.seek(0)


def neutral(value):
    """Text that a spreadsheet could run gets an apostrophe; so does text that has one there already."""
    return f"'{value}" if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS) else value


def intact(value):
    """The text that `neutral` was given."""
    guarded = isinstance(value, str) and value.startswith("'") and value.lstrip("'").startswith(FORMULA_STARTS)
    return value[1:] if guarded else value
