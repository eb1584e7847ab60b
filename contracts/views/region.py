"""The settings of a region: rules, vocabulary, standard texts."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from contracts import beside
from contracts.forms.region import RegionForm, StageHelpForm, StandardTextForm
from contracts.guide import guide_of
from contracts.models import StageHelp, StandardText
from contracts.permissions import sets_regions
from contracts.services import region as services
from contracts.stage_help import stages_of
from core.errors import Forbidden, Invalid, Stale
from territories.models import Region

from .conflict import conflict_for, values_to_save
from .loading import by
from .seen import as_seen
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


def settable_regions(user):
    regions = Region.objects.order_by("name")
    return regions if user.roles.administrator else regions.filter(pk__in=user.roles.region_codes)


@require_safe
def regions(request):
    if not sets_regions(request.user):
        raise Forbidden(services.NOT_YOURS)
    found = settable_regions(request.user)
    return render(request, "contracts/regions.html", {"regions": found})


def load_region(request, code):
    """Every ARS agent of the region reads its rules; who may set them is asked apart."""
    found = get_object_or_404(Region, pk=code)
    may_set = services.may_set(request.user, found)
    if not (may_set or code in request.user.roles.ars_region_codes):
        raise Http404
    if request.method == "POST" and not may_set:
        raise Forbidden(services.NOT_YOURS)
    return found, may_set


@FORM
def settings(request, code):
    region, may_set = load_region(request, code)
    current = services.settings_of(region)
    form = RegionForm(request.POST or None, request.FILES or None, instance=copy.copy(current))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                services.change_region_settings(
                    region=region, actor=request.user, version=form.cleaned_data.get("version"), **values_to_save(form)
                )
            messages.success(request, "Les réglages de la région sont enregistrés.")
            return redirect("contracts:region_settings", code)
        except Stale as stale:
            conflict = _conflict(form, stale)
        except Invalid as error:
            form.add_refusal(error)
    beside.attach(beside.REGION, [region])
    context = {
        "region": region,
        "settings": current,
        "form": form,
        "conflict": conflict,
        "may_set": may_set,
        "texts": current.standard_texts.all() if current.pk else [],
        "stages": stages_of(region),
    }
    status = 409 if conflict else 400 if form.errors else 200
    return render(request, "contracts/region.html", context, status=status)


def _conflict(form, stale):
    themes = [theme.name for theme in stale.current.core_themes.all()]
    return conflict_for(form, stale, theirs={"core_themes": themes, "logo": form.cleaned_data.get("logo")})


@FORM
def standard_text(request, code, pk=None):
    region, may_set = load_region(request, code)
    if not may_set:
        raise Forbidden(services.NOT_YOURS)
    row = get_object_or_404(StandardText, settings__region=region, pk=pk) if pk else None
    form = StandardTextForm(request.POST or None, **({"instance": copy.copy(row)} if row else {}))
    conflict = None

    def write():
        values = values_to_save(form) if row else form.cleaned_data
        version = form.seen_version if row else None
        services.save_standard_text(region=region, actor=request.user, row=row, version=version, **values)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "Le texte type est enregistré.")
            return redirect(f"{_url(region)}#textes")
    context = {"region": region, "form": form, "row": row, "conflict": conflict}
    return render(request, "contracts/standard_text_form.html", context, status=status_of(form, conflict))


def _url(region):
    return reverse("contracts:region_settings", args=[region.pk])


@FORM
def remove_standard_text(request, code, pk):
    region, may_set = load_region(request, code)
    if not may_set:
        raise Forbidden(services.NOT_YOURS)
    row = get_object_or_404(StandardText, settings__region=region, pk=pk)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_standard_text(text=row, actor=request.user, version=version)
        messages.success(request, "Le texte type est retiré.")
        return redirect(f"{_url(region)}#textes")
    context = {
        "title": "Retirer ce texte type ?",
        "sentence": f"« {row} »",
        "details": ["Les contrats qui l’ont repris gardent leur copie."],
        "action_label": "Retirer",
        "back": _url(region),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


@FORM
def stage_help(request, code, stage):
    region, may_set = load_region(request, code)
    guide = guide_of(stage)
    if guide is None:
        raise Http404
    if not may_set:
        raise Forbidden(services.NOT_YOURS)
    row = StageHelp.objects.filter(region=region, stage=guide.stage).first() or StageHelp(
        region=region, stage=guide.stage
    )
    form = StageHelpForm(request.POST or None, instance=copy.copy(row))
    conflict, back = None, f"{reverse('contracts:region_settings', args=[code])}#aide"

    def write():
        said = {"text": form.cleaned_data["text"], "version": form.seen_version}
        services.complete_stage_help(region=region, stage=guide.stage, actor=request.user, **said)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, f"L’aide de l’étape «\xa0{guide.title}\xa0» est enregistrée.")
            return redirect(back)
    context = {"region": region, "guide": guide, "row": row, "form": form, "conflict": conflict, "back": back}
    return render(request, "contracts/stage_help_form.html", context, status=status_of(form, conflict))
