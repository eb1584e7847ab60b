"""The lists of fiches: of one contract, and of all that the person may read."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions import figures
from actions.forms.filters import ActionFilter, AllActionsFilter
from actions.models import Action
from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from core.paging import KeysFirstPaginator

ROWS = 30


def rows_of(request, found, today, *, total=None):
    """One page of fiches, each told how late it is and how long it said nothing. `total` spares a count."""
    paginator = KeysFirstPaginator(found, ROWS, rows=Action.objects.for_lists())
    if total is not None:
        paginator.__dict__["count"] = total
    page = paginator.get_page(request.GET.get("page"))
    for action in page.object_list:
        action.late_days = action.days_late(today)
        action.silent_days = figures.days_without_news(action, today=today)
    return page


@require_safe
def contract_list(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    actions = Action.objects.filter(contract=contract)
    wanted = ActionFilter(request.GET, actions=actions, today=today, contract=contract)
    counts = figures.counts(actions, today=today)
    known = None if wanted.narrowed else counts.total
    context = {
        "filter": wanted,
        "page": rows_of(request, wanted.narrow(actions), today, total=known),
        "counts": counts,
        "by_plan": wanted.in_plan_order(),
        "may_write": can_write(request.user, contract),
    }
    # The menu shows the same figure.
    contract._action_count = counts.total
    return contract_page(request, contract, "actions/list.html", context, active="actions")


@require_safe
def all_actions(request):
    """Across contracts; the person narrows by département and stage."""
    today = timezone.localdate()
    actions = Action.objects.visible_to(request.user)
    wanted = AllActionsFilter(request.GET, actions=actions, today=today)
    page = rows_of(request, wanted.narrow(actions), today)
    return render(request, "actions/all.html", {"filter": wanted, "page": page})
