"""The consolidated evaluation on paper, in the look of the contract's PDF."""

from django.template.loader import render_to_string

from contracts.pdf import on_paper
from core import wording
from core.pdf import Rendered
from evaluation.figures.plain import by_theme


def render(params, *, on) -> Rendered:
    return on_paper(html(params, on=on), params["facts"])


def html(params, *, on) -> str:
    facts = params["facts"]
    document = {
        "title": params["title"],
        "reference": facts["region"],
        "date": f"Édité le {wording.day(on)}",
        "is_draft": False,
        "author": facts["header"] or facts["region"],
        "subject": params["title"],
    }
    themes = by_theme(params["told"]["figures"])
    context = {"document": document, "facts": facts, "params": params, "told": params["told"], "themes": themes}
    return render_to_string("evaluation/pdf/period.html", context | {"preview": False})
