"""A report in sections as a workbook: one sheet a section, its tables one under the other, and the points of charts."""

from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.tables import neutral

from .figures_sheet import saved

HEAD = {"font": Font(bold=True, color="FFFFFF"), "fill": PatternFill("solid", fgColor="000091")}


def make(report) -> bytes:
    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"{report['title']} – {report['subject']}"
    for section in report["sections"]:
        sheet = book.create_sheet(section["title"].replace("/", "-")[:31])
        sheet.append([neutral(section["title"])])
        sheet["A1"].font = Font(bold=True, size=14)
        for block in section["blocks"]:
            _block(sheet, block)
        for place, width in enumerate([60, 40, 22, 22, 22, 22, 22], start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
    return saved(book)


def _block(sheet, block):
    sheet.append([])
    sheet.append([neutral(block["title"])])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    head, rows = _rows(block)
    sheet.append([neutral(words) for words in head])
    for cell in sheet[sheet.max_row][: len(head)]:
        cell.font, cell.fill = HEAD["font"], HEAD["fill"]
    for row in rows:
        sheet.append([neutral(value) for value in row])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _rows(block):
    match block["kind"]:
        case "items":
            return ["Fiche", "Ce qui en est dit"], [
                [each["title"], "\n".join(each["lines"])] for each in block["items"]
            ]
        case "chart":
            unit = block["unit"] or "Valeur"
            return ["Date", unit], [[date.fromisoformat(on), float(value)] for on, value in block["points"]]
    return block["head"], block["rows"]
