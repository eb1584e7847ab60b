"""Spreadsheets at the door: what is refused before it is opened, text that could pass for a formula, and CSV files."""

import csv
import io
import re
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from core.errors import Invalid
from core.files import kind_of_content

MAX_BYTES = 10 * 1024 * 1024
#: What a workbook may weigh once unzipped, and how many times its own weight.
MAX_UNZIPPED = 150 * 1024 * 1024
MAX_RATIO = 200
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: What XML cannot hold: a spreadsheet with one of these does not open.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = (20000, 80000)
_FRENCH_DAY = re.compile(r"^(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
_AMOUNT = re.compile(r"^-?\d+(?:\.\d+)?$")


def check_workbook(file) -> str:
    """« xlsx », « ods » or « csv »; `Invalid` with one sentence for what is none, too big, or swells when unzipped."""
    if not file.size:
        raise Invalid("Ce fichier est vide.")
    if file.size > MAX_BYTES:
        raise Invalid("Ce fichier dépasse 10\xa0Mo\xa0: ce n’est sans doute pas un plan d’actions.")
    kind = kind_of_content(file)
    if kind is None and _is_csv(file):
        return "csv"
    if kind not in ("xlsx", "ods"):
        raise Invalid(
            "Ce fichier n’est pas un tableur\xa0: déposez un fichier Excel (.xlsx), OpenDocument (.ods) ou CSV."
        )
    with zipfile.ZipFile(file) as archive:
        unzipped = sum(member.file_size for member in archive.infolist())
    file.seek(0)
    if unzipped > MAX_UNZIPPED or unzipped > max(file.size * MAX_RATIO, MAX_BYTES):
        raise Invalid("Ce tableur est démesuré une fois décompressé\xa0: il n’a pas été ouvert.")
    return kind


def _is_csv(file) -> bool:
    """A text that calls itself so: nothing in the content of a CSV file tells it from another text."""
    return str(file.name).lower().endswith(".csv") and text_of(file) is not None


def text_of(file) -> str | None:
    """In UTF-8, else as Windows writes it; None for what is no text. The file is left at its start."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def neutral(value):
    """Text that a spreadsheet could run gets an apostrophe; so does text that has one there already."""
    if not isinstance(value, str):
        return value
    plain = value if value.isprintable() else _UNPRINTABLE.sub("", value)
    return f"'{plain}" if plain.lstrip("'").startswith(FORMULA_STARTS) else plain


def intact(value):
    """The text that `neutral` was given."""
    guarded = isinstance(value, str) and value.startswith("'") and value.lstrip("'").startswith(FORMULA_STARTS)
    return value[1:] if guarded else value


def french_csv(rows) -> bytes:
    """Rows as Excel in French opens them by itself: semicolons, commas in figures, UTF-8 told by a mark at the head."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([_french(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _french(value):
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    return "" if value is None else neutral(value)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def day_of(value) -> date | None:
    """A date cell, Excel's number of days, « 14/10/2025 » or « 2025-10-14 »; None where it is none of these."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        whole = int(value)
        return _EXCEL_EPOCH + timedelta(days=whole) if _EXCEL_DAYS[0] <= whole <= _EXCEL_DAYS[1] else None
    text = str(value or "").strip()
    if text.isascii() and text.isdigit():
        return day_of(int(text)) if len(text) == 5 else None
    return _typed_day(text)


def _typed_day(text):
    if found := _ISO_DAY.match(text):
        year, month, day = found.groups()
    elif found := _FRENCH_DAY.match(text):
        day, month, year = found.groups()
        year = f"20{year}" if len(year) == 2 else year
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def amount_of(value) -> Decimal | None:
    """12500, « 12 500 € », « 12 500,50 € HT », « 12.500,50 »; None where it is not one amount."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    text = re.sub(r"(?i)\s|€|\b(?:euros?|eur|ht|ttc)\b", "", str(value).replace("\u2212", "-"))
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif re.match(r"^-?\d{1,3}(?:\.\d{3})+$", text):
        text = text.replace(".", "")
    try:
        return Decimal(text) if _AMOUNT.match(text) else None
    except InvalidOperation:
        return None
