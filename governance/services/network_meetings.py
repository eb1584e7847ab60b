"""The meetings of a network, their agenda, who came, and what was decided."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.errors import Invalid, PassageRefused, Refused
from core.history import acting
from core.versioned import bump, change, lock, validated
from governance.enums import MeetingState
from governance.models import (
    NetworkAttendance,
    NetworkDecision,
    NetworkItem,
    NetworkMeeting,
    NetworkRectification,
)
from governance.network_lifecycle import LIFECYCLE
from governance.papers import network_snapshot

from . import network_convocations as convocations
from .network_answers import forget_answers
from .networks import hold, insert, refuse_unless_held_by
from .passages import NOT_YET, arrive, refuse_after, refuse_incomplete, refuse_locked, transition_to
from .sendings import TOLD


def held_meeting(meeting, actor, *, version=None) -> NetworkMeeting:
    """As it is now, locked after its network, by somebody who may write it."""
    network = hold(meeting.network)
    refuse_unless_held_by(actor, network)
    current = lock(meeting, version=version)
    current.network = network
    return current


def _open(meeting, actor, *, version=None) -> NetworkMeeting:
    current = held_meeting(meeting, actor, version=version)
    refuse_locked(current)
    return current


@transaction.atomic
def prepare_meeting(*, network, actor, on, **fields) -> NetworkMeeting:
    """In preparation, with the members of that day. Nothing leaves the platform."""
    held = hold(network)
    refuse_unless_held_by(actor, held)
    refuse_after(held, on)
    meeting = insert(NetworkMeeting(network=held, on=on, **fields), actor)
    seat_members(meeting, actor)
    return meeting


def seat_members(meeting, actor):
    """The members of the day who are not in the list yet, and the addresses learnt since of the others; a closed
    account is not written to. While nothing has left, who is no longer a member leaves the list."""
    members = meeting.network.members.current(meeting.on).exclude(user__is_active=False)
    if meeting.state == MeetingState.PREPARED:
        _leave_out(meeting.attendances.exclude(member__in=members), actor)
    known = {row.member_id: row for row in meeting.attendances.all()}
    for member in members.for_lists():
        said = {"name": member.who, "organisation": member.employer[:300], "email": member.address}
        if (row := known.get(member.pk)) is None:
            insert(NetworkAttendance(meeting=meeting, member=member, **said), actor)
        elif meeting.state == MeetingState.PREPARED:
            with acting(actor):
                change(row, **said)
        elif member.address and row.name == member.who and not meeting.took_place:
            with acting(actor):
                change(row, email=member.address)


def _leave_out(attendances, actor):
    with acting(actor):
        for row in attendances:
            row.delete()


@transaction.atomic
def edit_meeting(meeting, *, actor, version=None, tell=False, **fields) -> NetworkMeeting:
    """Until it is closed. `tell` writes to everybody convened, where what calendars hold has changed."""
    before = _open(meeting, actor, version=version)
    if "on" in fields:
        refuse_after(before.network, fields["on"])
    with acting(actor):
        changed = change(meeting, version=version, **fields)
    changed.network = before.network
    if "on" in fields:
        seat_members(changed, actor)
    moved = {name for name in TOLD if getattr(before, name) != getattr(changed, name)}
    if changed.state == MeetingState.CONVENED and moved & {"on", "begins_at"}:
        forget_answers(changed, actor=actor)
    if tell and moved and changed.state == MeetingState.CONVENED:
        return convocations.tell_change(changed, actor=actor)
    return changed


@transaction.atomic
def remove_meeting(meeting, *, actor, version=None):
    """Forget a meeting that nobody was told of; the others are cancelled, with the reason."""
    current = held_meeting(meeting, actor, version=version)
    if current.state != MeetingState.PREPARED:
        raise Refused("Seule une séance en préparation se retire\xa0; une séance convoquée s’annule, avec sa raison.")
    with acting(actor):
        current.delete()


@transaction.atomic
def pass_meeting(meeting, target, *, actor, today, reason="", version=None, at=None) -> NetworkMeeting:
    """Raises `PassageRefused`, `Invalid` where a reason is wanted, `Forbidden`, `Stale`.

    Convening writes to the members of that day; cancelling to those who were convened.
    """
    current = held_meeting(meeting, actor, version=version)
    line = transition_to(LIFECYCLE, current, target)
    refuse_incomplete(LIFECYCLE, line, current, today=today, reason=reason)
    if target in (MeetingState.CONVENED, MeetingState.HELD):
        seat_members(current, actor)
    with acting(actor):
        arrive(current, target, actor=actor, reason=reason, at=at or timezone.now())
        if target == MeetingState.CLOSED:
            current.as_closed = network_snapshot.taken_now(current)
        bump(validated(current))
    if target == MeetingState.CONVENED:
        convocations.send_convocation(current, actor=actor)
    elif target == MeetingState.CANCELLED and line.source == MeetingState.CONVENED:
        convocations.send_cancellation(current, actor=actor)
    return current


# --- agenda and presences ---------------------------------------------------------------------------
@transaction.atomic
def add_item(*, meeting, actor, **fields) -> NetworkItem:
    current = _open(meeting, actor)
    last = current.items.aggregate(last=Max("position"))["last"] or 0
    return insert(NetworkItem(meeting=current, position=last + 1, **fields), actor)


@transaction.atomic
def edit_item(item, *, actor, version=None, **fields) -> NetworkItem:
    _open(item.meeting, actor)
    with acting(actor):
        return change(item, version=version, **fields)


@transaction.atomic
def remove_item(item, *, actor, version=None):
    _open(item.meeting, actor)
    with acting(actor):
        lock(item, version=version).delete()


@transaction.atomic
def move_item(item, *, actor, up):
    """One place up or down; at the end of the list nothing happens."""
    here = list(item.meeting.items.all()).index(item) + 1
    place_item(item, actor=actor, rank=here - 1 if up else here + 1)


@transaction.atomic
def place_item(item, *, actor, rank):
    """At `rank`, from 1; beyond either end, at the end."""
    rows = list(_open(item.meeting, actor).items.all())
    rows.insert(max(rank, 1) - 1, rows.pop(rows.index(item)))
    with acting(actor):
        for place, row in enumerate(rows, start=1):
            if row.position != place:
                row.position = place
                bump(row)


@transaction.atomic
def note_presence(attendance, *, actor, presence, version=None) -> NetworkAttendance:
    _open(attendance.meeting, actor)
    with acting(actor):
        return change(attendance, version=version, presence=presence)


# --- what was decided, what was mended ----------------------------------------------------------------
@transaction.atomic
def decide(*, network, actor, on, text, today, meeting=None, supersedes=None) -> NetworkDecision:
    """The next number of the network. A decision is never edited: another one replaces it (`supersedes`).

    Raises `Invalid` for a date to come, `Refused` where the one to replace already is, or where the meeting has not
    begun; `Frozen` for one that is closed.
    """
    if on > today:
        raise Invalid(fields={"on": [NOT_YET]})
    held = hold(network)
    refuse_unless_held_by(actor, held)
    if meeting:
        _refuse_for_decisions(meeting, held)
    if supersedes:
        _refuse_superseded(supersedes, held)
    number = (held.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    said = {"on": on, "text": text.strip(), "meeting": meeting, "number": number, "supersedes": supersedes}
    return insert(NetworkDecision(network=held, **said), actor)


def _refuse_for_decisions(meeting, network):
    if meeting.network_id != network.pk:
        raise Invalid(fields={"meeting": ["Cette séance est d’une autre instance."]})
    current = lock(meeting)
    refuse_locked(current)
    if not current.took_place:
        raise Refused("Une décision se note une fois la séance ouverte.")


def _refuse_superseded(decision, network):
    if decision.network_id != network.pk:
        raise Invalid(fields={"supersedes": ["Cette décision est d’une autre instance."]})
    if NetworkDecision.objects.filter(supersedes=decision).exists():
        raise Refused(f"La décision n°\xa0{decision.number} est déjà remplacée.")


@transaction.atomic
def rectify(*, meeting, actor, text) -> NetworkRectification:
    """Mend the minutes of a closed meeting by a dated note; what was written stays."""
    current = held_meeting(meeting, actor)
    if current.state != MeetingState.CLOSED:
        raise PassageRefused("Seule une séance close se rectifie\xa0; celle-ci se corrige directement.")
    return insert(NetworkRectification(meeting=current, text=text.strip(), by=actor), actor)
