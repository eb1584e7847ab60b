"""Import from the browser (deposit → preview → one confirmation) and export."""

import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.exchange import export_contract
from contracts.forms.exchange import ImportForm
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
    kind = IMPORT if made.confirmed_at else PREVIEW
    job = Job.objects.filter(kind=kind, key=str(made.pk)).first()
    context = {"deposit": made, "report": made.report or {}, **(job_context(job) if job else {"job": None})}
    return render(request, "contracts/import_preview.html", context)


@require_POST
def confirm(request, pk):
    confirm_import(deposit=_own(request, pk), actor=request.user)
    return redirect("contracts:import_preview", pk)


@require_safe
def export(request, reference):
    contract = get_object_or_404(Contract.objects.visible_to(request.user), reference=reference)
    document = export_contract(contract, at=timezone.now())
    response = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{contract.reference}.json"'
    return response
