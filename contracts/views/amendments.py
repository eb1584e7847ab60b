"""Avenants already signed."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts import beside
from contracts.forms.life import AmendmentForm
from contracts.permissions import can_steer
from contracts.services import amendments as services

from .editing import edit_page
from .loading import contract_page, load_contract
from .seen import as_seen


@require_safe
def amendments(request, reference):
    contract = load_contract(request, reference)
    beside.attach(beside.AMENDMENTS, [contract])
    context = {
        "amendments": beside.attach(beside.AMENDMENT, contract.amendments.select_related("scan")),
        "may_add": can_steer(request.user, contract) and contract.signed,
    }
    return contract_page(request, contract, "contracts/amendments.html", context, active="amendments")


@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request, reference, pk=None):
    contract = load_contract(request, reference, can_steer)
    row = get_object_or_404(contract.amendments.select_related("contract"), pk=pk) if pk else None
    given = {"instance": copy.copy(row)} if row else {"initial": {"number": services.next_number(contract)}}
    form = AmendmentForm(request.POST or None, request.FILES or None, **given)

    def write(values, version):
        if row:
            return services.change_amendment(amendment=row, actor=request.user, version=version, **values)
        return services.add_amendment(contract=contract, actor=request.user, **values)

    title = str(row) if row else "Ajouter un avenant"
    said = "L’avenant est enregistré."
    return edit_page(
        request,
        contract,
        form,
        write,
        row=row,
        title=title,
        back="contracts:amendments",
        active="amendments",
        said=said,
    )


@require_POST
def remove_amendment(request, reference, pk):
    contract = load_contract(request, reference, can_steer)
    row = get_object_or_404(contract.amendments.select_related("contract"), pk=pk)
    with as_seen(request) as version:
        services.remove_amendment(amendment=row, actor=request.user, version=version)
    messages.success(request, "L’avenant est retiré.")
    return redirect("contracts:amendments", reference)
