"""The small forms of the governance: add, change, remove. One table says what each kind of row is."""

import copy
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from contracts.permissions import can_write
from contracts.views.conflict import values_to_save
from contracts.views.loading import contract_page, load_contract
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from governance import models
from governance.forms import rows as forms
from governance.services import bodies as bodies_services
from governance.services import coordination, meetings


@dataclass(frozen=True)
class Kind:
    """`host`: the field by which a row hangs on another kind; none on the contract itself."""

    model: type
    form: type
    add: object
    new: str
    one: str
    host: str = ""
    host_kind: str = ""


KINDS = {
    "instances": Kind(models.Body, forms.BodyForm, bodies_services.add_body, "Ajouter une instance", "l’instance"),
    "sieges": Kind(
        models.Seat, forms.SeatForm, bodies_services.add_seat, "Ajouter un siège", "le siège", "body", "instances"
    ),
    "seances": Kind(
        models.Meeting,
        forms.MeetingForm,
        meetings.note_past_meeting,
        "Noter une séance",
        "la séance",
        "body",
        "instances",
    ),
    "postes": Kind(models.CoordinationPost, forms.PostForm, coordination.add_post, "Ajouter un poste", "le poste"),
    "partages": Kind(
        models.PostShare,
        forms.PostShareForm,
        coordination.add_post_share,
        "Partager le poste avec un dispositif",
        "le partage",
        "post",
        "postes",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, reference, kind, host=None, host_kind=""):
    contract = load_contract(request, reference, can_write)
    what = _kind(kind)
    if what.host_kind != host_kind:
        raise Http404
    given = {"contract": contract} if not host else {what.host: _row(KINDS[host_kind], contract, host)}
    form = what.form(request.POST or None, instance=what.model(contract=contract))

    def write():
        today = {"today": timezone.localdate()} if what.model is models.Meeting else {}
        what.add(actor=request.user, **given, **today, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        return _done(request, contract, "C’est enregistré.")
    context = {"title": what.new, "host": given.get(what.host, ""), "remove_url": "", "conflict": None}
    return _form_page(request, contract, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, reference, kind, pk):
    contract = load_contract(request, reference, can_write)
    what = _kind(kind)
    row = _row(what, contract, pk)
    form, conflict = what.form(request.POST or None, instance=copy.copy(row)), None

    def write():
        bodies_services.edit_row(row, actor=request.user, version=form.seen_version, **values_to_save(form))

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            return _done(request, contract, "C’est enregistré.")
    context = {
        "title": f"Modifier {what.one}",
        "host": getattr(row, what.host) if what.host else "",
        "remove_url": reverse("governance:remove", args=[reference, kind, pk]),
        "conflict": conflict,
    }
    return _form_page(request, contract, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, reference, kind, pk):
    contract = load_contract(request, reference, can_write)
    what = _kind(kind)
    row = _row(what, contract, pk)
    if request.method == "POST":
        with as_seen(request) as version:
            bodies_services.remove_row(row, actor=request.user, version=version)
        return _done(request, contract, "C’est retiré.")
    context = {
        "title": f"Retirer {what.one}",
        "sentence": f"« {row} » sera retiré de la gouvernance, avec ce qui en dépend.",
        "details": ["Le journal garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": _page_of(contract),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


def _kind(code):
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _row(kind, contract, pk):
    if kind.model is models.Meeting:
        # It has pages of its own.
        raise Http404
    return get_object_or_404(kind.model, contract=contract, pk=pk)


def _page_of(contract):
    return reverse("governance:bodies", args=[contract.reference])


def _done(request, contract, said):
    messages.success(request, said)
    return redirect(_page_of(contract))


def _form_page(request, contract, form, context):
    status = status_of(form, context["conflict"])
    context = {**context, "form": form, "back": _page_of(contract)}
    return contract_page(request, contract, "governance/form.html", context, active="governance", status=status)
