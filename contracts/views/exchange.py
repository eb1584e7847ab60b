"""Import from the browser (deposit → preview → one confirmation) and export."""

import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.exchange import export_contract
from contracts.forms.exchange import ImportForm, SettleForm
from contracts.models import Contract, ContractImport
from contracts.permissions import can_create
from contracts.services.imports import IMPORT, PREVIEW, confirm_import, deposit_import
from core.errors import Forbidden, Invalid
from core.job_model import Job
from core.job_views import job_context


@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request):
    if not can_create(request.user):
        raise Forbidden("Seuls les référents et le siège d’une ARS importent des contrats.")
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = deposit_import(actor=request.user, **form.cleaned_data)
            return redirect("contracts:import_preview", made.pk)
        except Invalid as error:
            for name, sentences in error.fields.items():
                form.add_error(name, sentences)
    return render(request, "contracts/import.html", {"form": form}, status=400 if form.errors else 200)


def _own(request, pk):
    imports = ContractImport.objects.select_related("contract", "department")
    return get_object_or_404(imports, pk=pk, deposited_by=request.user)


@require_safe
def preview(request, pk):
    made = _own(request, pk)
    return _preview_page(request, made, SettleForm(alike=_alike(made)))


@require_POST
def confirm(request, pk):
    made = _own(request, pk)
    form = SettleForm(request.POST, alike=_alike(made))
    if made.confirmable and not form.is_valid():
        return _preview_page(request, made, form, status=400)
    confirm_import(deposit=made, actor=request.user, same_as=form.same_as() if form.is_valid() else None)
    return redirect("contracts:import_preview", pk)


def _alike(deposit):
    return (deposit.report or {}).get("alike", ())


def _preview_page(request, deposit, form, status=200):
    kind = IMPORT if deposit.confirmed_at else PREVIEW
    job = Job.objects.filter(kind=kind, key=str(deposit.pk)).first()
    context = {"deposit": deposit, "report": deposit.report or {}, "form": form}
    context |= job_context(job) if job else {"job": None}
    return render(request, "contracts/import_preview.html", context, status=status)


@require_safe
def export(request, reference):
    contract = get_object_or_404(Contract.objects.visible_to(request.user), reference=reference)
    document = export_contract(contract, at=timezone.now())
    response = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{contract.reference}.json"'
    return response
