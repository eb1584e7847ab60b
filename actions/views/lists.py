"""The lists of fiches: of one contract, and of all that the person may read."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions import figures
from actions.forms.filters import AllActionsFilter
from actions.models import Action
from contracts.views.loading import contract_page
from core.paging import KeysFirstPaginator

from .found import find, told

ROWS = 30


def rows_of(request, found, today, *, total=None):
    """One page of fiches, each told how late it is and how long it said nothing. `total` spares a count."""
    paginator = KeysFirstPaginator(found, ROWS, rows=Action.objects.for_lists())
    if total is not None:
        paginator.__dict__["count"] = total
    page = paginator.get_page(request.GET.get("page"))
    for action in page.object_list:
        told(action, today)
    return page


@require_safe
def contract_list(request, reference):
    found = find(request, reference)
    counts = figures.counts(found.actions, today=found.today)
    known = None if found.filter.narrowed else counts.total
    context = {
        **found.context,
        "page": rows_of(request, found.filter.narrow(found.actions), found.today, total=known),
        "counts": counts,
        "by_plan": found.filter.in_plan_order(),
        "view": "list",
    }
    # The menu shows the same figure.
    found.contract._action_count = counts.total
    return contract_page(request, found.contract, "actions/list.html", context, active="actions")


@require_safe
def all_actions(request):
    """Across contracts; the person narrows by département and stage."""
    today = timezone.localdate()
    actions = Action.objects.visible_to(request.user)
    wanted = AllActionsFilter(request.GET, actions=actions, today=today)
    page = rows_of(request, wanted.narrow(actions), today)
    return render(request, "actions/all.html", {"filter": wanted, "page": page})
