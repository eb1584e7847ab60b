"""The report of an evaluation on paper, in the look of the contract's PDF."""

from django.template.loader import render_to_string

from contracts.pdf import on_paper
from core import wording
from core.pdf import Rendered

from .evaluation_snapshot import INDICATORS

TITLE = "Rapport d’évaluation"


def render(content, *, on) -> Rendered:
    return on_paper(html(content, on=on), content["facts"])


def html(content, *, on) -> str:
    facts = content["facts"]
    document = {
        "title": f"{TITLE} – {content['contract']}",
        "reference": content["reference"],
        "date": f"Édité le {wording.day(on)}",
        "is_draft": False,
        "author": facts["header"] or facts["region"],
        "subject": content["contract"],
    }
    context = {"document": document, "content": content, "facts": facts, "heading": TITLE, "preview": False}
    return render_to_string("evaluation/pdf/evaluation.html", context | {"indicator_heads": INDICATORS})
