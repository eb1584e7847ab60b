"""The conventions of a contract, with their accounts that are due."""

import copy

from django.contrib import messages
from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actions import services
from actions.enums import AccountsState
from actions.forms.agreements import AgreementForm
from contracts.permissions import can_write
from contracts.views.editing import edit_page
from contracts.views.loading import contract_page, load_contract
from contracts.views.seen import as_seen

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def agreements(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    rows = contract.funding_agreements.prefetch_related("parties")
    rows = list(rows.annotate(lines=Count("fundings"), granted=Sum("fundings__granted")))
    for row in rows:
        row.accounts = AccountsState(row.accounts_state(today))
    context = {
        "rows": rows,
        "late": sum(row.accounts == AccountsState.LATE for row in rows),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "actions/agreements.html", context, active="agreements")


@FORM
def agreement(request, reference, pk=None):
    contract = load_contract(request, reference, may=can_write)
    row = get_object_or_404(contract.funding_agreements.select_related("contract"), pk=pk) if pk else None
    blank = contract.funding_agreements.model(contract=contract)
    form = AgreementForm(request.POST or None, instance=copy.copy(row) if row else blank)

    def write(values, version):
        if row:
            return services.edit_agreement(agreement=row, actor=request.user, version=version, **values)
        return services.add_agreement(contract=contract, actor=request.user, **values)

    title = "Modifier la convention" if row else "Ajouter une convention"
    about = {"row": row, "title": title, "back": "actions:agreements", "active": "agreements"}
    return edit_page(request, contract, form, write, **about)


@FORM
def remove_agreement(request, reference, pk):
    contract = load_contract(request, reference, may=can_write)
    row = get_object_or_404(contract.funding_agreements.select_related("contract"), pk=pk)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_agreement(agreement=row, actor=request.user, version=version)
        messages.success(request, "La convention est retirée.")
        return redirect("actions:agreements", reference)
    context = {
        "title": "Retirer la convention",
        "sentence": f"«\xa0{row}\xa0» sera retirée du contrat.",
        "details": ["Les financements qui la suivaient restent, sans elle."],
        "action_label": "Retirer",
        "back": reverse("actions:agreements", args=[reference]),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)
