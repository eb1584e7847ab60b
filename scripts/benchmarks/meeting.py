"""A long meeting while it is held: thirty seats, twenty items, forty decisions."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from governance.enums import MeetingState, Presence
from governance.models import AgendaItem, Attendance, Body, Decision, FollowUp, Meeting, Seat
from governance.services.decisions import next_number, seal

from .country import measured, signed_in
from .tools import ms

SEATS, ITEMS, DECISIONS = 30, 20, 40
REACH = 5
PAGES = [("séance au projecteur", "governance:live"), ("page de la séance", "governance:meeting")]


def in_session(table, coordinator):
    meeting = long_meeting(coordinator.contract_roles.order_by("pk").first().contract)
    client = signed_in(coordinator)
    for words, name in PAGES:
        page = measured(client, reverse(name, args=[meeting.contract.reference, meeting.pk]))
        if page.why:
            table.absent(words, page.why)
            continue
        note = f"{ms(page.took)} ; plancher {ms(page.floor)} + SQL {ms(page.sql)} ; {page.queries} requêtes"
        table.add(
            f"{words} : {SEATS} sièges, {ITEMS} points, {DECISIONS} décisions / plancher", page.ratio, REACH, note=note
        )


def long_meeting(contract) -> Meeting:
    today = timezone.localdate()
    body = Body.objects.create(contract=contract, kind="copil", name="COPIL du banc", quorum=SEATS // 2)
    meeting = Meeting.objects.create(contract=contract, body=body, on=today, state=MeetingState.HELD)
    organisations = [Organisation.objects.create(name=f"Organisation du banc {n}") for n in range(SEATS)]
    seats = Seat.objects.bulk_create(
        Seat(contract=contract, body=body, organisation=each, holder_name=f"Titulaire {n}", position=n + 1)
        for n, each in enumerate(organisations)
    )
    Attendance.objects.bulk_create(
        Attendance(
            contract=contract,
            meeting=meeting,
            seat=seat,
            organisation=seat.organisation,
            name=seat.holder_name,
            presence=Presence.HOLDER if n % 2 else "",
            position=n + 1,
        )
        for n, seat in enumerate(seats)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            contract=contract, body=body, meeting=meeting, title=f"Point {n + 1}", notes="Dit. " * 40, position=n + 1
        )
        for n in range(ITEMS)
    )
    first = next_number(contract)
    taken = Decision.objects.bulk_create(
        Decision(
            contract=contract,
            body=body,
            meeting=meeting,
            item=items[n % ITEMS],
            number=first + n,
            on=today,
            text=f"Décision {n + 1} du banc.",
        )
        for n in range(DECISIONS)
    )
    FollowUp.objects.bulk_create(
        FollowUp(contract=contract, meeting=meeting, decision=each, text="Écrire", due_on=today) for each in taken
    )
    seal(taken)
    return meeting
