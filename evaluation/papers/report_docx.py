"""A report in sections as a Word file, to be edited: real headings, real tables, charts as pictures."""

import io
import re
from datetime import date

from docx import Document
from docx.shared import Cm, Pt, RGBColor

from core import richtext, wording
from core.charts import Drawings
from evaluation.reviews import blocks

BLUE = RGBColor(0x00, 0x00, 0x91)
FONT = "Arial"
WIDE = Cm(16)
#: What XML cannot hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def make(report) -> tuple[bytes, list[str]]:
    """The file, and what could not be drawn there."""
    book, drawings = Document(), Drawings()
    _styles(book)
    book.core_properties.title = f"{report['title']} – {report['subject']}"
    book.core_properties.language = "fr-FR"
    book.add_heading(_text(report["title"]), 0)
    book.add_paragraph(_text(report["subject"]))
    if report["read_on"]:
        book.add_paragraph(f"Chiffres au {wording.day(date.fromisoformat(report['read_on']))}.")
    if report["facts"]["fictional"]:
        book.add_paragraph("Données fictives")
    for section in report["sections"]:
        _section(book, section, drawings)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), drawings.missing


def _styles(book):
    book.styles["Normal"].font.name, book.styles["Normal"].font.size = FONT, Pt(10.5)
    for level in range(4):
        style = book.styles["Title" if level == 0 else f"Heading {level}"]
        style.font.name, style.font.color.rgb = FONT, BLUE


def _section(book, section, drawings):
    book.add_heading(_text(section["title"]), 1)
    for line in richtext.to_text(section["text"]).splitlines():
        book.add_paragraph(_text(line))
    for block in section["blocks"]:
        BLOCKS[block["kind"]](book, block, drawings)


def _table(book, block, drawings):
    book.add_heading(_text(block["title"]), 2)
    table = book.add_table(rows=1, cols=len(block["head"]), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block["head"], strict=True):
        cell.paragraphs[0].add_run(_text(words)).bold = True
    for row in block["rows"]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _text(words)


def _items(book, block, drawings):
    book.add_heading(_text(block["title"]), 2)
    for item in block["items"]:
        book.add_heading(_text(item["title"]), 3)
        for line in item["lines"]:
            book.add_paragraph(_text(line), style="List Bullet")


def _chart(book, block, drawings):
    book.add_heading(_text(block["title"]), 3)
    picture = blocks.drawn(block, drawings)
    png = drawings.png(picture) if picture else None
    if png is None:
        book.add_paragraph(f"Ce graphique n’a pas pu être dessiné\xa0: {block['summary']}.")
        return
    book.add_picture(io.BytesIO(png), width=WIDE)
    book.add_paragraph(_text(block["summary"]))


BLOCKS = {"table": _table, "items": _items, "chart": _chart}


def _text(words) -> str:
    return UNPRINTABLE.sub("", str(words))
