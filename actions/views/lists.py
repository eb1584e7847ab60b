"""The lists of fiches: of one contract, and of all that the person may read."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions import columns, figures
from actions.completeness import missing
from actions.forms.filters import AllActionsFilter
from actions.models import Action
from contracts.models import Contract
from contracts.views.loading import contract_page
from core.paging import KeysFirstPaginator

from .found import find, told

ROWS = 30


def rows_of(request, found, today, shown, *, narrowed, total=None):
    """One page of fiches, with what the columns `shown` need. `total` spares a count."""
    rows = columns.prepared(Action.objects.for_lists(), shown)
    paginator = KeysFirstPaginator(found, ROWS, rows=rows, narrowed=narrowed)
    if total is not None:
        paginator.__dict__["count"] = total
    page = paginator.get_page(request.GET.get("page"))
    for action in page.object_list:
        told(action, today)
        if any(column.code == "missing" for column in shown):
            action.missing_rules = missing(action)
    return page


def columns_of(request) -> dict:
    """What the page needs to show the columns, and to let them be chosen."""
    shown = columns.chosen(request.GET, request.user)
    return {"columns": shown, "all_columns": columns.COLUMNS.values(), "span": len(shown) + 2}


@require_safe
def contract_list(request, reference):
    found = find(request, reference)
    counts = figures.counts(found.actions, today=found.today)
    narrowed = found.filter.narrowed
    known = {"narrowed": narrowed, "total": None if narrowed else counts.total}
    shown = columns_of(request)
    context = {
        **found.context,
        **shown,
        "page": rows_of(request, found.filter.narrow(found.actions), found.today, shown["columns"], **known),
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
    wanted = AllActionsFilter(
        request.GET, actions=actions, today=today, contracts=Contract.objects.visible_to(request.user)
    )
    shown = columns_of(request)
    page = rows_of(request, wanted.narrow(actions), today, shown["columns"], narrowed=wanted.narrowed)
    return render(request, "actions/all.html", {**shown, "filter": wanted, "page": page})
