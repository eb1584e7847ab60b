"""The first page of the evaluation of a contract."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.views.loading import contract_page, load_contract
from evaluation.home import blocks_for


@require_safe
def home(request, reference):
    contract = load_contract(request, reference)
    blocks = blocks_for(contract, request.user, timezone.localdate())
    return contract_page(request, contract, "evaluation/home.html", {"blocks": blocks}, active="evaluation")
