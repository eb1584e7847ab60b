"""The pack of a COPIL as slides: a sober master, real titles, real tables; everything stays editable."""

import io
from textwrap import wrap

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from .pack_tables import tables

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, WIDTH = Inches(0.7), Inches(11.93)
INK, BLUE, GREY = RGBColor(0x16, 0x16, 0x16), RGBColor(0x00, 0x00, 0x91), RGBColor(0x66, 0x66, 0x66)
FONT = "Arial"
#: Of python-pptx's own template: a title alone, and a title with its text.
TITLE_ONLY, TITLE_AND_TEXT = 5, 1
ROWS = 10
#: What begins an item of a list in a text written by hand or proposed.
DASH = "– "
#: What a slide of text holds in the size of `_lines`: so many lines, of so many characters.
LINES, CHARACTERS = 12, 95
LONGEST = LINES * CHARACTERS
#: Of a table below its head: the room to the edge, the width of a letter of 16 points, the margins of a cell.
HEIGHT, CHARACTER, PADDING = Inches(4.9), Inches(0.12), Inches(0.2)


def make(pack) -> bytes:
    deck = Presentation()
    prepare(deck)
    _cover(deck, pack)
    _agenda(deck, pack)
    for title, head, rows in tables(pack["figures"]):
        table_slides(deck, title, head, rows)
    for rank, item in enumerate(pack["meeting"]["items"], start=1):
        _item(deck, rank, item)
    deck.core_properties.title = f"{pack['meeting']['body']}, {pack['meeting']['on']}"
    deck.core_properties.author = pack["contract"]
    deck.core_properties.language = "fr-FR"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def prepare(deck):
    """Titles at the left, in blue, wide slides: set once on the layouts, so that new slides look alike."""
    deck.slide_width, deck.slide_height = WIDE, HIGH
    for index in (TITLE_ONLY, TITLE_AND_TEXT):
        layout = deck.slide_layouts[index]
        for holder in layout.placeholders:
            kind = holder.placeholder_format.type
            if holder.placeholder_format.idx == 0:
                _place(holder, Inches(0.45), Inches(1.0))
            elif holder.placeholder_format.idx == 1:
                _place(holder, Inches(1.7), Inches(5.1))
            elif kind is not None:
                holder._element.getparent().remove(holder._element)


def _place(holder, top, height):
    holder.left, holder.top, holder.width, holder.height = LEFT, top, WIDTH, height


def title_slide(deck, title, layout=TITLE_ONLY):
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.shapes.title.text = title
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    paragraph.alignment = 1
    _write(paragraph, size=28, colour=BLUE, bold=True)
    return slide


def _write(paragraph, *, size, colour=INK, bold=False):
    for run in paragraph.runs:
        font = run.font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, colour


def text_slide(deck, title, lines):
    """A title, and lines of text that stay editable."""
    slide = title_slide(deck, title, TITLE_AND_TEXT)
    _lines(slide.placeholders[1].text_frame, [(line, INK, False) for line in lines])
    return slide


