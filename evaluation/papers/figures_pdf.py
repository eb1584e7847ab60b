"""Figures on paper, in the look of the contract's PDF."""

from django.template.loader import render_to_string

from contracts.pdf import on_paper
from core import wording
from core.pdf import Rendered
from evaluation.figures.plain import by_theme


def render(params, *, on) -> Rendered:
    """`params`: title, reference, subject, facts, told, observed (a sentence), and `heading` where it is no figures."""
    return on_paper(html(params, on=on), params["facts"])


def html(params, *, on) -> str:
    facts = params["facts"]
    heading = params.get("heading", "Chiffres")
    fictional = " · données fictives" if facts["fictional"] else ""
    document = {
        "title": f"{heading} – {params['title']}",
        "reference": params["reference"],
        "date": f"Édité le {wording.day(on)}{fictional}",
        "is_draft": False,
        "author": facts["header"] or facts["region"],
        "subject": params["title"],
    }
    context = {"document": document, "facts": facts, "themes": by_theme(params["told"]), "preview": False}
    return render_to_string(
        "evaluation/pdf/figures.html", context | {"observed": params["observed"], "heading": heading}
    )
