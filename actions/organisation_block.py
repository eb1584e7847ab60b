"""The fiches that an organisation leads or helps, and the news asked about them, over all that one may see."""

from django.db.models import Case, Exists, OuterRef, When

from actions.models import ActionOrganisation, NewsRequest
from contracts.models import Contract
from core.search import search_key

#: An ARS helps thousands of fiches: what is asked of it comes first, then its contracts in their order.
MOST = 300


def fiches_of(user, organisation):
    parts = ActionOrganisation.objects.filter(organisation=organisation)
    parts = parts.filter(contract__in=Contract.objects.visible_to(user)).select_related("action", "contract")
    open_there = NewsRequest.objects.answerable().filter(action=OuterRef("action"))
    waits = Case(When(Exists(open_there), part="lead", then=0), default=1)
    total = parts.count()
    kept = parts.order_by(waits, "contract__title", "contract", "part", "action__position", "id")[:MOST]
    rows = sorted(kept, key=_place)
    asked = _asked([row.action_id for row in rows if row.part == "lead"])
    for row in rows:
        # Its address needs the reference of its contract: the one in hand, not one more query each.
        row.action.contract = row.contract
        row.asked = asked.get(row.action_id, []) if row.part == "lead" else []
    return {"rows": rows, "total": total}


def _place(row):
    return (search_key(row.contract.title), row.contract_id, row.part, row.action.position, row.pk)


def _asked(actions) -> dict[int, list]:
    """The requests that wait, by fiche: so that nobody is asked twice."""
    found: dict[int, list] = {}
    for request in NewsRequest.objects.answerable().filter(action__in=actions).select_related("link"):
        found.setdefault(request.action_id, []).append(request)
    return found
