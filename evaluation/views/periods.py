"""The consolidated evaluation of a region: its periods, their figures, their closing and their corrections."""

import copy

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.views.conflict import values_to_save
from contracts.views.loading import by
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.charts import Drawings
from core.errors import Invalid, Stale
from evaluation.figures.charts import with_charts
from evaluation.figures.plain import by_theme
from evaluation.forms.periods import CorrectionForm, PeriodForm, SentenceForm, SynthesisForm
from evaluation.models import EvaluationPeriod
from evaluation.period_places import by_section, place_of
from evaluation.services import periods as services
from evaluation.services.period_papers import FORMATS, request_paper
from territories.models import Region

from .region_loading import load_region, load_settable
from .row_page import FORM

MEANWHILE = "La période vient d’être modifiée. Relisez, puis enregistrez de nouveau."


@require_safe
def regions(request):
    """The regions of the person: straight to hers where there is one."""
    roles = request.user.roles
    codes = roles.ars_region_codes
    found = Region.objects.order_by("name")
    found = list(found if roles.administrator else found.filter(pk__in=codes))
    if len(found) == 1:
        return redirect("evaluation:periods", found[0].pk)
    if not found:
        raise Http404
    return render(request, "evaluation/periods/regions.html", {"regions": found})


@require_safe
def periods(request, code):
    region, may_set = load_region(request, code)
    rows = EvaluationPeriod.objects.filter(region=region).defer("snapshot").prefetch_related("contracts")
    rows = rows.annotate(kept=F("snapshot__contracts"))
    context = {"region": region, "periods": rows, "may_set": may_set}
    return render(request, "evaluation/periods/list.html", context)


def _period(request, code, pk, *, settable=False):
    region, may_set = (load_settable(request, code), True) if settable else load_region(request, code)
    row = get_object_or_404(EvaluationPeriod.objects.select_related("closed_by"), region=region, pk=pk)
    row.region = region
    return row, may_set


@require_safe
def period(request, code, pk):
    row, may_set = _period(request, code, pk)
    told = services.told(row, today=timezone.localdate())
    places = by_section(told) if row.closed and may_set else {}
    for section, name in (("question", "questions"), ("comparaison", "kinds")):
        for at, node in enumerate(told[name]):
            node["places"] = places.get(f"{section}-{at}", [])
    context = {
        "period": row,
        "told": told,
        "places": places,
        "themes": by_theme(with_charts(told["figures"], Drawings())),
        "corrections": row.corrections.select_related("by"),
        "may_set": may_set,
        "may_close": may_set and not row.closed and row.ends_on <= timezone.localdate(),
    }
    return render(request, "evaluation/periods/period.html", context)


@FORM
def edit(request, code, pk=None):
    """A new period, or its name, its dates and its contracts while it is open."""
    region = load_settable(request, code)
    row = get_object_or_404(EvaluationPeriod, region=region, pk=pk) if pk else None
    if row and row.closed:
        raise Invalid(services.CLOSED)
    choosable = services.choosable(region)
    given = {"instance": copy.copy(row)} if row else {"initial": {"contracts": choosable}}
    form, conflict = PeriodForm(request.POST or None, choosable=choosable, **given), None

    def write():
        if row:
            values, version = values_to_save(form), form.seen_version
            services.edit_period(period=row, actor=request.user, version=version, **values)
        else:
            services.open_period(region=region, actor=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "La période est enregistrée.")
            return redirect("evaluation:periods", code)
    title = "Modifier la période" if row else "Ouvrir une période"
    return _form_page(request, form, row, conflict, title, row.get_absolute_url() if row else _list(code))


@FORM
def synthesis(request, code, pk):
    row, _may_set = _period(request, code, pk, settable=True)
    form, conflict = SynthesisForm(request.POST or None, instance=copy.copy(row)), None

    def write():
        said = {"synthesis": form.cleaned_data["synthesis"], "version": form.seen_version}
        services.write_synthesis(period=row, actor=request.user, **said)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "La synthèse est enregistrée.")
            return redirect(row)
    return _form_page(request, form, row, conflict, "Écrire la synthèse", row.get_absolute_url())


@FORM
def close(request, code, pk):
    row, _may_set = _period(request, code, pk, settable=True)
    if request.method == "POST":
        with as_seen(request) as version:
            services.close_period(period=row, actor=request.user, today=timezone.localdate(), version=version)
        messages.success(request, "La période est close\xa0: ses chiffres sont gardés.")
        return redirect(row)
    context = {
        "title": f"Clore «\xa0{row}\xa0»\xa0?",
        "sentence": "Ses chiffres sont gardés tels qu’ils sont aujourd’hui.",
        "details": ["Ensuite, un chiffre ne change que par une correction\xa0: qui, pourquoi, avant, après."],
        "action_label": "Clore la période",
        "back": row.get_absolute_url(),
        "version": row.version,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


@FORM
def correct(request, code, pk, figure, line, column):
    """One number of a closed period."""
    row = _closed(request, code, pk)
    place = place_of(row.snapshot, figure, line, column)
    form = CorrectionForm(request.POST or None, initial={"version": row.version}, place=place)

    def write(said):
        address = {"code": figure, "line": line, "column": column}
        services.correct_figure(period=row, actor=request.user, **address, **said)

    return _correction(request, row, form, write, "Corriger un chiffre", f"{place.label}\xa0: {place.words}")


@FORM
def correct_sentence(request, code, pk, place):
    """One sentence of what is not comparable."""
    row = _closed(request, code, pk)
    said = row.snapshot["unsaid"]
    if place >= len(said):
        raise Http404
    form = SentenceForm(request.POST or None, initial={"version": row.version, "sentence": said[place]})

    def write(given):
        services.correct_sentence(period=row, actor=request.user, place=place, **given)

    return _correction(request, row, form, write, "Corriger une phrase", services.SENTENCES)


def _closed(request, code, pk):
    row, _may_set = _period(request, code, pk, settable=True)
    if not row.closed:
        raise Http404
    return row


def _correction(request, row, form, write, title, intro):
    def meanwhile():
        try:
            write(form.cleaned_data)
        except Stale as stale:
            form.data = {**form.data.dict(), "version": stale.current.version}
            raise Invalid(MEANWHILE) from stale

    if request.method == "POST" and form.is_valid() and settle(request, form, meanwhile)[0]:
        messages.success(request, "La correction est faite, et écrite sous les chiffres.")
        return redirect(row)
    return _form_page(request, form, None, None, title, row.get_absolute_url(), intro=intro)


@require_POST
def paper(request, code, pk, format):
    row, _may_set = _period(request, code, pk)
    if format not in FORMATS:
        raise Http404
    with by(request):
        job = request_paper(period=row, format=format, actor=request.user, today=timezone.localdate())
    return redirect("core:job", job.pk)


def _list(code):
    return reverse("evaluation:periods", args=[code])


def _form_page(request, form, row, conflict, title, back, intro=""):
    context = {"form": form, "row": row, "conflict": conflict, "title": title, "back": back, "intro": intro}
    return render(request, "evaluation/periods/form.html", context, status=status_of(form, conflict))
