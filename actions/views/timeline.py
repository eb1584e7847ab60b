"""The fiches and their steps over the years of the contract, axis by axis."""

from datetime import date
from itertools import groupby

from django.views.decorators.http import require_safe

from actions.models import Step
from actions.timeline import Scale, line_of
from contracts import beside
from contracts.views.loading import contract_page

from .found import find


@require_safe
def timeline(request, reference):
    found = find(request, reference)
    rows = found.rows()
    steps = _steps_of(rows, found.today)
    scale = Scale.of(_days(rows, steps), usual=[found.contract.starts_on, found.contract.effective_end])
    rows.sort(key=_by_axis_then_start)
    axes = [
        {"axis": axis, "lines": [line_of(each, steps.get(each.pk, ()), scale, found.today) for each in actions]}
        for axis, actions in groupby(rows, key=lambda action: action.axis)
    ]
    beside.attach(beside.CALENDAR, [found.contract])
    now = scale.at(found.today) if scale.holds(found.today) else None
    context = {**found.context, "scale": scale, "axes": axes, "now": now, "total": len(rows), "view": "timeline"}
    return contract_page(request, found.contract, "actions/timeline.html", context, active="actions")


def _steps_of(rows, today) -> dict:
    steps = {}
    for step in Step.objects.filter(action__in=[action.pk for action in rows]).order_by("due_on", "position", "pk"):
        late = step.done_on is None and step.due_on is not None and step.due_on < today
        step.late = late  # type: ignore[attr-defined]  # for the template
        steps.setdefault(step.action_id, []).append(step)
    return steps


def _days(rows, steps):
    for action in rows:
        yield from (action.starts_on, action.ends_on)
    for each in steps.values():
        for step in each:
            yield from (step.due_on, step.done_on)


def _by_axis_then_start(action):
    return (action.axis.position, action.axis_id, action.starts_on or date.max, action.pk)
