"""Who is who in each organisation around a contract, and the last time that something passed between us."""

from collections import defaultdict

from django.utils import timezone

from actions.models import ActionOrganisation, NewsRequest
from core import wording
from governance.enums import IN_THE_ROOM
from governance.models import Attendance, Seat


def contacts_of(contract) -> list[dict]:
    """By organisation, in the order of their names: people known there, and the last exchange."""
    people, addresses = _people(contract)
    last = _last_exchanges(contract, addresses)
    return [
        {"organisation": name, "people": sorted(set(people[key])), "last": _words(last.get(key))}
        for key, name in sorted(_organisations(contract).items(), key=lambda pair: pair[1].casefold())
    ]


def _organisations(contract) -> dict[int, str]:
    signing = contract.signatories.values_list("organisation", "organisation__name")
    seated = Seat.objects.filter(contract=contract).values_list("organisation", "organisation__name")
    parts = ActionOrganisation.objects.filter(contract=contract).values_list("organisation", "organisation__name")
    return dict([*signing, *seated, *parts])


def _people(contract):
    """Organisation id → names with their functions; address in lower case → organisation id."""
    people, addresses = defaultdict(list), {}
    lines = [
        *contract.signatories.values_list(
            "organisation", "representative_name", "representative_role", "representative_email"
        ),
        *Seat.objects.filter(contract=contract).values_list(
            "organisation", "holder_name", "holder_role", "holder_email"
        ),
        *Seat.objects.filter(contract=contract).values_list(
            "organisation", "substitute_name", "substitute_role", "substitute_email"
        ),
    ]
    for organisation, name, role, email in lines:
        if name:
            people[organisation].append(", ".join(filter(None, [name, role])))
        if email:
            addresses[email.lower()] = organisation
    return people, addresses


def _last_exchanges(contract, addresses) -> dict[int, tuple]:
    """Organisation id → (day, what) of the last: a presence, a convocation, news asked or received."""
    found = []
    rows = Attendance.objects.filter(contract=contract).exclude(meeting__state="cancelled")
    facts = ("organisation", "meeting__on", "presence", "meeting__convened_at")
    for organisation, on, presence, convened in rows.values_list(*facts):
        if presence in IN_THE_ROOM:
            found.append((organisation, on, "présence en séance"))
        elif convened:
            found.append((organisation, timezone.localdate(convened), "convocation"))
    news = NewsRequest.objects.filter(contract=contract).values_list("link__email", "asked_at", "answered_at")
    for email, asked, answered in news:
        if organisation := addresses.get(email.lower()):
            what = "nouvelles reçues" if answered else "nouvelles demandées"
            found.append((organisation, timezone.localdate(answered or asked), what))
    last: dict[int, tuple] = {}
    for organisation, on, what in found:
        last[organisation] = max(last.get(organisation, (on, what)), (on, what))
    return last


def _words(last) -> str:
    return f"{last[1]}, le {wording.day(last[0])}" if last else ""
