"""Signatories and their commitments."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts import beside
from contracts.forms.plan import CommitmentForm, SignatoryForm
from contracts.permissions import can_write
from contracts.services import parties as services

from .editing import edit_page
from .loading import by, contract_page, load_contract
from .seen import as_seen

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def signatories(request, reference):
    contract = load_contract(request, reference)
    may_write = can_write(request.user, contract)
    signatories = list(contract.signatories.select_related("organisation").prefetch_related("commitments"))
    beside.attach(beside.COMMITMENT, [promise for each in signatories for promise in each.commitments.all()])
    context = {
        "signatories": signatories,
        "may_write": may_write,
        "may_change_list": may_write and not contract.frozen,
    }
    return contract_page(request, contract, "contracts/signatories.html", context, active="signatories")


@FORM
def signatory(request, reference, pk=None):
    contract = load_contract(request, reference, can_write)
    rows = contract.signatories.select_related("organisation", "contract")
    row = get_object_or_404(rows, pk=pk) if pk else None
    form = SignatoryForm(request.POST or None, **({"instance": copy.copy(row)} if row else {}))

    def write(values, version):
        if row:
            return services.edit_signatory(signatory=row, actor=request.user, version=version, **values)
        return services.add_signatory(contract=contract, actor=request.user, **values)

    title = str(row) if row else "Ajouter un signataire"
    return edit_page(
        request, contract, form, write, row=row, title=title, back="contracts:signatories", active="signatories"
    )


@FORM
def commitment(request, reference, signatory=None, pk=None):
    """Add a commitment to a signatory, or change one."""
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.commitments.select_related("contract"), pk=pk) if pk else None
    host = None if row else get_object_or_404(contract.signatories.select_related("organisation"), pk=signatory)
    form = CommitmentForm(request.POST or None, **({"instance": copy.copy(row)} if row else {}))

    def write(values, version):
        if row:
            return services.edit_commitment(commitment=row, actor=request.user, version=version, **values)
        return services.add_commitment(signatory=host, actor=request.user, **values)

    title = "Modifier l’engagement" if row else f"Ajouter un engagement\xa0: {host.organisation}"
    return edit_page(
        request, contract, form, write, row=row, title=title, back="contracts:signatories", active="signatories"
    )


@require_POST
def move(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.signatories.select_related("contract"), pk=pk)
    with by(request):
        services.move_signatory(signatory=row, actor=request.user, up=bool(request.POST.get("up")))
    return redirect(f"{reverse('contracts:signatories', args=[reference])}#signataire-{pk}")


@require_POST
def move_commitment(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.commitments.select_related("contract", "signatory"), pk=pk)
    with by(request):
        services.move_commitment(commitment=row, actor=request.user, up=bool(request.POST.get("up")))
    return redirect(f"{reverse('contracts:signatories', args=[reference])}#signataire-{row.signatory_id}")


@FORM
def remove_signatory(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.signatories.select_related("organisation", "contract"), pk=pk)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_signatory(signatory=row, actor=request.user, version=version)
        messages.success(request, f"{row} n’est plus signataire.")
        return redirect("contracts:signatories", reference)
    promises = row.commitments.count()
    context = {
        "title": "Retirer ce signataire\xa0?",
        "sentence": str(row),
        "details": [f"Ses engagements ({promises}) partent avec lui\xa0; le journal les garde."] if promises else [],
        "action_label": "Retirer",
        "back": reverse("contracts:signatories", args=[reference]),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return contract_page(request, contract, "components/confirm.html", context, active="signatories")


@require_POST
def remove_commitment(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.commitments.select_related("contract"), pk=pk)
    with as_seen(request) as version:
        services.remove_commitment(commitment=row, actor=request.user, version=version)
    messages.success(request, "L’engagement est retiré.")
    return redirect("contracts:signatories", reference)
