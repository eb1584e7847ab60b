"""A report in sections as slides for a COPIL: tables and lists, with the master of the packs."""

import io
from datetime import date

from pptx import Presentation
from pptx.util import Inches

from core import richtext, wording
from core.charts import Drawings
from evaluation.reviews import blocks
from governance.papers import slides

#: Lines of text on a slide.
LINES = 9


def make(report) -> tuple[bytes, list[str]]:
    """The file, and what could not be drawn there."""
    deck, drawings = Presentation(), Drawings()
    slides.prepare(deck)
    _cover(deck, report)
    for section in report["sections"]:
        if text := [line for line in richtext.to_text(section["text"]).splitlines() if line.strip()]:
            _lines(deck, section["title"], text)
        for block in section["blocks"]:
            BLOCKS[block["kind"]](deck, block, drawings)
    deck.core_properties.title = f"{report['title']} – {report['subject']}"
    deck.core_properties.language = "fr-FR"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue(), drawings.missing


def _cover(deck, report):
    lines = [report["subject"]]
    if report["read_on"]:
        lines.append(f"Chiffres au {wording.day(date.fromisoformat(report['read_on']))}")
    if report["facts"]["fictional"]:
        lines.append("Données fictives")
    slides.text_slide(deck, report["title"], lines)


def _lines(deck, title, lines):
    for start in range(0, len(lines), LINES):
        slides.text_slide(deck, title if not start else f"{title} (suite)", lines[start : start + LINES])


def _table(deck, block, drawings):
    slides.table_slides(deck, block["title"], block["head"], block["rows"])


def _items(deck, block, drawings):
    """A line a fiche: its title and where it stands; the rest is for the reading."""
    _lines(deck, block["title"], [" – ".join([item["title"], *item["lines"][:1]]) for item in block["items"]])


def _chart(deck, block, drawings):
    picture = blocks.drawn(block, drawings)
    png = drawings.png(picture) if picture else None
    if png is None:
        _lines(deck, block["title"], [f"Ce graphique n’a pas pu être dessiné\xa0: {block['summary']}."])
        return
    slide = slides.title_slide(deck, block["title"])
    slide.shapes.add_picture(io.BytesIO(png), slides.LEFT, Inches(1.7), height=Inches(4.6))


BLOCKS = {"table": _table, "items": _items, "chart": _chart}
