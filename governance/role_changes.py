"""The reminder that a hand-over is to prepare where the élu·e référent·e or the référent·e of the ARS is another.

The journal says since when: nobody has to announce it.
"""

from datetime import datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract
from contracts.waiting import coordinated_by, near, people_of
from core.history import Change
from core.reminders import Reason
from core.search import search_key
from core.wording import day

from .directory import ENDED
from .enums import HandoverKind
from .models import Handover
from .services.handovers import JUST, NAMED

#: What the journal writes for no name.
NOBODY = ("", "None")


def changed_roles(today, *, person=None, scope=None):
    """To coordinators and référents: another one is named since a short while, and its kit is not settled."""
    contracts = Contract.objects.exclude(stage__in=ENDED)
    contracts = contracts if scope is None else contracts.filter(pk=scope)
    contracts = contracts.filter(near(person)) if person else contracts
    changes = _changes_of_names(contracts, today)
    if not changes:
        return
    rows = contracts.filter(pk__in={pk for pk, _kind in changes})
    found = {row.pk: row for row in (rows.annotate(coordinates=coordinated_by(person)) if person else rows)}
    people, kits = people_of(list(found.values()), person), _kits_of(found)
    for (pk, kind), line in changes.items():
        contract, kit = found[pk], kits.get((pk, kind))
        if kit and kit.settled_on and _is_of(kit, kind, line):
            continue
        sentence, url = _asked_for(contract, kind, line, kit if kit and not kit.settled_on else None)
        key = f"changed_role:{line.pk}:{kind}"
        for email, name in people[pk]:
            yield Reason(email, name, sentence, url, pk, contract.title, key=key)


def _changes_of_names(contracts, today) -> dict[tuple, Change]:
    """By contract and role, the last line of the journal where one name took the place of another; in one query.

    A name written otherwise, or put back as it was, is nobody leaving.
    """
    since = timezone.make_aware(datetime.combine(today - JUST, time()))
    named_there = Q()
    for name in NAMED.values():
        named_there |= Q(changes__has_key=f"{name}_name")
    lines = Change.objects.filter(
        named_there,
        action=Change.Action.UPDATE,
        content_type__app_label="contracts",
        content_type__model="contract",
        scope__in=contracts.values("pk"),
        timestamp__gte=since,
    )
    first: dict[tuple, str] = {}
    last: dict[tuple, Change] = {}
    for line in lines.order_by("timestamp", "pk"):
        for kind, name in NAMED.items():
            for said in line.changes.get(f"{name}_name", ()):
                if said not in NOBODY:
                    first.setdefault((line.scope, kind), said)
                last[line.scope, kind] = line
    return {key: line for key, line in last.items() if _another(first.get(key, ""), key[1], line)}


def _another(first, kind, line) -> bool:
    before, after = line.changes[f"{NAMED[kind]}_name"]
    if before in NOBODY or after in NOBODY:
        return False
    return search_key(after) not in (search_key(before), search_key(first))


def _kits_of(contracts) -> dict[tuple, Handover]:
    """The last of each contract and role."""
    rows = Handover.objects.filter(contract__in=contracts, kind__in=NAMED).order_by("created_at", "pk")
    return {(row.contract_id, HandoverKind(row.kind)): row for row in rows}


def _is_of(kit, kind, line) -> bool:
    """Given for this departure, or dropped, be it before the new name was written."""
    leaver, _after = line.changes[f"{NAMED[kind]}_name"]
    return kit.settled_on >= timezone.localdate(line.timestamp) or search_key(kit.leaver_name) == search_key(leaver)


def _asked_for(contract, kind, line, kit) -> tuple[str, str]:
    before, after = line.changes[f"{NAMED[kind]}_name"]
    said = f"{kind.label}\xa0: {after} succède à {before} depuis le {day(timezone.localdate(line.timestamp))}"
    if kit:
        kit.contract = contract
        return f"{said}. Le dossier de passation est à remettre.", kit.get_absolute_url()
    url = reverse("coordination:handovers", args=[contract.reference])
    return f"{said}. Un dossier de passation est à préparer.", url
