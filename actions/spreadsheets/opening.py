"""A file given by somebody, as sheets of rows. Nothing of it is run; what is too much is refused with a sentence."""

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from xml.etree import ElementTree

import openpyxl

from core.errors import Invalid
from core.tables import check_workbook, day_of, text_of

#: A CSV file has no name of a sheet; ours holds the fiches.
CSV_TITLE = "Fiches"
MAX_ROWS = 5000
MAX_COLUMNS = 200
#: Empty rows in a row after which a sheet is over: some are formatted down to the millionth.
ENOUGH_EMPTY = 300
TOO_MANY_ROWS = "La feuille «\xa0{}\xa0» a plus de 5\u202f000\xa0lignes\xa0: ce n’est sans doute pas un plan d’actions."
TOO_WIDE = "La feuille «\xa0{}\xa0» a plus de 200\xa0colonnes\xa0: ce n’est sans doute pas un plan d’actions."
UNREADABLE = "Ce tableur est abîmé\xa0: ouvrez-le, enregistrez-le à nouveau en .xlsx, puis redonnez-le."

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT = (_SPACE % name for name in ("table", "office", "text"))


@dataclass(frozen=True)
class Page:
    """One sheet; `rows()` gives (number of the row, its cells), without the empty ones."""

    title: str
    _rows: Callable[[], Iterator[tuple]]

    def rows(self):
        empty = kept = 0
        for number, cells in enumerate(self._rows(), start=1):
            filled = last_filled(cells)
            empty = 0 if filled else empty + 1
            if empty > ENOUGH_EMPTY:
                return
            if filled:
                kept += 1
                self._check(kept, filled)
                yield number, list(cells[:filled])

    def _check(self, kept, filled):
        if kept > MAX_ROWS:
            raise Invalid(TOO_MANY_ROWS.format(self.title))
        if filled > MAX_COLUMNS:
            raise Invalid(TOO_WIDE.format(self.title))


def last_filled(cells) -> int:
    for place in range(len(cells), 0, -1):
        value = cells[place - 1]
        if value is not None and (value.__class__ is not str or value.strip()):
            return place
    return 0


def open_book(file) -> list[Page]:
    """The sheets of an .xlsx, .ods or .csv file; raises `Invalid` for anything else."""
    kind = check_workbook(file)
    try:
        return {"xlsx": _xlsx, "ods": _ods, "csv": _csv}[kind](file)
    except Invalid:
        raise
    except Exception as error:  # a broken file breaks its reader in as many ways as there are broken files
        raise Invalid(UNREADABLE) from error


def _xlsx(file):
    with warnings.catch_warnings():
        # Drop-down lists of another tool, which are not read anyway.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    return [Page(sheet.title, _reader(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _reader(sheet):
    def rows():
        # The size that a file announces is only a claim.
        sheet.reset_dimensions()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from sheet.iter_rows(values_only=True)

    return rows


def _csv(file):
    """One sheet, of fiches; cells parted by what the first line has most of."""
    text = text_of(file) or ""
    first = text.partition("\n")[0]
    parted = max(";,\t", key=first.count)
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=parted), MAX_ROWS + ENOUGH_EMPTY + 1)
    return [Page(CSV_TITLE, [tuple(cell or None for cell in row) for row in rows].__iter__)]


def _ods(file):
    with zipfile.ZipFile(file) as archive, archive.open("content.xml") as content:
        return [Page(title, rows.__iter__) for title, rows in _ods_tables(content)]


def _ods_tables(content):
    title, rows = "", []
    for event, element in ElementTree.iterparse(content, events=("start", "end")):
        if event == "start" and element.tag == f"{_TABLE}table":
            title, rows = element.get(f"{_TABLE}name", ""), []
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            _add_row(title, rows, element)
            element.clear()
        elif event == "end" and element.tag == f"{_TABLE}table":
            yield title, rows
            element.clear()


def _add_row(title, rows, element):
    cells = _ods_cells(title, element)
    times = int(element.get(f"{_TABLE}number-rows-repeated", 1))
    filled = last_filled(cells)
    if filled and len(rows) + times > MAX_ROWS + ENOUGH_EMPTY:
        raise Invalid(TOO_MANY_ROWS.format(title))
    # What is empty down to the last line of the sheet counts once.
    rows.extend([tuple(cells[:filled])] * (times if filled else min(times, ENOUGH_EMPTY + 1)))


def _ods_cells(title, row):
    cells: list = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        value = _ods_value(cell)
        times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if value is not None and len(cells) + times > MAX_COLUMNS:
            raise Invalid(TOO_WIDE.format(title))
        cells.extend([value] * min(times, MAX_COLUMNS + 1))
    return cells


def _ods_value(cell):
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "currency", "percentage"):
        number = float(cell.get(f"{_OFFICE}value", "0"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        return day_of(cell.get(f"{_OFFICE}date-value"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    lines = ["".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p")]
    return "\n".join(lines) or None
