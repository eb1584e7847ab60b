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

from .conflict import conflict_for
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
    data = form.cleaned_data
    with by(request):
        doubts = services.set_contract_perimeter(
            contract=found,
            actor=request.user,
            members=data["members"],
            version=form.seen_version,
            name=data["name"],
            kind=data["kind"],
        )
    messages.success(request, "Le périmètre est enregistré.")
    for doubt in doubts:
        messages.warning(request, doubt)
    return redirect("contracts:perimeter", found.reference)


def _perimeter_conflict(form, stale):
    rows = stale.current.members.all()
    theirs = {"members": [(row.level, row.code, row.name) for row in rows]}
    return conflict_for(form, stale, theirs=theirs)


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
