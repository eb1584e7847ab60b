"""The decisions that changed a thing, shown where the thing is."""

from django.db.models import Exists, F, OuterRef, Q

from contracts.models import Contract, Signatory
from governance.enums import Effect
from governance.models import Body, Decision, Practice, PracticeCopy, Seat


def _by(path):
    """Decisions by the key of what `path` leads to, the newest first, in one query whatever the rows."""

    def contexts(rows):
        keys = [row.pk for row in rows]
        found = Decision.objects.filter(**{f"{path}__in": keys}).select_related(
            "contract", "superseded_by", "amendment"
        )
        lists: dict[int, dict] = {}
        for decision, key in _pairs(found.order_by("-number"), path):
            lists.setdefault(key, {"decisions": []})["decisions"].append(decision)
        return lists

    return contexts


def _pairs(decisions, path):
    """A decision comes once for each thing that it changes."""
    for decision in decisions.annotate(beside_key=F(path)):
        yield decision, decision.beside_key


of_actions = _by("actions")
of_axes = _by("axes")
of_commitments = _by("commitments")
of_amendments = _by("amendment")


def _by_effect(effect):
    """On a page that is of the whole contract: the decisions of the contract that say they change it."""

    def contexts(contracts):
        found: dict[int, dict] = {}
        rows = Decision.objects.filter(contract__in=[contract.pk for contract in contracts]).with_effect(effect)
        for decision in rows.for_lists().order_by("-number"):
            found.setdefault(decision.contract_id, {"decisions": []})["decisions"].append(decision)
        return found

    return contexts


of_money = _by_effect(Effect.BUDGET)
of_calendar = _by_effect(Effect.CALENDAR)


def waiting_for_an_amendment(contracts):
    """On the page of the avenants: the decisions of the contract that no avenant answers yet."""
    found = {}
    waiting = Decision.objects.asking_for_an_amendment().filter(contract__in=[contract.pk for contract in contracts])
    for decision in waiting.select_related("contract", "body"):
        found.setdefault(decision.contract_id, {"decisions": []})["decisions"].append(decision)
    return found


def usual_awaited(contracts):
    """On the home of a contract: the usual composition of its region is proposed while it has no body, or while it has
    parties and nobody sits."""
    keys = [contract.pk for contract in contracts]
    bodies, seats = (Exists(model.objects.filter(contract=OuterRef("pk"))) for model in (Body, Seat))
    parties = Q(carrier__isnull=False) | Q(Exists(Signatory.objects.filter(contract=OuterRef("pk"))))
    rows = Contract.objects.filter(pk__in=keys).annotate(steered=bodies, seated=seats)
    waiting = dict(rows.filter(Q(steered=False) | Q(parties, seated=False)).values_list("pk", "steered"))
    return {
        contract.pk: {"contract": contract, "steered": waiting[contract.pk]}
        for contract in contracts
        if contract.pk in waiting
    }


def of_regions(regions):
    return {region.pk: {"region": region} for region in regions}


def practices_of_actions(actions):
    """Where a fiche comes from, and whether it is shared; a signed fiche may always be proposed."""
    keys = [action.pk for action in actions]
    shared = {row.action_id: row for row in Practice.objects.filter(action__in=keys)}
    copied = {row.action_id: row for row in PracticeCopy.objects.filter(action__in=keys).select_related("practice")}
    return {
        action.pk: {"action": action, "practice": shared.get(action.pk), "copied": copied.get(action.pk)}
        for action in actions
        if action.pk in copied or action.contract.signed
    }
