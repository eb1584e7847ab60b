"""The agenda of a meeting, and the backlog of a body."""

from django.db import transaction

from contracts import writing
from core.errors import Refused
from governance.models import AgendaItem

from .meetings import held_meeting
from .passages import refuse_locked


@transaction.atomic
def add_item(*, body, actor, meeting=None, actions=(), documents=(), **fields) -> AgendaItem:
    """An item of `meeting`, or of the backlog of `body` where there is none yet."""
    if meeting is not None:
        _refuse_other_body(meeting, body)
        refuse_locked(held_meeting(meeting))
    m2m = {"actions": actions, "documents": documents}
    facts = {"body": body, "meeting": meeting}
    return writing.add(AgendaItem, contract=body.contract, actor=actor, m2m=m2m, **facts, **fields)


@transaction.atomic
def edit_item(item, *, actor, version=None, **fields):
    """Change an item, what was said of it, or whether it was treated."""
    if item.meeting_id:
        refuse_locked(held_meeting(item.meeting))
    m2m = {name: fields.pop(name) for name in ("actions", "documents") if name in fields}
    return writing.edit(item, actor=actor, version=version, m2m=m2m, **fields)


@transaction.atomic
def put_on_agenda(item, *, meeting, actor, version=None):
    """Take an item to a meeting of the same body, at the end of its agenda: from the backlog, or from another meeting
    that is not closed and decided nothing on it.
    """
    _refuse_other_body(meeting, item.body)
    if item.meeting_id:
        refuse_locked(held_meeting(item.meeting))
        _refuse_decided(item)
    refuse_locked(held_meeting(meeting))
    last = meeting.items.order_by("-position").values_list("position", flat=True).first() or 0
    return writing.edit(item, actor=actor, version=version, meeting=meeting, position=last + 1)


def _refuse_other_body(meeting, body):
    if meeting.body_id != body.pk:
        raise Refused("Ce point appartient à une autre instance.")


@transaction.atomic
def send_to_backlog(item, *, actor, version=None):
    if item.meeting_id:
        refuse_locked(held_meeting(item.meeting))
    _refuse_decided(item)
    return writing.edit(item, actor=actor, version=version, meeting=None, treated=False)


def _refuse_decided(item):
    """What was decided on an item keeps it where it is."""
    if item.decisions.exists():
        raise Refused("Des décisions sont prises sur ce point\xa0: il reste à l’ordre du jour de sa séance.")


@transaction.atomic
def remove_item(item, *, actor, version=None):
    if item.meeting_id:
        refuse_locked(held_meeting(item.meeting))
    _refuse_decided(item)
    writing.remove(item, actor=actor, version=version)


@transaction.atomic
def reorder_items(*, meeting, ids, actor):
    refuse_locked(held_meeting(meeting))
    writing.reorder(AgendaItem, contract=meeting.contract, ids=ids, actor=actor, meeting=meeting)


@transaction.atomic
def move_item(item, *, up, actor):
    refuse_locked(held_meeting(item.meeting))
    writing.move(item, actor=actor, up=up, meeting=item.meeting)
