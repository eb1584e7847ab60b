"""The reminder before a departure, and the hand-over shown to whoever takes over until she says « lu »."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.reminders import Reason
from core.wording import day

from .enums import HandoverKind
from .models import CoordinationPost, Handover
from .reminders import WHO, coordinated

#: She is told this long before her last day.
NOTICE = timedelta(days=45)


def handovers(today, *, person=None, scope=None):
    """The hand-over of a post that is left soon, which is to give; that which was given, which is to read."""
    found = _told(_to_give(today, person), scope, given=False, who="holder_name", at="until")
    found = found.union(_told(_to_read(today, person), scope, given=True, who="leaver_name", at="handed_on"), all=True)
    for row in found:
        sentence, where, key = _said_to_read(row) if row.given else _said_to_give(row)
        name, title, term = row.told_name or row.told_email, row.contract__title, None if row.given else row.day
        yield Reason(row.told_email, name, sentence, where, row.contract, title, key=key, term=term)


def _to_give(today, person):
    """To the coordinators of a contract: a post whose holder leaves soon, and whose own hand-over is not settled."""
    leaving = CoordinationPost.objects.filter(until__range=(today, today + NOTICE)).exclude(holder_name="")
    hers = {"post": OuterRef("pk"), "leaver_name": OuterRef("holder_name")}
    settled = Handover.objects.settled_since(today - 2 * NOTICE).filter(**hers)
    return leaving.exclude(Exists(settled)).filter(**coordinated(person)).annotate(**WHO)


def _to_read(today, person):
    """To the successor, by name or by the coordination that she came to, until she says « lu »."""
    unnamed = Q(successor__isnull=True, kind=HandoverKind.COORDINATOR, **coordinated(None))
    rows = Handover.objects.to_read().filter(handed_on__lte=today).filter(Q(successor__is_active=True) | unnamed)
    rows = rows.annotate(
        told_email=Coalesce("successor__email", WHO["told_email"]),
        told_name=Coalesce("successor__display_name", WHO["told_name"]),
    ).exclude(told_email__iexact=F("leaver_email"))
    return rows.filter(told_email__iexact=person.email) if person else rows


def _told(rows, scope, *, given, who, at):
    """In the same columns."""
    rows = rows if scope is None else rows.filter(contract=scope)
    rows = rows.annotate(given=Value(given), who=F(who), day=F(at)).order_by()
    names = ("given", "pk", "who", "day", "told_email", "told_name")
    return rows.values_list(*names, "contract", "contract__reference", "contract__title", named=True)


def _said_to_give(row):
    leaves = f"{row.who} quitte le poste le {day(row.day)}"
    where = reverse("coordination:handovers", args=[row.contract__reference])
    return f"{leaves}\xa0: le dossier de passation est à remettre.", where, f"departure:{row.pk}"


def _said_to_read(row):
    where = reverse("coordination:handover", args=[row.contract__reference, row.pk])
    return f"Dossier de passation à lire, remis le {day(row.day)}.", where, f"handover:{row.pk}"


def to_read_beside(contracts):
    """On the home of the contract; its template shows it to the successor alone."""
    rows = Handover.objects.to_read().filter(contract__in=[contract.pk for contract in contracts])
    found: dict[int, dict] = {}
    for row in rows.select_related("contract"):
        found.setdefault(row.contract_id, {"handovers": []})["handovers"].append(row)
    return found
