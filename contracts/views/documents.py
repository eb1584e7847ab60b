"""The documents of a contract: one list, versions kept, nothing deleted; served only to those who may read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.life import DocumentForm, NewVersionForm, WithdrawalForm
from contracts.permissions import can_deposit
from contracts.services import documents as services

from .loading import contract_page, load_contract
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 30


@require_safe
def documents(request, reference):
    contract = load_contract(request, reference)
    rows = services.readable_by(request.user, contract).select_related(
        "created_by", "withdrawn_by", "replaces", "replaced_by"
    )
    current = rows.filter(replaced_by__isnull=True)
    older = rows.filter(replaced_by__isnull=False)
    context = {
        "page": Paginator(current, PER_PAGE).get_page(request.GET.get("page")),
        "older": older,
        "may_deposit": can_deposit(request.user, contract),
        "proofs": services.proofs_of(contract),
    }
    return contract_page(request, contract, "contracts/documents.html", context, active="documents")


@FORM
def deposit(request, reference, pk=None):
    """A new document, or the new version of one."""
    contract = load_contract(request, reference, can_deposit)
    replaced = get_object_or_404(contract.documents, pk=pk) if pk else None
    form = (NewVersionForm if replaced else DocumentForm)(request.POST or None, request.FILES or None)

    def write():
        values = dict(form.cleaned_data)
        if replaced:
            values |= {"replaces": replaced, "kind": replaced.kind, "title": replaced.title}
        services.deposit_document(contract=contract, actor=request.user, **values)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "Le document est déposé.")
        return redirect("contracts:documents", reference)
    title = f"Nouvelle version : {replaced.title}" if replaced else "Déposer un document"
    context = {"form": form, "title": title, "back": "contracts:documents", "submit": "Déposer"}
    return contract_page(
        request, contract, "contracts/life_form.html", context, active="documents", status=status_of(form)
    )


@FORM
def withdraw(request, reference, pk):
    contract = load_contract(request, reference, can_deposit)
    document = get_object_or_404(contract.documents.select_related("contract"), pk=pk)
    form = WithdrawalForm(request.POST or None)

    def write():
        services.withdraw_document(document=document, reason=form.cleaned_data["reason"], actor=request.user)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "Le document est retiré.")
        return redirect("contracts:documents", reference)
    context = {
        "form": form,
        "title": f"Retirer « {document.title} »",
        "back": "contracts:documents",
        "submit": "Retirer",
    }
    return contract_page(
        request, contract, "contracts/life_form.html", context, active="documents", status=status_of(form)
    )


@require_safe
@never_cache
def download(request, reference, pk):
    contract = load_contract(request, reference)
    found = services.readable_by(request.user, contract).filter(withdrawn_at__isnull=True)
    document = get_object_or_404(found, pk=pk)
    response = FileResponse(document.file.open("rb"), as_attachment=True, filename=document.name)
    response["Content-Type"] = document.content_type
    response["X-Content-Type-Options"] = "nosniff"
    return response
