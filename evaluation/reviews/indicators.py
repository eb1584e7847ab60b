"""The indicators of a review, with the curve of those that have two values."""

from actions.models import Indicator
from core.wording import day, number

from .blocks import chart, figure


def blocks(rows) -> list[dict]:
    return [*figure(rows, "indicators"), *figure(rows, "values"), *_charts(rows)]


def _charts(rows):
    for indicator in rows[Indicator]:
        points = [(row.on, row.value) for row in rows.measures.get(indicator.pk, ()) if row.value is not None]
        if len(points) > 1:
            yield _chart(indicator, points)


def _chart(indicator, points):
    levels = [("Cible", indicator.target), ("Départ", indicator.baseline)]
    told = [(f"{label}\xa0: {number(value)}", value) for label, value in levels if value is not None]
    (first, begins), (last, ends) = points[0], points[-1]
    summary = f"de {number(begins)} le {day(first)} à {number(ends)} le {day(last)}"
    return chart(indicator.title, summary, indicator.unit, points, told)
