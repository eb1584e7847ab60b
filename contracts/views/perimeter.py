"""The perimeter of a contract, and the contracts that it follows."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from contracts.forms.contract import PerimeterForm, PredecessorForm
from contracts.freeze import frozen_fields
from contracts.permissions import can_write
from contracts.services import contract as services
from contracts.writing import NOT_YOURS
from core.errors import Forbidden, Invalid, Stale
from territories.services import communes_of

from .conflict import conflict_for, left_to_other
from .contract import status_of
from .loading import by, contract_page, load_contract

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def perimeter(request, reference):
    found = load_contract(request, reference)
    members = list(found.territory.members.all())
    may_write = can_write(request.user, found)
    if request.method == "POST" and not may_write:
        raise Forbidden(NOT_YOURS)
    form = PerimeterForm(request.POST or None, territory=found.territory, members=members)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            return _save_perimeter(request, found, form)
        except Stale as stale:
            conflict = _perimeter_conflict(form, stale)
        except Invalid as error:
            form.add_refusal(error)
    context = {
        "form": form if may_write and "territory" not in frozen_fields(found) else None,
        "conflict": conflict,
        "members": members,
        "departments": found.territory.departments.all(),
        "communes": communes_of(found.territory).select_related("department").order_by("search"),
    }
    status = status_of(form, conflict)
    return contract_page(request, found, "contracts/perimeter.html", context, active="perimeter", status=status)


def _save_perimeter(request, found, form):
    wanted = {name: None if left_to_other(form, name) else form.cleaned_data[name] for name in ("name", "kind")}
    members = _members_of(found.territory) if left_to_other(form, "members") else form.cleaned_data["members"]
    with by(request):
        doubts = services.set_contract_perimeter(
            contract=found, actor=request.user, members=members, version=form.seen_version, **wanted
        )
    messages.success(request, "Le périmètre est enregistré.")
    for doubt in doubts:
        messages.warning(request, doubt)
    return redirect("contracts:perimeter", found.reference)


def _members_of(territory):
    return [(row.level, row.code, row.name) for row in territory.members.all()]


def _perimeter_conflict(form, stale):
    other = {"members": _members_of(stale.current), "seen_members": form.cleaned_data["seen_members"]}
    conflict = conflict_for(form, stale, theirs=other, before={"members": form.before()})
    form.data["seen_members"] = "|".join(":".join(member) for member in other["members"])
    form.name_members()
    return conflict


@FORM
def predecessors(request, reference):
    found = load_contract(request, reference, can_write)
    form = PredecessorForm(request.POST or None, user=request.user, contract=found)
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                services.add_predecessor(contract=found, actor=request.user, **form.cleaned_data)
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, "Le contrat précédent est cité.")
            return redirect("contracts:predecessors", reference)
    context = {"form": form, "predecessors": found.predecessors.select_related("known")}
    status = status_of(form)
    return contract_page(request, found, "contracts/predecessors.html", context, active="contract", status=status)


@require_POST
def remove_predecessor(request, reference, pk):
    found = load_contract(request, reference, can_write)
    with by(request):
        services.remove_predecessor(predecessor=get_object_or_404(found.predecessors, pk=pk), actor=request.user)
    messages.success(request, "Le contrat précédent n’est plus cité.")
    return redirect("contracts:predecessors", reference)
