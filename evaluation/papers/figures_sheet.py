"""Figures as a workbook: one row a number, so that it sorts and filters; and the definitions."""

import io
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.tables import neutral
from evaluation.figures.plain import lines_shown
from evaluation.figures.told import EUROS

HEADS = ["Thème", "Chiffre", "Ligne", "Colonne", "Valeur", "Sur", "Part (%)", "En mots", "Unité", "Observé le"]
WIDTHS = [24, 36, 40, 22, 16, 12, 12, 22, 14, 14]
DEFINITIONS = ["Chiffre", "Définition", "Unité", "Source", "À une date passée"]
FORMATS = {EUROS: '#,##0.00\\ "€"'}


def make(told: list[dict], *, title) -> bytes:
    """`told` as `figures.plain` says it."""
    book = Workbook()
    book.properties.title = title
    sheet = book.active
    sheet.title = "Chiffres"
    headed(sheet, HEADS, WIDTHS)
    for said in told:
        for line in lines_shown(said):
            for cell, column in zip(line["cells"], said["columns"], strict=True):
                _add(sheet, said, line, cell, column)
    page = book.create_sheet("Définitions")
    headed(page, DEFINITIONS, [36, 80, 30, 60, 60])
    for said in told:
        page.append([neutral(said[key]) for key in ("label", "definition", "unit", "source", "past")])
    for row in page.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return saved(book)


def _add(sheet, said, line, cell, column):
    where = [said["theme"], said["label"], line["label"], column["label"]]
    numbers = [_number(cell[key]) for key in ("value", "whole", "percent")]
    sheet.append([*map(neutral, where), *numbers, neutral(cell["words"]), column["unit"], said["observed_on"]])
    if column["unit"] in FORMATS:
        for place in (5, 6):
            sheet.cell(sheet.max_row, place).number_format = FORMATS[column["unit"]]
    sheet.cell(sheet.max_row, 10).number_format = "DD/MM/YYYY"


def _number(value):
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float | date) else neutral(value)


def headed(sheet, heads, widths):
    """The first line of a sheet, and what makes it readable."""
    sheet.append(heads)
    for place, (cell, width) in enumerate(zip(sheet[1], widths, strict=True), start=1):
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="000091")
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}1"


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
