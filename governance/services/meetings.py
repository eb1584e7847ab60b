"""A meeting from its preparation to its closing."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contracts import writing
from core.errors import Invalid, PassageRefused, Refused
from core.history import acting
from core.versioned import bump, lock, validated
from governance.enums import Answerer, MeetingState
from governance.lifecycle import LIFECYCLE
from governance.models import Attendance, Meeting, Rectification
from governance.papers import snapshot

from . import convocations
from .answers import date_links
from .invited import seat_people
from .passages import arrive, refuse_after, refuse_incomplete, refuse_locked, transition_to
from .sendings import TOLD


def held_meeting(meeting):
    """The meeting as it is now, locked, after its contract: always in this order, so that no two people wait for each
    other.
    """
    writing.hold(meeting.contract)
    return lock(meeting)


@transaction.atomic
def prepare_meeting(*, body, actor, on, **fields) -> Meeting:
    """A meeting in preparation, with the seats that its body has on that day. Nothing leaves the platform."""
    refuse_after(body, on)
    meeting = writing.add(Meeting, contract=body.contract, actor=actor, body=body, on=on, **fields)
    seat_people(meeting=meeting, actor=actor)
    return meeting


@transaction.atomic
def note_past_meeting(*, body, actor, on, today, **fields) -> Meeting:
    """A meeting that took place before it was noted here: entered as held, with its real date."""
    if on > today:
        raise Invalid(fields={"on": ["Cette date est à venir\xa0: préparez la séance au lieu de la noter."]})
    refuse_after(body, on)
    return writing.add(
        Meeting, contract=body.contract, actor=actor, body=body, on=on, state=MeetingState.HELD, **fields
    )


@transaction.atomic
def edit_meeting(meeting, *, actor, version=None, tell=False, **fields):
    """Change what is written of a meeting until it is closed; on another day, other seats may be invited.

    `tell` writes to everybody convened, where what calendars hold has changed; another hour makes the answers void.
    """
    before = held_meeting(meeting)
    refuse_locked(before)
    if "on" in fields:
        refuse_after(before.body, fields["on"])
    changed = writing.edit(meeting, actor=actor, version=version, **fields)
    if "on" in fields:
        seat_people(meeting=changed, actor=actor)
    moved = {name for name in TOLD if getattr(before, name) != getattr(changed, name)}
    if changed.state == MeetingState.CONVENED and moved & {"on", "begins_at"}:
        convocations.forget_answers(changed, actor=actor)
    date_links(changed)
    if tell and moved and changed.state == MeetingState.CONVENED:
        return convocations.tell_change(changed, actor=actor)
    return changed


@transaction.atomic
def remove_meeting(meeting, *, actor, version=None):
    """Forget a meeting that nobody was told of; the others are cancelled, with the reason."""
    if meeting.state != MeetingState.PREPARED:
        raise Refused("Seule une séance en préparation se retire\xa0; une séance convoquée s’annule, avec sa raison.")
    if meeting.decisions.exists():
        raise Refused("Des décisions sont prises dans cette séance\xa0: elle ne se retire pas.")
    _note_treated(meeting)
    _untreated_wait(meeting)
    writing.remove(meeting, actor=actor, version=version)


@transaction.atomic
def pass_meeting(meeting, target, *, actor, today, reason="", version=None, at=None, substitutes=False):
    """Take `meeting` to the state `target` of its table.

    Raises `PassageRefused` (no such line, or something blocking is missing: `.missing`), `Invalid` where a reason is
    wanted, `Forbidden`, `Stale`. Convening writes to people, and to their substitutes if asked; cancelling
    writes to those who were convened.
    """
    held = writing.hold(meeting.contract)
    current = lock(meeting, version=version)
    current.contract = held
    transition = transition_to(LIFECYCLE, current, target)
    writing.refuse_unless(transition.who, actor, current)
    if target in (MeetingState.CONVENED, MeetingState.HELD):
        seat_people(meeting=current, actor=actor)
    refuse_incomplete(LIFECYCLE, transition, current, today=today, reason=reason)
    with acting(actor):
        arrived = _arrive(current, target, actor=actor, reason=reason, at=at or timezone.now(), substitutes=substitutes)
    _tell(arrived, transition, actor=actor)
    return arrived


def _tell(meeting, transition, *, actor):
    if meeting.state == MeetingState.CONVENED:
        convocations.send_convocation(meeting, actor=actor)
    elif meeting.state == MeetingState.CANCELLED and transition.source == MeetingState.CONVENED:
        convocations.send_cancellation(meeting, actor=actor)


def _arrive(meeting, target, *, substitutes, **how):
    arrive(meeting, target, **how)
    if target == MeetingState.CONVENED:
        meeting.with_substitutes = substitutes
    if target == MeetingState.CLOSED:
        _note_treated(meeting)
        meeting.as_closed = snapshot.taken_now(meeting)
        _untreated_wait(meeting)
    validated(meeting)
    return bump(meeting)


def _note_treated(meeting):
    """What was spoken of, or decided, was treated."""
    spoken_of = ~Q(notes="") | Q(decisions__isnull=False)
    for item in meeting.items.filter(spoken_of, treated=False).distinct():
        item.treated = True
        bump(item)


def _untreated_wait(meeting):
    """What was not treated waits for the next meeting of the body."""
    for item in meeting.items.filter(treated=False):
        item.meeting = None
        bump(item)


@transaction.atomic
def invite(*, meeting, actor, organisation, **fields) -> Attendance:
    """A guest without a seat."""
    refuse_locked(held_meeting(meeting))
    facts = {"meeting": meeting, "organisation": organisation}
    return writing.add(Attendance, contract=meeting.contract, actor=actor, **facts, **fields)


@transaction.atomic
def note_attendance(attendance, *, actor, version=None, **fields):
    """Who comes (before), who came (after)."""
    refuse_locked(held_meeting(attendance.meeting))
    if fields.get("answer", attendance.answer) != attendance.answer:
        said = bool(fields["answer"])
        fields |= {
            "answered_by": Answerer.TEAM if said else "",
            "answered_at": timezone.now() if said else None,
        }
    return writing.edit(attendance, actor=actor, version=version, **fields)


@transaction.atomic
def rectify(*, meeting, actor, text) -> Rectification:
    """Mend the minutes of a closed meeting by a dated note; what was written stays."""
    writing.refuse_unless(writing.can_write, actor, meeting.contract)
    if meeting.state != MeetingState.CLOSED:
        raise PassageRefused("Seule une séance close se rectifie\xa0; celle-ci se corrige directement.")
    return writing.add(Rectification, contract=meeting.contract, actor=actor, meeting=meeting, text=text, by=actor)
