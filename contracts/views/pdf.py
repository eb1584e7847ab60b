"""The PDF of a contract (a job), and the same document as a page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.exchange import export_contract
from contracts.pdf import contract_facts, render_contract_html
from contracts.services.pdf import is_draft, request_contract_pdf

from .loading import load_contract


@require_POST
def make(request, reference):
    contract = load_contract(request, reference)
    return redirect("core:job", request_contract_pdf(contract=contract, actor=request.user).pk)


@require_safe
def preview(request, reference):
    contract = load_contract(request, reference)
    document, facts = export_contract(contract), contract_facts(contract)
    return HttpResponse(
        render_contract_html(document, facts, draft=is_draft(contract), on=timezone.localdate(), preview=True)
    )
