"""The fiches that an organisation leads or helps, and the news asked about them, over all that one may see."""

from actions.enums import NewsState
from actions.models import ActionOrganisation, NewsRequest
from contracts.models import Contract


def fiches_of(user, organisation):
    parts = ActionOrganisation.objects.filter(organisation=organisation)
    parts = parts.filter(contract__in=Contract.objects.visible_to(user)).select_related("action", "contract")
    rows = list(parts.order_by("contract__title", "part", "action__position", "id"))
    asked = _asked([row.action_id for row in rows if row.part == "lead"])
    for row in rows:
        row.asked = asked.get(row.action_id, []) if row.part == "lead" else []
    return {"rows": rows}


def _asked(actions) -> dict[int, list]:
    """The requests that wait, by fiche: so that nobody is asked twice."""
    found: dict[int, list] = {}
    open_states = [NewsState.WAITING, NewsState.ANSWERED, NewsState.REFUSED]
    for request in NewsRequest.objects.filter(action__in=actions, state__in=open_states).select_related("link"):
        found.setdefault(request.action_id, []).append(request)
    return found
