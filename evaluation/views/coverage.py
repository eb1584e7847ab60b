"""Who is covered by a CLS, and where the contracts stand: France, then one région, on a map beside its table."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.coverage_table import STANDINGS
from core.charts import bar_chart, line_chart
from core.files import CONTENT_TYPES
from core.wording import percent, short_day
from evaluation import coverage, map
from evaluation.papers import coverage_sheet
from evaluation.permissions import reads_regions
from territories import outlines
from territories.models import ReferenceLoad, Region

STAGES = "etapes"


@require_safe
def france(request):
    reading = _reading(request)
    kind = _kind(request)
    links = [
        (
            _keeping(request, reverse("evaluation:coverage_region", args=[each.region.pk])),
            kind.words_of(each.region.name, each),
            each.places,
        )
        for each in reading.whole.regions
    ]
    context = _context(request, reading, kind, map.map_of(links, kind, labelled=False))
    return render(request, "evaluation/coverage/france.html", context)


@require_safe
def region(request, code):
    reading = _reading(request, get_object_or_404(Region, pk=code))
    kind = _kind(request)
    links = [
        (f"#departement-{place.department.pk}", kind.words_of(place.department.name, place), [place])
        for each in reading.whole.regions
        for place in each.places
    ]
    crumbs = [{"label": "Population couverte", "url": _keeping(request, reverse("evaluation:coverage"))}]
    context = _context(request, reading, kind, map.map_of(links, kind, labelled=True)) | {"crumbs": crumbs}
    return render(request, "evaluation/coverage/region.html", context)


@require_safe
def export(request, kind, code=""):
    """What the page shows, for a spreadsheet."""
    reading = _reading(request, get_object_or_404(Region, pk=code) if code else None)
    if kind == "excel":
        content, extension = coverage_sheet.make(reading, definition=_definition()), "xlsx"
    elif kind == "csv":
        content, extension = coverage_sheet.as_csv(reading), "csv"
    else:
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(extension, "text/csv; charset=utf-8"))
    name = f"population-couverte-{code or 'france'}-{reading.day:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reading(request, region=None) -> coverage.Reading:
    today = timezone.localdate()
    return coverage.read(user=request.user, day=_day_of(request, today), today=today, region=region)


def _kind(request) -> map.Kind:
    return map.STAGES if request.GET.get("carte") == STAGES else map.COVERAGE


def _context(request, reading, kind, drawn):
    staged = kind is map.STAGES
    return {
        "reading": reading,
        "day": reading.day,
        "today": reading.today,
        "region": reading.region,
        "years": coverage.years_before(reading.today),
        "whole": reading.whole,
        "map": drawn,
        "staged": staged,
        "standings": list(STANDINGS.values()),
        "chart": _stages_chart(reading.whole) if staged else _history_chart(reading),
        "yearly": reading.by_department if reading.region else reading.by_region,
        "read_here": _regions_read(request.user),
        "definition": _definition(),
        "credit": outlines.credit(),
        "is_ars": reads_regions(request.user),
    }


def _regions_read(user):
    """Where the reader finds in the list of contracts all that is counted."""
    return set(Region.objects.values_list("pk", flat=True)) if user.roles.administrator else user.roles.ars_region_codes


def _definition() -> list[str]:
    load = ReferenceLoad.objects.first()
    millesime = load.millesime if load else "non chargé"
    return [
        "Les habitants des communes qui sont dans le périmètre d’au moins un contrat local de santé signé et non "
        "terminé ce jour-là\xa0; les préfigurations ne comptent pas. Une commune compte une seule fois, quel que soit "
        "le nombre de contrats.",
        f"Communes, EPCI et populations sont ceux du référentiel {millesime}, aussi pour les années passées.",
        "Les contrats en préparation sont ceux que vous pouvez voir\xa0; un contrat échu est resté «\xa0en "
        "vigueur\xa0» après sa fin.",
    ]


def _day_of(request, today) -> date:
    """Today, or the last day of a past year; a year that is not offered is left out. Stages are those of today."""
    year = request.GET.get("annee", "")
    past = year in {str(each) for each in coverage.years_before(today)} and request.GET.get("carte") != STAGES
    return date(int(year), 12, 31) if past else today


def _keeping(request, url):
    kept = request.GET.copy()
    for name in kept.keys() - {"annee", "carte"}:
        del kept[name]
    return f"{url}?{kept.urlencode()}" if kept else url


def _history_chart(reading):
    points = [(on, found.share.percent) for on, found in zip(reading.days, reading.total.coverages, strict=True)]
    (first, before), (last, now) = points[0], points[-1]
    summary = f"de {percent(before)} le {short_day(first)} à {percent(now)} le {short_day(last)}"
    return line_chart(title="Part de la population couverte", summary=summary, points=points, unit="%")


def _stages_chart(whole):
    bars = [(label, n, str(n)) for _code, label, n in whole.by_stage]
    summary = "\xa0; ".join(f"{label}\xa0: {words}" for label, _value, words in bars)
    return bar_chart(title="Contrats par étape", summary=summary, bars=bars)
