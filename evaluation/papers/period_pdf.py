"""The consolidated evaluation on paper, in the look of the contract's PDF."""

from django.template.loader import render_to_string

from contracts.pdf import on_paper
from core import wording
from core.charts import Drawings
from core.pdf import Rendered
from evaluation.figures.charts import with_charts
from evaluation.figures.plain import by_theme


def render(params, *, on) -> Rendered:
    drawings = Drawings()
    rendered = on_paper(html(params, drawings, on=on), params["facts"])
    return Rendered(rendered.content, rendered.pages, [*drawings.missing, *rendered.missing])


def html(params, drawings, *, on) -> str:
    facts, told = params["facts"], params["told"]
    document = {
        "title": params["title"],
        "reference": facts["region"],
        "date": f"Édité le {wording.day(on)}",
        "is_draft": False,
        "author": facts["header"] or facts["region"],
        "subject": params["title"],
    }
    themes = by_theme(with_charts(told["figures"], drawings))
    context = {"document": document, "facts": facts, "params": params, "told": told, "themes": themes}
    return render_to_string("evaluation/pdf/period.html", context | {"preview": False})
