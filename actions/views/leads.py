"""The fiches by lead organisation: who carries what, what is late and what says nothing."""

from django.views.decorators.http import require_safe

from actions.states import STALE_AFTER_DAYS
from contracts.views.loading import contract_page
from core.search import search_key

from .found import find


@require_safe
def by_lead(request, reference):
    found = find(request, reference)
    rows = found.rows()
    context = {**found.context, "groups": groups_of(rows), "total": len(rows), "view": "by_lead"}
    return contract_page(request, found.contract, "actions/by_lead.html", context, active="actions")


def groups_of(rows) -> list[dict]:
    """By name; a fiche with two leads stands under both; « sans pilote » comes last."""
    led, alone = {}, []
    for action in rows:
        for part in action.lead_rows:
            led.setdefault(part.organisation, []).append(action)
        if not action.lead_rows:
            alone.append(action)
    groups = [_group(lead, led[lead]) for lead in sorted(led, key=lambda each: search_key(each.name))]
    return [*groups, _group(None, alone)] if alone else groups


def _group(lead, actions):
    return {
        "lead": lead,
        "actions": actions,
        "late": sum(1 for action in actions if action.late_days),
        "silent": sum(1 for action in actions if (action.silent_days or 0) > STALE_AFTER_DAYS),
    }
