"""The reminder before a departure, and the hand-over shown to whoever takes over until she says « lu »."""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.reminders import Reason
from core.wording import day

from .enums import HandoverKind
from .models import CoordinationPost, Handover
from .reminders import WHO, coordinated

#: She is told this long before her last day.
NOTICE = timedelta(days=45)


def departures(today, *, person=None, scope=None):
    """To the coordinators of a contract: a post whose holder leaves soon, and whose hand-over is not given."""
    leaving = CoordinationPost.objects.filter(until__range=(today, today + NOTICE)).exclude(holder_name="")
    leaving = leaving.exclude(handovers__handed_on__isnull=False, handovers__handed_on__gte=today - 2 * NOTICE)
    leaving = leaving.filter(contract_id=scope) if scope is not None else leaving
    for post in leaving.filter(**coordinated(person)).annotate(**WHO).select_related("contract"):
        sentence = (
            f"{post.holder_name} quitte le poste le {day(post.until)}\xa0: le dossier de passation est à remettre."
        )
        url, key = reverse("coordination:handovers", args=[post.contract.reference]), f"departure:{post.pk}"
        name, title = post.told_name or post.told_email, post.contract.title
        yield Reason(post.told_email, name, sentence, url, post.contract_id, title, key=key, term=post.until)


def to_read(today, *, person=None, scope=None):
    """To the successor, by name or by the coordination that she came to, until she says « lu »."""
    held = coordinated(None)
    unnamed = Q(successor__isnull=True, kind=HandoverKind.COORDINATOR, **held)
    rows = Handover.objects.to_read().filter(handed_on__lte=today).filter(Q(successor__is_active=True) | unnamed)
    rows = rows.annotate(
        told_email=Coalesce("successor__email", WHO["told_email"]),
        told_name=Coalesce("successor__display_name", WHO["told_name"]),
    ).exclude(told_email__iexact=F("leaver_email"))
    rows = rows.filter(told_email__iexact=person.email) if person else rows
    rows = rows.filter(contract=scope) if scope is not None else rows
    for row in rows.select_related("contract", "post"):
        sentence, name = f"Dossier de passation à lire, remis le {day(row.handed_on)}.", row.told_name or row.told_email
        url, key = row.get_absolute_url(), f"handover:{row.pk}"
        yield Reason(row.told_email, name, sentence, url, row.contract_id, row.contract.title, key=key)


def to_read_beside(contracts):
    """On the home of the contract; its template shows it to the successor alone."""
    rows = Handover.objects.to_read().filter(contract__in=[contract.pk for contract in contracts])
    found: dict[int, dict] = {}
    for row in rows.select_related("contract"):
        found.setdefault(row.contract_id, {"handovers": []})["handovers"].append(row)
    return found
