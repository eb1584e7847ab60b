"""The contract's beginning, its home page, its identity."""

import copy

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from contracts import beside
from contracts.forms.contract import CreateForm, IdentityForm
from contracts.freeze import frozen_fields
from contracts.lifecycle import path
from contracts.models import Approach, Contract, Predecessor
from contracts.parts import all_figures
from contracts.permissions import can_create, can_write
from contracts.services import contract as services
from contracts.stage_help import guides_of
from core.errors import Forbidden, Frozen, Invalid, Stale

from .conflict import conflict_for, values_to_save
from .loading import by, contract_page, load_contract, with_parties

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def create(request):
    if not can_create(request.user):
        raise Forbidden(services.NOT_A_CREATOR)
    form = CreateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        service = services.enter_live_contract if form.cleaned_data["live"] else services.create_contract
        try:
            with by(request):
                made = service(actor=request.user, **form.contract())
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, f"Le contrat {made.reference} est créé.")
            return redirect(made)
    return render(request, "contracts/create.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
def contract(request, reference):
    found = load_contract(request, reference)
    return contract_page(request, found, "contracts/contract.html", _facts(found, request), active="contract")


def _facts(found, request):
    with_parties(found)
    prefetch_related_objects([found], "territory__members")
    may_write = can_write(request.user, found)
    if may_write:
        beside.attach(beside.CONTRACT, [found])
    return {
        "may_write": may_write,
        "approach": Approach.objects.visible_to(request.user).filter(contract=found).first(),
        "beside": found.beside if may_write else [],
        "figures": all_figures(found, request.user),
        "signatories": found.signatories.all(),
        "departments": found.territory.departments.all(),
        "members": found.territory.members.all(),
        **_generations(found, request.user),
        "path": path(found),
        "guides": guides_of(found),
    }


def _generations(found, user):
    """Predecessors and successors in one query; what this person may not see is only named, or not said at all."""
    visible = Contract.objects.visible_to(user)
    links = Predecessor.objects.filter(Q(contract=found) | Q(known=found)).select_related("known", "contract")
    links = links.annotate(
        known_visible=Exists(visible.filter(pk=OuterRef("known"))),
        follower_visible=Exists(visible.filter(pk=OuterRef("contract"))),
    )
    before = [link for link in links if link.contract_id == found.pk]
    return {
        "predecessors": [{"label": link.label, "known": link.known if link.known_visible else None} for link in before],
        "successors": [link.contract for link in links if link.known_id == found.pk and link.follower_visible],
    }


@FORM
def edit(request, reference):
    found = load_contract(request, reference, can_write)
    form = IdentityForm(request.POST or None, instance=copy.copy(found), user=request.user)
    saved, conflict = save_contract(request, found, form)
    if saved:
        messages.success(request, "L’identité du contrat est enregistrée.")
        return redirect(saved)
    context = {"form": form, "conflict": conflict, "frozen": bool(frozen_fields(found))}
    return contract_page(
        request, found, "contracts/edit.html", context, active="contract", status=status_of(form, conflict)
    )


def save_contract(request, found, form):
    """(the contract saved or None, the conflict or None) for a form over the contract's own fields."""
    if request.method != "POST" or not form.is_valid():
        return None, None
    try:
        with by(request):
            saved = services.edit_contract(
                contract=found, actor=request.user, version=form.seen_version, **values_to_save(form)
            )
    except Stale as stale:
        return None, conflict_for(form, stale)
    except (Invalid, Frozen) as error:
        form.add_refusal(error)
        return None, None
    return saved, None


def status_of(form, conflict=None):
    """409 where somebody saved meanwhile, 400 where something is wrong."""
    return 409 if conflict else 400 if form.errors else 200
