"""The shelf of shared practices: found, read, proposed, accepted, taken up elsewhere."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.life import ReasonForm
from contracts.permissions import can_write
from contracts.views.conflict import values_to_save
from contracts.views.loading import load_contract
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from contracts.writing import NOT_YOURS
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.forms import DsfrForm
from governance.enums import PracticeState
from governance.forms.practices import PracticeFilter, PracticeForm, TakeForm
from governance.models import Practice
from governance.permissions import reads_directory
from governance.practice_lifecycle import LIFECYCLE
from governance.services import practices as services

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 20
MEANWHILE = "Cette pratique vient d’être modifiée\xa0: relisez-la avant d’en décider."
NOT_A_READER = "Les pratiques sont lues par les coordinations et les agents de l’ARS de la région."


def _visible(user):
    if not reads_directory(user):
        raise Forbidden(NOT_A_READER)
    return Practice.objects.visible_to(user).for_lists()


@require_safe
def practices(request):
    rows = _visible(request.user)
    wanted = PracticeFilter(request.GET, practices=rows)
    found = wanted.narrow(rows).order_by("-published_on", "-pk")
    context = {"filter": wanted, "page": Paginator(found, ROWS).get_page(request.GET.get("page"))}
    return render(request, "governance/practices/list.html", context)


def _load(request, pk):
    return get_object_or_404(_visible(request.user).select_related("action"), pk=pk)


@require_safe
def practice(request, pk):
    found = _load(request, pk)
    context = {
        "practice": found,
        "copies": found.copies.count(),
        "lines": [line for line in LIFECYCLE.leaving(found.state) if line.who(request.user, found)],
        "may_write": can_write(request.user, found.contract),
    }
    return render(request, "governance/practices/practice.html", context)


@FORM
def propose(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    action = get_object_or_404(contract.actions, pk=pk)
    action.contract = contract
    if not contract.signed:
        raise Refused(services.NOT_SIGNED)
    blank = Practice(contract=contract, action=action, themes=action.themes, public=action.target_public)
    form, made = PracticeForm(request.POST or None, instance=blank), []

    def write():
        today = timezone.localdate()
        made.append(services.propose_practice(action=action, actor=request.user, today=today, **form.cleaned_data))

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La fiche est proposée\xa0: la référente, le référent ou le siège la lira.")
        return redirect(made[0])
    context = {"title": "Proposer cette fiche comme pratique", "host": action, "back": action.get_absolute_url()}
    return _form_page(request, form, context)


@FORM
def edit(request, pk):
    found = _load(request, pk)
    if not can_write(request.user, found.contract):
        raise Forbidden(NOT_YOURS)
    form, conflict = PracticeForm(request.POST or None, instance=copy.copy(found)), None

    def write():
        services.edit_practice(found, actor=request.user, version=form.seen_version, **values_to_save(form))

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "La pratique est enregistrée.")
            return redirect(found)
    context = {"title": "Modifier la pratique", "host": found, "back": found.get_absolute_url()}
    return _form_page(request, form, {**context, "conflict": conflict})


@FORM
def passage(request, pk, target):
    """Confirm a passage; it asks a remark where the table says so."""
    found = _load(request, pk)
    line = LIFECYCLE.find(found.state, target)
    if line is None:
        if request.method == "POST" and target in PracticeState.values:
            raise PassageRefused("Cette pratique n’est plus à l’état que vous aviez sous les yeux.")
        raise Http404
    if not line.who(request.user, found):
        raise Forbidden("Vous pouvez lire cette pratique, mais pas en décider.")
    form = (ReasonForm if line.needs_reason else DsfrForm)(request.POST if request.method == "POST" else None)

    def write():
        said = {"reason": form.cleaned_data.get("reason", ""), "today": timezone.localdate()}
        try:
            with as_seen(request) as version:
                services.pass_practice(found, target, actor=request.user, version=version, **said)
        except Stale as stale:
            raise Invalid(MEANWHILE) from stale

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, f"La pratique est «\xa0{PracticeState(target).label}\xa0».")
        return redirect(found)
    context = {
        "title": f"{line.label}\xa0?",
        "sentence": f"«\xa0{found}\xa0»",
        "details": WHAT_FOLLOWS.get(target, []),
        "action_label": line.label,
        "back": found.get_absolute_url(),
        "danger": target == PracticeState.WITHDRAWN,
        "version": found.version,
        "form": form,
    }
    return render(request, "components/confirm.html", context, status=status_of(form) if form.is_bound else 200)


WHAT_FOLLOWS = {
    PracticeState.PUBLISHED: [
        "Les coordinations et les agents de l’ARS de la région la liront et pourront la reprendre."
    ],
    PracticeState.PROPOSED: ["La fiche est montrée comme elle est aujourd’hui."],
    PracticeState.WITHDRAWN: ["Elle quitte les pratiques\xa0; les fiches qui l’ont reprise restent."],
}


@FORM
def take(request, pk):
    found = _load(request, pk)
    form, made = TakeForm(request.POST or None, user=request.user), []

    def write():
        said = {"axis": form.cleaned_data["axis"], "origin": form.cleaned_data["origin"]}
        made.append(services.take_practice(found, actor=request.user, **said))

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La fiche est créée d’après cette pratique\xa0: adaptez-la à votre territoire.")
        return redirect(made[0])
    context = {"title": "Reprendre cette pratique", "host": found, "back": found.get_absolute_url()}
    return _form_page(request, form, context)


def _form_page(request, form, context):
    context = {"conflict": None, "remove_url": "", **context, "form": form}
    return render(request, "governance/practices/form.html", context, status=status_of(form, context["conflict"]))
