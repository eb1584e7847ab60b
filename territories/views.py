"""Exploring the reference data: search, then regions → départements → EPCI → communes."""

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from .enums import EpciKind, Level
from .models import Commune, Department, Epci, ReferenceLoad, Region
from .search import REGION, as_choice, find_places

ROWS = 30
FOUND = 30


@require_GET
def index(request):
    text = request.GET.get("q", "").strip()
    found = find_places(text, [REGION, *Level.values], limit=FOUND) if text else []
    context = {
        "text": text,
        "found": found,
        "regions": Region.objects.order_by("search") if not text else [],
        "load": ReferenceLoad.objects.first(),
    }
    template = "territories/_results.html" if request.htmx else "territories/index.html"
    return render(request, template, context)


@require_GET
def lookup(request):
    """What the combobox shows."""
    levels = [level for level in request.GET.get("levels", "").split(",") if level]
    found = find_places(request.GET.get("q", ""), levels or None)
    return JsonResponse({"results": [as_choice(place) for place in found]})


@require_GET
def place(request, level, code):
    if level not in _PAGES:
        raise Http404
    rows, kind, describe = _PAGES[level]
    found = rows().filter(pk=code.upper()).first()
    if found is None or found.level != level:
        raise Http404
    about = describe(found)
    parts = about.pop("parts")
    context = {
        "place": found,
        "crumbs": _crumbs(about.pop("above")),
        "kind": kind,
        "gone": getattr(found, "dissolved", False) or not getattr(found, "active", True),
        "postcodes": getattr(found, "postcodes", ""),
        "alone": [],
        "former": [],
        "page": None if parts is None else Paginator(parts, ROWS).get_page(request.GET.get("page")),
        **about,
    }
    return render(request, "territories/place.html", context)


def _crumbs(above):
    here = {"label": "Territoires", "url": reverse("territories:index")}
    return [here, *({"label": place.name, "url": place.get_absolute_url()} for place in above)]


def _region(region):
    return {
        "above": [],
        "parts": region.departments.select_related("region").order_by("search"),
        "parts_title": "Départements",
    }


def _department(department):
    communes = department.communes.current().filter(epci=None).select_related("department").order_by("search")
    return {
        "above": [department.region],
        "parts": (
            Epci.objects.current()
            .of_department(department.pk)
            .exclude(kind=EpciKind.EPT)
            .select_related("department")
            .order_by("search")
        ),
        "parts_title": "EPCI",
        "alone": communes,
    }


def _group(group):
    return {
        "above": [group.department.region, group.department] if group.department else [],
        "parts": group.members().current().select_related("department").order_by("search"),
        "parts_title": "Communes",
    }


def _commune(commune):
    groups = [group for group in (commune.epci, commune.ept) if group]
    return {
        "above": [commune.department.region, commune.department, *groups],
        "parts": None,
        "parts_title": "",
        "former": commune.former_communes.exclude(name="").order_by("name"),
    }


_PAGES = {
    REGION: (Region.objects.all, "Région", _region),
    Level.DEPARTMENT.value: (lambda: Department.objects.select_related("region"), "Département", _department),
    Level.EPCI.value: (lambda: Epci.objects.select_related("department__region"), "EPCI", _group),
    Level.EPT.value: (lambda: Epci.objects.select_related("department__region"), "EPT", _group),
    Level.COMMUNE.value: (
        lambda: Commune.objects.select_related("department__region", "epci", "ept"),
        "Commune",
        _commune,
    ),
}
