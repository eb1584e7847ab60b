"""Who is covered by a CLS: France, then one région, on a map with the same content in a table beside it."""

from datetime import date

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.coverage import Coverage, covered_on
from contracts.coverage_table import by_region
from core.charts import line_chart
from core.wording import percent, short_day
from evaluation.map import LEGEND, map_of, words_of
from territories import outlines
from territories.models import ReferenceLoad, Region

#: How many past years the page compares.
YEARS = 5


@require_safe
def france(request):
    day = _day_of(request)
    history = _history()
    regions = by_region(day, covered=history[day], user=request.user)
    links = [
        (
            _with_year(request, reverse("evaluation:coverage_region", args=[each.region.pk])),
            words_of(each.region.name, each.coverage, each.running),
            each.places,
        )
        for each in regions
    ]
    return render(
        request,
        "evaluation/coverage/france.html",
        _context(day, regions, history) | {"map": map_of(links, labelled=False)},
    )


@require_safe
def region(request, code):
    here = get_object_or_404(Region, pk=code)
    day = _day_of(request)
    history = _history(here)
    regions = by_region(day, covered=history[day], user=request.user, region=here)
    links = [
        (f"#departement-{place.department.pk}", words_of(place.department.name, place.coverage, place.running), [place])
        for each in regions
        for place in each.places
    ]
    crumbs = [{"label": "Population couverte", "url": _with_year(request, reverse("evaluation:coverage"))}]
    context = _context(day, regions, history) | {
        "map": map_of(links, labelled=True),
        "region": here,
        "crumbs": crumbs,
    }
    return render(request, "evaluation/coverage/region.html", context)


def _context(day, regions, history):
    total = sum((each.coverage for each in regions), Coverage())
    rows = [(on, sum(found.values(), Coverage())) for on, found in history.items()]
    return {
        "day": day,
        "today": timezone.localdate(),
        "years": _years(timezone.localdate()),
        "regions": regions,
        "total": total,
        "legend": list(enumerate(LEGEND)),
        "history": rows,
        "chart": _chart(rows),
        "load": ReferenceLoad.objects.first(),
        "credit": outlines.credit(),
    }


def _years(today):
    return [today.year - rank for rank in range(1, YEARS + 1)]


def _day_of(request) -> date:
    """Today, or the last day of a past year; a year that is not offered is left out."""
    today = timezone.localdate()
    year = request.GET.get("annee", "")
    return date(int(year), 12, 31) if year in map(str, _years(today)) else today


def _with_year(request, url):
    year = request.GET.get("annee", "")
    return f"{url}?annee={year}" if year.isdecimal() else url


def _history(region=None):
    """The coverage at the end of each past year that the page offers, and today."""
    today = timezone.localdate()
    return covered_on([date(year, 12, 31) for year in reversed(_years(today))] + [today], region=region)


def _chart(rows):
    points = [(on, coverage.share.percent) for on, coverage in rows]
    (first, before), (last, now) = points[0], points[-1]
    summary = f"de {percent(before)} le {short_day(first)} à {percent(now)} le {short_day(last)}"
    return line_chart(title="Part de la population couverte", summary=summary, points=points, unit="%")