def _lines(frame, lines, size=18, *, plain=False):
    """`lines`: (text, colour, bold); the first takes the paragraph that is there. `plain`: only what a dash begins
    bears the bullet of the layout."""
    frame.word_wrap = True
    for n, (text, colour, bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.text = text.removeprefix(DASH)
        if plain and not text.startswith(DASH):
            _without_bullet(paragraph)
        paragraph.space_after = Pt(6)
        _write(paragraph, size=size, colour=colour, bold=bold)


def _without_bullet(paragraph):
    about = paragraph._p.get_or_add_pPr()
    about.set("marL", "0")
    about.set("indent", "0")
    about.append(about.makeelement(qn("a:buNone")))


def _cover(deck, pack):
    meeting = pack["meeting"]
    slide = title_slide(deck, meeting["title"] or meeting["body"])
    box = slide.shapes.add_textbox(LEFT, Inches(1.9), WIDTH, Inches(3))
    where = " · ".join(filter(None, [meeting["on"], meeting["hours"], meeting["place"]]))
    lines = [(pack["contract"], INK, True), (meeting["body"], INK, False), (where, GREY, False)]
    if pack["fictional"]:
        lines.append(("Données fictives", GREY, True))
    _lines(box.text_frame, lines, size=22)


def _agenda(deck, pack):
    items = pack["meeting"]["items"]
    for start in range(0, len(items), ROWS):
        slide = title_slide(deck, "Ordre du jour" if not start else "Ordre du jour (suite)", TITLE_AND_TEXT)
        lines = [
            (f"{rank}. {item['title']} ({item['kind'].lower()}{_minutes(item)})", INK, False)
            for rank, item in enumerate(items[start : start + ROWS], start=start + 1)
        ]
        _lines(slide.placeholders[1].text_frame, lines, plain=True)


def _minutes(item) -> str:
    return f", {item['minutes']}\xa0min" if item["minutes"] else ""


def table_slides(deck, title, head, rows):
    """Columns as wide as what they hold; as many rows a slide as stand above its edge, long ones counting for more."""
    widths = _widths([head, *rows])
    for place, shown in enumerate(_by_height(rows, widths)):
        slide = title_slide(deck, f"{title} (suite)" if place else title)
        height = Emu(Inches(0.42) * (len(shown) + 1))
        table = slide.shapes.add_table(len(shown) + 1, len(head), LEFT, Inches(1.7), WIDTH, height).table
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
        for y, row in enumerate([head, *shown]):
            for x, value in enumerate(row):
                _cell(table.cell(y, x), value, head=y == 0)


def _widths(rows) -> list[int]:
    """Of the columns, in EMU: by the longest text of each, none so long or so short that the others vanish."""
    weights = [min(max(len(_said(row[x])) for row in rows), 60) + 6 for x in range(len(rows[0]))]
    return [int(WIDTH * weight / sum(weights)) for weight in weights]


def _by_height(rows, widths) -> list[list]:
    slides: list[list] = [[]]
    room = HEIGHT
    for row in rows:
        lines = max(
            -(-len(_said(value)) * CHARACTER // (width - PADDING)) for value, width in zip(row, widths, strict=True)
        )
        needed = Inches(0.42) + Inches(0.27) * max(lines - 1, 0)
        if slides[-1] and (needed > room or len(slides[-1]) == ROWS):
            slides.append([])
            room = HEIGHT
        slides[-1].append(row)
        room -= needed
    return [shown for shown in slides if shown]


def _said(value) -> str:
    return str(value)[:160]


def _cell(cell, value, *, head):
    cell.text = _said(value)
    cell.fill.solid()
    cell.fill.fore_color.rgb = BLUE if head else RGBColor(0xFF, 0xFF, 0xFF)
    for paragraph in cell.text_frame.paragraphs:
        _write(paragraph, size=16, colour=RGBColor(0xFF, 0xFF, 0xFF) if head else INK, bold=head)


def _item(deck, rank, item):
    """One slide an item; a longer one goes on on slides of its own, rather than below the edge."""
    about = " · ".join(filter(None, [item["kind"], item["presenter"], _minutes(item).removeprefix(", ")]))
    lines = [(about, GREY, False)]
    lines += [(part, INK, False) for text in item["description"].splitlines() for part in wrap(text, LONGEST)]
    lines += [(f"Fiche {action}", BLUE, False) for action in item["actions"]]
    title = f"{rank}. {item['title']}"
    for place, shown in enumerate(_by_slide(lines)):
        slide = title_slide(deck, f"{title} (suite)" if place else title, TITLE_AND_TEXT)
        _lines(slide.placeholders[1].text_frame, shown, plain=True)


def _by_slide(lines) -> list[list]:
    """Lines as they fit, a long one counting for those that it folds into."""
    slides: list[list] = [[]]
    room = LINES
    for line in lines:
        needed = -(-len(line[0]) // CHARACTERS) or 1
        if needed > room and slides[-1]:
            slides.append([])
            room = LINES
        slides[-1].append(line)
        room -= needed
    return slides
