"""The workbook: written row by row, so that memory does not grow with the plan."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.tables import neutral

from . import guide
from .rows import tables

LISTS = "Listes"
#: How far below the last row the drop-down lists go, for rows that people add.
ROOM = 500
#: Excel's own limit.
LONGEST = 32767
_HEAD = Font(bold=True, color="FFFFFF")
_BLUE = PatternFill("solid", fgColor="000091")
_WRAP = Alignment(wrap_text=True, vertical="center")


def write(contract, actions, context, *, at) -> bytes:
    book = Workbook(write_only=True)
    lists = []
    for sheet, rows in tables(actions):
        _sheet(book, sheet, rows, context, lists)
    _guide(book, contract, at=at, count=actions.count())
    _lists(book, lists)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book, sheet, rows, context, lists):
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "E2" if sheet.title == "Fiches" else "D2"
    for place, width in enumerate([4, 4, *(column.width for column in sheet.columns)], start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    for letter in ("A", "B"):
        page.column_dimensions[letter].hidden = True
    page.append([_head(page, words) for words in sheet.headers])
    # One cell a column with a format is enough: its value changes from row to row.
    formats = {place + 2: column.format for place, column in enumerate(sheet.columns) if column.format}
    last = 1
    for row in rows:
        page.append(_cells(page, row, formats))
        last += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headers))}{last}"
    _offer(page, sheet, context, lists, last=last + ROOM)


def _head(page, words):
    cell = WriteOnlyCell(page, words)
    cell.font, cell.fill, cell.alignment = _HEAD, _BLUE, _WRAP
    return cell


def _cells(page, row, formats):
    cells = [neutral(value)[:LONGEST] if value.__class__ is str and value else value for value in row]
    for place, shape in formats.items():
        if cells[place] not in (None, ""):
            cells[place] = WriteOnlyCell(page, cells[place])
            cells[place].number_format = shape
    return cells


def _offer(page, sheet, context, lists, *, last):
    """Drop-down lists: their words stand in a hidden sheet, since a list in the cell holds 255 characters only."""
    for place, column in enumerate(sheet.columns, start=3):
        if not (words := column.offers(context)):
            continue
        lists.append([neutral(word) for word in words])
        letter = get_column_letter(len(lists))
        rule = DataValidation("list", formula1=f"{LISTS}!${letter}$1:${letter}${len(words)}", allow_blank=True)
        rule.error = "Choisissez dans la liste."
        rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last}")
        page.data_validations.append(rule)


def _lists(book, lists):
    page = book.create_sheet(LISTS)
    page.sheet_state = "hidden"
    for place in range(max(map(len, lists), default=0)):
        page.append([words[place] if place < len(words) else None for words in lists])


def _guide(book, contract, *, at, count):
    page = book.create_sheet(guide.TITLE)
    page.column_dimensions["A"].width = 110
    for place, line in enumerate(guide.lines(contract, at=at, count=count)):
        cell = WriteOnlyCell(page, neutral(guide.nice(line)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if not place:
            cell.font = Font(bold=True, size=14)
        page.append([cell])
