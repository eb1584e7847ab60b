"""Who is invited to a meeting: the seats that its body has on that day, each with its people as they are known."""

from django.db import transaction

from contracts import writing
from contracts.holding import candidates
from core.search import search_key
from governance.enums import MeetingState
from governance.models import Attendance

from .passages import refuse_locked

#: Until the day, what is learnt of people is taken; afterwards the list says who was there.
FOLLOWS = (MeetingState.PREPARED, MeetingState.CONVENED)


@transaction.atomic
def seat_people(*, meeting, actor):
    """Invite the seats that are not invited yet, and take what was learnt since about the people of the others.

    While nothing has left, the list is that of the seats: who leaves a seat leaves it.
    """
    refuse_locked(meeting)
    seats = list(meeting.body.seats.held_on(meeting.on).select_related("organisation"))
    if meeting.state == MeetingState.PREPARED:
        leave_out(meeting.attendances.filter(seat__isnull=False).exclude(seat__in=seats), actor)
    known = {row.seat_id: row for row in meeting.attendances.select_related("contract")}
    addresses = _addresses(meeting.contract)
    for seat in seats:
        said = _copied(seat, addresses)
        if (row := known.get(seat.pk)) is None:
            about = {"meeting": meeting, "seat": seat, "organisation": seat.organisation, "college": seat.college}
            writing.add(Attendance, contract=meeting.contract, actor=actor, **about, **said)
        elif meeting.state == MeetingState.PREPARED:
            writing.edit(row, actor=actor, **said)
        elif meeting.state in FOLLOWS and (learnt := _learnt(row, said)):
            writing.edit(row, actor=actor, **learnt)


def leave_out(attendances, actor):
    """Those of a meeting that nobody was told of."""
    for row in attendances.select_related("contract"):
        writing.remove(row, actor=actor)


def _copied(seat, addresses):
    return {
        "name": seat.holder_name,
        "role": seat.holder_role,
        "email": seat.holder_email or addresses.get(search_key(seat.holder_name), ""),
        "substitute_name": seat.substitute_name,
        "substitute_email": seat.substitute_email or addresses.get(search_key(seat.substitute_name), ""),
    }


def _addresses(contract) -> dict[str, str]:
    """Name → address of the accounts around the contract; none for a name that two of them bear."""
    found: dict[str, str] = {}
    for user in candidates(contract):
        key = search_key(user.display_name)
        found[key] = "" if key in found else user.email
    return found


def _learnt(row, said) -> dict:
    """The names that were missing, and the details of the people who were named: nobody takes another's place."""
    learnt = {}
    for person, *details in (("name", "role", "email"), ("substitute_name", "substitute_email")):
        if getattr(row, person) in ("", said[person]):
            learnt |= {name: said[name] for name in (person, *details) if said[name]}
    return {name: value for name, value in learnt.items() if getattr(row, name) != value}
