"""Ask for the report of an evaluation: whoever reads the contract may."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.views.loading import load_contract
from evaluation.services.evaluation_report import FORMATS, request_report


@require_POST
def make(request, reference, format):
    contract = load_contract(request, reference)
    if format not in FORMATS:
        raise Http404
    today = timezone.localdate()
    return redirect("core:job", request_report(contract=contract, format=format, actor=request.user, today=today).pk)
