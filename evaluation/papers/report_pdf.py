"""A report in sections on paper, in the look of the contract's PDF. A picture that fails is told, and loses nothing."""

import re
from datetime import date

from django.template.loader import render_to_string

from contracts.pdf import on_paper
from core import wording
from core.charts import Drawings
from core.pdf import Rendered
from evaluation.reviews import blocks

#: « 12 », « 12 (30 %) », « 1 sur 2 », « −1 200,00 € », « 0,8 ETP ».
FIGURE = re.compile(r"[+−-]?\d[\d\s,]*(\s?(%|€|ETP))?(\s\(.+\)|\ssur\s\d+)?")


def render(report, *, on) -> Rendered:
    """`report`: title, subject, reference, read_on, facts, draft, sections (code, title, text, blocks)."""
    text, missing = html(report, on=on)
    rendered = on_paper(text, report["facts"])
    return Rendered(rendered.content, rendered.pages, [*missing, *rendered.missing])


def html(report, *, on) -> tuple[str, list[str]]:
    """The page, and what could not be drawn there."""
    facts, drawings = report["facts"], Drawings()
    document = {
        "title": f"{report['title']} – {report['subject']}",
        "reference": report["reference"],
        "date": f"{'Projet édité' if report['draft'] else 'Édité'} le {wording.day(on)}",
        "is_draft": report["draft"],
        "author": facts["header"] or facts["region"],
        "subject": report["subject"],
    }
    read_on = report["read_on"] and wording.day(date.fromisoformat(report["read_on"]))
    context = {
        "document": document,
        "report": report,
        "facts": facts,
        "read_on": read_on,
        "sections": with_charts(report["sections"], drawings),
        "preview": False,
    }
    return render_to_string("evaluation/pdf/report.html", context), drawings.missing


def with_charts(sections, drawings) -> list[dict]:
    """The same sections, each chart drawn, and the columns of figures of each table known."""
    return [{**section, "blocks": [_drawn(block, drawings) for block in section["blocks"]]} for section in sections]


def _drawn(block, drawings):
    if block["kind"] == "table":
        return {**block, "columns": _columns(block)}
    if block["kind"] != "chart":
        return block
    shown = [(wording.day(date.fromisoformat(on)), wording.number(value)) for on, value in block["points"]]
    return {**block, "chart": blocks.drawn(block, drawings), "shown": shown}


def _columns(block) -> list[bool]:
    """For each column, whether it holds figures, which stand to the right."""
    told = [
        [words for words in column if words not in ("", wording.NOTHING)]
        for column in zip(*block["rows"], strict=False)
    ]
    return [bool(place and words) and all(map(FIGURE.fullmatch, words)) for place, words in enumerate(told)]
