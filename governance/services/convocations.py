"""Telling people of a meeting: convened, moved, cancelled. One mail a person and a sending, by a job."""

from django.db import transaction

from contracts import writing
from core.errors import Refused
from core.history import acting
from core.mail import build_mail
from core.versioned import bump, lock
from governance.calendar import Invited, calendar_of, calendar_part, event_of
from governance.enums import MeetingState
from governance.models import Method, Sending

from .answers import link_of, places_by_address, renew_links
from .invited import seat_people
from .sendings import promise, reached, send_each, told_of

KIND = "meeting_mails"


def send_convocation(meeting, *, actor):
    """The first sending, when the meeting is convened."""
    _promise(meeting, places_by_address(meeting), Method.REQUEST, actor)


def send_cancellation(meeting, *, actor):
    """To everybody who was written to, substitutes too; called when the meeting is cancelled."""
    _promise(meeting, told_of(meeting), Method.CANCEL, actor)


@transaction.atomic
def tell_change(meeting, *, actor):
    """An update to everybody convened: calendars replace what they had, and each link is a new one."""
    writing.refuse_unless(writing.can_write, actor, meeting.contract)
    current = _convened(meeting)
    with acting(actor):
        current.sequence += 1
        bump(current)
    renew_links(current)
    _promise(current, places_by_address(current), Method.REQUEST, actor)
    return current


def forget_answers(meeting, *, actor):
    """What people answered was for another moment."""
    with acting(actor):
        for row in meeting.attendances.exclude(answer=""):
            row.answer, row.answered_by, row.answered_at = "", "", None
            bump(row)


@transaction.atomic
def resend(meeting, *, actor) -> int:
    """Write only to those not reached: invited since, or whose mail did not leave. Returns how many."""
    writing.refuse_unless(writing.can_write, actor, meeting.contract)
    current = _convened(meeting)
    seat_people(meeting=current, actor=actor)
    people = set(places_by_address(current)) - reached(current)
    if not people:
        raise Refused("Chaque personne qui a une adresse a déjà reçu la convocation.")
    _promise(current, people, Method.REQUEST, actor)
    return len(people)


def _convened(meeting):
    writing.hold(meeting.contract)
    current = lock(meeting)
    if current.state != MeetingState.CONVENED:
        raise Refused("Cette séance n’est pas convoquée.")
    return current


def _promise(meeting, addresses, method, actor):
    promise(meeting, addresses, method, kind=KIND, actor=actor, scope=meeting.contract_id)


def send_mails(keys, *, progress=lambda *_: None):
    """Send what was promised; what has left is passed over, so that a retry sends no second mail.

    A refused address keeps nobody else from being convened: the job fails at the end, and tells how many are left.
    """
    related = ("meeting__body", "meeting__contract", "meeting__organizer")
    send_each(Sending.objects.waiting().filter(pk__in=keys).select_related(*related), mail_of, progress)


def mail_of(sending):
    """The mail as it leaves: its words, a link for each seat of the person, and the entry that calendars read."""
    meeting = sending.meeting
    items = list(meeting.items.all())
    places = places_by_address(meeting).get(sending.email, [])
    cancelled = sending.method == Method.CANCEL
    invited = _invited(sending.email, places)
    context = {
        "meeting": meeting,
        "contract": meeting.contract,
        "name": invited.name,
        "links": [] if cancelled else [(place, link_of(meeting, place)) for place in places],
        "only_substitute": invited.as_substitute,
        "items": items,
        "cancelled": cancelled,
        "update": sending.sequence > 0,
    }
    message = build_mail(to=sending.email, template="convocation", context=context)
    event = event_of(meeting, items=items, invited=invited)
    message.attach(calendar_part(calendar_of([event], method=sending.method), sending.method))
    return message


def _invited(email, places) -> Invited:
    """As the holder of a seat where the person holds one, else as a substitute."""
    if not places:
        return Invited(email)
    first = min(places, key=lambda place: place.as_substitute)
    return Invited(email, first.name, first.attendance.answer, first.as_substitute)
