"""The figures of the governance, one function each: what it counts, in what unit, from which rows."""

from collections import Counter
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from contracts.enums import Stage
from contracts.models import Contract, RegionSettings
from governance.enums import IN_THE_ROOM, TOOK_PLACE, BodyKind, Presence
from governance.models import Attendance, Body, Meeting


def quorum_of(meeting) -> tuple[int, int | None]:
    """(seats present or represented, seats wanted).

    Unit: seats. Source: the presences noted at the meeting (holder, substitute or represented). Whoever has no seat
    noted takes one that her organisation has that day and that nobody else takes: who comes along with the holder of
    the only seat is a guest. The quorum is that of the body, None where it sets none.
    """
    there = list(meeting.attendances.filter(presence__in=IN_THE_ROOM).values_list("seat", "organisation"))
    taken = Counter(organisation for seat, organisation in there if seat)
    if others := Counter(organisation for seat, organisation in there if not seat):
        seats = meeting.body.seats.held_on(meeting.on).filter(organisation__in=others)
        taken += others & (Counter(seats.values_list("organisation", flat=True)) - taken)
    return taken.total(), meeting.body.quorum


#: How many past years a table of the rhythm shows.
YEARS_SHOWN = 15


def rhythm_by_year(contract, today) -> list[tuple[Body, list[tuple[int, int, int | None]]]]:
    """For each body and each calendar year of the contract up to this one: (year, meetings held, meetings promised).

    Unit: meetings. Source: meetings held or closed, by their date; what is promised as `promised_in` says. The first
    year is that of the signature, or of the first meeting if it came before.
    """
    held: dict[int, list[int]] = {}
    for body, on in Meeting.objects.took_place().filter(contract=contract).values_list("body_id", "on"):
        held.setdefault(body, []).append(on.year)
    every = [year for years in held.values() for year in years]
    first = min([*every, began_in(contract) or today.year, today.year])
    years = range(max(first, today.year - YEARS_SHOWN), today.year + 1)
    last_day = Contract.objects.filter(pk=contract.pk).last_days().get(contract.pk)
    return [
        (body, [(year, held.get(body.pk, []).count(year), promised_in(year, body, last_day)) for year in years])
        for body in contract.bodies.all()
    ]


def promised_in(year, body, last_day) -> int | None:
    """How many meetings `body` promises for a calendar year; None where it promises nothing.

    From the year when its contract began to bind to that of its own end or of the contract's (`last_day`).
    """
    began = began_in(body.contract)
    last = min([day.year for day in (body.until, last_day) if day], default=9999)
    return body.meetings_per_year if began and began <= year <= last else None


def began_in(contract) -> int | None:
    """The year of the signature, or of the start of a signed contract whose signature is not dated."""
    began = contract.signed_on or (contract.starts_on if contract.signed else None)
    return began.year if began else None


def first_copil_days(contract) -> int | None:
    """Days from the signature to the first COPIL held after it; None without a signature or before that COPIL.

    Unit: days. Source: `signed_on` of the contract, meetings held or closed of its bodies of the kind COPIL.
    """
    if not contract.signed_on:
        return None
    held = Meeting.objects.took_place().filter(contract=contract, body__kind=BodyKind.COPIL, on__gte=contract.signed_on)
    first = held.order_by("on").values_list("on", flat=True).first()
    return (first - contract.signed_on).days if first else None


def first_copil_due(contract):
    """The last day to hold the first COPIL after the signature. None without a signature.

    Source: `signed_on` of the contract, and the days that its region's settings allow (`first_copil_days`).
    """
    if not contract.signed_on:
        return None
    settings = contract.region_settings or RegionSettings()
    return contract.signed_on + timedelta(days=settings.first_copil_days)


#: The alert comes this long before the date to hold.
NOTICE = timedelta(days=45)


def without_first_copil():
    """The contracts in force and signed, without a COPIL held since the signature, as a condition."""
    held = Meeting.objects.took_place().filter(
        contract=OuterRef("pk"), body__kind=BodyKind.COPIL, on__gte=OuterRef("signed_on")
    )
    return Q(stage=Stage.IN_FORCE, signed_on__isnull=False) & ~Exists(held)


def first_copil_alerts(contracts, today) -> list[tuple]:
    """(contract, last day, the COPIL planned or None) of the contracts in force whose first COPIL is due soon or late.

    Source: contracts signed, without a COPIL held since the signature, from 45 days before their last day on.
    """
    waiting = contracts.filter(without_first_copil())
    waiting = waiting.select_related("territory__region__settings", "department__region__settings")
    due = [(contract, first_copil_due(contract)) for contract in waiting.order_by("signed_on", "id")]
    due = [(contract, day) for contract, day in due if day - NOTICE <= today]
    planned = _planned_copils([contract for contract, _day in due], today)
    return [(contract, day, planned.get(contract.pk)) for contract, day in due]


def _planned_copils(contracts, today) -> dict:
    rows = Meeting.objects.to_come(today).filter(contract__in=contracts, body__kind=BodyKind.COPIL)
    return {meeting.contract_id: meeting for meeting in rows.order_by("-on", "-id")}


def unseen_signatories(contract) -> list:
    """Signatories whose organisation was neither present nor represented at the last two meetings that invited it.

    Unit: organisations. Source: the presences of meetings held or closed; a presence not noted says nothing, and
    leaves the meeting out.
    """
    organisations = {
        signatory.organisation_id: signatory for signatory in contract.signatories.select_related("organisation")
    }
    seen: dict[int, dict] = {}
    rows = _presences(contract, organisations)
    for organisation, meeting, presence in rows:
        known = seen.setdefault(organisation, {})
        known[meeting] = known.get(meeting, False) or presence in IN_THE_ROOM
    last_two = {organisation: list(known.values())[:2] for organisation, known in seen.items()}
    return [organisations[pk] for pk, known in last_two.items() if len(known) == 2 and not any(known)]


def _presences(contract, organisations):
    """(organisation, meeting, presence) of what was noted, the last meeting first."""
    rows = Attendance.objects.filter(
        contract=contract,
        organisation__in=organisations,
        presence__in=Presence.values,
        meeting__state__in=TOOK_PLACE,
    )
    return rows.order_by("-meeting__on", "-meeting_id").values_list("organisation_id", "meeting_id", "presence")


def without_seat(contract, bodies) -> dict:
    """Signatories and schemes of the contract whose organisation sits in none of `bodies` (seats as prefetched).

    Source: signatories; schemes that the register ties to an organisation, or whose name no seat bears.
    """
    seats = [seat for body in bodies for seat in body.seats.all()]
    seated = {seat.organisation_id for seat in seats}
    names = {seat.organisation.name.casefold() for seat in seats}
    signatories = contract.signatories.select_related("organisation").exclude(organisation__in=seated)
    schemes = [
        link
        for link in contract.schemes.select_related("registered")
        if _registered(link) not in seated and str(link).casefold() not in names
    ]
    return {"signatories": list(signatories), "schemes": schemes}


def _registered(link):
    return link.registered.organisation_id if link.registered else None
