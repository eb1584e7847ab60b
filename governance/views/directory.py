"""The directory of the coordinators of a region, and the trainings that each followed."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contracts.views.conflict import values_to_save
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.errors import Forbidden
from governance import directory as reads
from governance.forms.directory import DirectoryFilter, TrainingForm
from governance.models import Training
from governance.permissions import may_note_training, reads_directory
from governance.services import trainings as services
from territories.models import Region

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30
NOT_A_READER = "L’annuaire est lu par les coordinations et les agents de l’ARS de la région."


@require_safe
def directory(request):
    if not reads_directory(request.user):
        raise Forbidden(NOT_A_READER)
    today = timezone.localdate()
    lines = reads.lines_for(request.user, today=today)
    wanted = DirectoryFilter(request.GET, lines=lines)
    found = wanted.narrow(lines)
    people = {line.person for line in lines if line.person}
    context = {
        "filter": wanted,
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "vacant": sum(line.vacant for line in found),
        "counted": reads.trainings_counted(people, today.year),
        "year": today.year,
        "regions": Region.objects.filter(pk__in=reads.regions_of(request.user)).order_by("name"),
        "mine": request.user if request.user in people else None,
    }
    return render(request, "governance/directory.html", context)


def _person(request, pk, *, to_note=False):
    """Somebody of the directory of this reader: 404 else; 403 where she may not note the trainings."""
    if not reads_directory(request.user):
        raise Forbidden(NOT_A_READER)
    found = get_object_or_404(reads.people_for(request.user).select_related("organisation"), pk=pk)
    may_note = may_note_training(request.user, found)
    if to_note and not may_note:
        raise Forbidden(services.NOT_YOURS)
    return found, may_note


@require_safe
def person(request, pk):
    found, may_note = _person(request, pk)
    today = timezone.localdate()
    lines = [line for line in reads.lines_for(request.user, today=today) if line.person == found]
    context = {"person": found, "lines": lines, "trainings": found.trainings.all(), "may_note": may_note}
    return render(request, "governance/person.html", context)


@FORM
def add_training(request, pk):
    found, _may_note = _person(request, pk, to_note=True)
    form = TrainingForm(request.POST or None, instance=Training(person=found))

    def write():
        services.add_training(person=found, actor=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La formation est notée.")
        return redirect("coordination:person", pk)
    return _form_page(request, found, form, {"title": "Noter une formation suivie"})


@FORM
def training(request, pk, training):
    found, _may_note = _person(request, pk, to_note=True)
    row = get_object_or_404(Training.objects.select_related("person"), person=found, pk=training)
    form, conflict = TrainingForm(request.POST or None, instance=copy.copy(row)), None

    def write():
        services.edit_training(row, actor=request.user, version=form.seen_version, **values_to_save(form))

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "La formation est enregistrée.")
            return redirect("coordination:person", pk)
    remove_url = reverse("coordination:training_remove", args=[pk, training])
    context = {"title": "Modifier la formation suivie", "conflict": conflict, "remove_url": remove_url}
    return _form_page(request, found, form, context)


@FORM
def remove_training(request, pk, training):
    found, _may_note = _person(request, pk, to_note=True)
    row = get_object_or_404(Training.objects.select_related("person"), person=found, pk=training)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_training(row, actor=request.user, version=version)
        messages.success(request, "La formation est retirée.")
        return redirect("coordination:person", pk)
    context = {
        "title": "Retirer cette formation\xa0?",
        "sentence": f"«\xa0{row}\xa0»",
        "details": ["Le journal garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": reverse("coordination:person", args=[pk]),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


def _form_page(request, found, form, context):
    context = {"conflict": None, "remove_url": "", **context, "form": form, "person": found}
    return render(request, "governance/training_form.html", context, status=status_of(form, context["conflict"]))
