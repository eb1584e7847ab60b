"""The signature: what people sign and its fingerprints, each signature, the scan; the sealing of live contracts."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.life import ScanForm, SignatureForm
from contracts.permissions import can_steer, can_write
from contracts.services import signature as services
from core.job_model import Job
from core.job_views import job_context

from .editing import edit_page
from .loading import contract_page, load_contract
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def signature(request, reference):
    contract = load_contract(request, reference)
    versions = list(contract.signed_versions.select_related("pdf", "json", "scan", "created_by", "voided_by"))
    current = next((version for version in versions if version.voided_at is None), None)
    job = Job.objects.filter(kind=services.KIND, scope=contract.pk).first() if current and not current.pdf else None
    may_steer = can_steer(request.user, contract)
    context = {
        "signatories": contract.signatories.select_related("organisation"),
        "current": current,
        "voided": [version for version in versions if version.voided_at],
        "may_record": can_write(request.user, contract) and not (contract.signed and contract.frozen),
        "may_steer": may_steer,
        "may_seal": may_steer and contract.signed and not contract.frozen,
        "scan_form": ScanForm(),
        **(job_context(job) if job else {"job": None}),
    }
    return contract_page(request, contract, "contracts/signature.html", context, active="signature")


@FORM
def record(request, reference, pk):
    """The dates of one signatory."""
    contract = load_contract(request, reference, can_write)
    signatory = get_object_or_404(contract.signatories.select_related("organisation", "contract"), pk=pk)
    form = SignatureForm(request.POST or None, instance=copy.copy(signatory))

    def write(values, version):
        services.record_signature(signatory=signatory, actor=request.user, version=version, **values)

    title = str(signatory.organisation)
    said = "Les dates sont enregistrées."
    return edit_page(
        request,
        contract,
        form,
        write,
        row=signatory,
        title=title,
        back="contracts:signature",
        active="signature",
        said=said,
    )


@FORM
def scan(request, reference):
    """Attach the signed scan; for a contract that lives already, seal it with its scan."""
    contract = load_contract(request, reference, can_steer)
    form = ScanForm(request.POST or None, request.FILES or None)
    sealing = contract.signed and not contract.frozen
    service = services.seal_contract if sealing else services.attach_scan
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if settle(request, form, lambda: service(contract=contract, file=file, actor=request.user))[0]:
            said = "Le contrat est scellé avec son scan." if sealing else "Le contrat signé est joint."
            messages.success(request, said)
            return redirect("contracts:signature", reference)
    context = {
        "form": form,
        "title": "Sceller le contrat avec son scan" if sealing else "Joindre le contrat signé",
        "intro": "Une fois scellé, ce qui a été signé ne change plus que par avenant." if sealing else "",
        "back": "contracts:signature",
        "submit": "Sceller" if sealing else "Joindre",
    }
    return contract_page(
        request, contract, "contracts/life_form.html", context, active="signature", status=status_of(form)
    )
