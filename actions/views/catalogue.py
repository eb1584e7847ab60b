"""The region's catalogue of indicators, and one measure seen across the contracts that one may read."""

import copy

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actions.figures_indicators import standing
from actions.forms.indicators import CatalogueForm
from actions.models import CatalogueIndicator, Indicator
from actions.services import catalogue as services
from contracts.services.region import may_set
from contracts.views.conflict import conflict_for, values_to_save
from contracts.views.loading import by
from core.errors import Forbidden, Invalid, Stale
from territories.models import Region

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def catalogues(request):
    """The regions that wrote one; straight to it where there is only one."""
    kept = Count("catalogue_indicators", filter=Q(catalogue_indicators__retired=False))
    regions = list(Region.objects.annotate(entries=kept).filter(entries__gt=0).order_by("name"))
    if len(regions) == 1:
        return redirect("actions:catalogue", regions[0].pk)
    return render(request, "actions/catalogue/regions.html", {"regions": regions})


@require_safe
def catalogue(request, code):
    region = get_object_or_404(Region, pk=code)
    entries = region.catalogue_indicators.order_by("retired", "title")
    context = {"region": region, "entries": entries, "may_set": may_set(request.user, region)}
    return render(request, "actions/catalogue/list.html", context)


@require_safe
def entry(request, pk):
    """Where each contract stands on this measure; no ranking: contracts go by their title."""
    found = get_object_or_404(CatalogueIndicator.objects.select_related("region"), pk=pk)
    rows = Indicator.objects.visible_to(request.user).filter(catalogue=found)
    rows = rows.select_related("contract", "action", "axis", "objective").prefetch_related(
        "measures", "contract__territory__members"
    )
    today = timezone.localdate()
    standings = [standing(row, today=today) for row in rows.order_by("contract__title", "pk")]
    context = {"entry": found, "standings": standings, "may_set": may_set(request.user, found.region)}
    return render(request, "actions/catalogue/entry.html", context)


@FORM
def add_entry(request, code):
    region = get_object_or_404(Region, pk=code)
    if not may_set(request.user, region):
        raise Forbidden(services.NOT_YOURS)
    form = CatalogueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            with by(request):
                made = services.add_entry(region=region, actor=request.user, **given)
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, "L’indicateur est au catalogue.")
            return redirect(made)
    context = {"form": form, "region": region, "title": "Ajouter au catalogue", "row": None, "conflict": None}
    return render(request, "actions/catalogue/form.html", context, status=400 if form.errors else 200)


@FORM
def change_entry(request, pk):
    row = get_object_or_404(CatalogueIndicator.objects.select_related("region"), pk=pk)
    if not may_set(request.user, row.region):
        raise Forbidden(services.NOT_YOURS)
    form, conflict = CatalogueForm(request.POST or None, instance=copy.copy(row)), None
    if request.method == "POST" and form.is_valid():
        given = {"version": form.seen_version, **values_to_save(form)}
        try:
            with by(request):
                services.change_entry(entry=row, actor=request.user, **given)
        except Stale as stale:
            conflict = conflict_for(form, stale)
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, "Le catalogue est enregistré.")
            return redirect(row)
    context = {"form": form, "region": row.region, "title": "Modifier", "row": row, "conflict": conflict}
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, "actions/catalogue/form.html", context, status=status)
