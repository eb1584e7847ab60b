"""« Avancement »: what to look at on Monday, what is complete, what holds back, what changed since the signature."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from actions import figures
from actions.models import Action, ChangeReason, Factor
from contracts.views.loading import contract_page, load_contract

CHANGES = 10


@require_safe
def progress(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    actions = Action.objects.filter(contract=contract)
    counts = figures.counts(actions, today=today)
    contract._action_count = counts.total
    context = {
        "counts": counts,
        "completeness": figures.completeness(actions),
        "axes": figures.state_by_axis(actions, today=today),
        "factors": figures.factors(Factor.objects.filter(contract=contract)),
        "changes": ChangeReason.objects.filter(contract=contract).select_related("action")[:CHANGES],
    }
    return contract_page(request, contract, "actions/progress.html", context, active="progress")
