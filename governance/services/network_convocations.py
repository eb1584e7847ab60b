"""Telling the members of a meeting of their network: one mail a person and a sending, by a job."""

from django.db import transaction

from core.errors import Refused
from core.history import acting
from core.mail import build_mail
from core.versioned import bump
from governance.calendar import Invited, calendar_of, calendar_part, event_of
from governance.enums import MeetingState
from governance.models import Method, NetworkSending

from .network_answers import link_of, renew_links
from .sendings import promise, reached, send_each, told_of

KIND = "network_mails"


def send_convocation(meeting, *, actor):
    _promise(meeting, addresses_of(meeting), Method.REQUEST, actor)


def send_cancellation(meeting, *, actor):
    """To everybody who was written to."""
    _promise(meeting, told_of(meeting), Method.CANCEL, actor)


def tell_change(meeting, *, actor):
    """An update to everybody convened, from within the service that holds the meeting."""
    with acting(actor):
        meeting.sequence += 1
        bump(meeting)
    renew_links(meeting)
    send_convocation(meeting, actor=actor)
    return meeting


@transaction.atomic
def resend(meeting, *, actor) -> int:
    """Write only to those not reached: members since, or whose mail did not leave. Returns how many."""
    from .network_meetings import held_meeting, seat_members

    current = held_meeting(meeting, actor)
    if current.state != MeetingState.CONVENED:
        raise Refused("Cette séance n’est pas convoquée.")
    seat_members(current, actor)
    people = addresses_of(current) - reached(current)
    if not people:
        raise Refused("Chaque membre qui a une adresse a déjà reçu la convocation.")
    _promise(current, people, Method.REQUEST, actor)
    return len(people)


def addresses_of(meeting) -> set[str]:
    return {row.email.lower() for row in meeting.attendances.exclude(email="")}


def _promise(meeting, addresses, method, actor):
    promise(meeting, addresses, method, kind=KIND, actor=actor)


def send_mails(keys, *, progress=lambda *_: None):
    """What has left is passed over, so that a retry sends no second mail."""
    related = ("meeting__network__region", "meeting__network__department", "meeting__organizer")
    send_each(NetworkSending.objects.waiting().filter(pk__in=keys).select_related(*related), mail_of, progress)


def mail_of(sending):
    meeting = sending.meeting
    items = list(meeting.items.all())
    row = meeting.attendances.filter(email__iexact=sending.email).first()
    cancelled = sending.method == Method.CANCEL
    invited = Invited(sending.email, row.name if row else "", row.answer if row else "")
    context = {
        "meeting": meeting,
        "name": invited.name,
        "items": items,
        "cancelled": cancelled,
        "link": link_of(meeting, row) if row and not cancelled else None,
        "update": sending.sequence > 0,
    }
    message = build_mail(to=sending.email, template="network_convocation", context=context)
    event = event_of(meeting, items=items, invited=invited)
    message.attach(calendar_part(calendar_of([event], method=sending.method), sending.method))
    return message
