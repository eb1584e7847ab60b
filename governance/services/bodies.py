"""Bodies and their seats."""

from contracts import writing
from core.errors import Refused
from governance.enums import MeetingState
from governance.models import Attendance, Body, Seat

from .invited import leave_out


def add_body(*, contract, actor, chairs=(), actions=(), **fields) -> Body:
    return writing.add(Body, contract=contract, actor=actor, m2m={"chairs": chairs, "actions": actions}, **fields)


def add_seat(*, body, actor, **fields) -> Seat:
    """A seat belongs to an organisation; an organisation may have several in one body."""
    return writing.add(Seat, contract=body.contract, actor=actor, body=body, **fields)


def edit_row(row, *, actor, version=None, **fields):
    """Change a body, a seat, a post or its money; `Stale` where somebody saved meanwhile."""
    lists = {field.name for field in type(row)._meta.many_to_many} & set(fields)
    m2m = {name: fields.pop(name) for name in lists}
    return writing.edit(row, actor=actor, version=version, m2m=m2m, **fields)


def remove_row(row, *, actor, version=None):
    """A body goes with its seats, a post with its money; the journal keeps what was written. A meeting that nobody
    was told of no longer invites a seat removed.

    Raises `Refused` for a body that met or decided: its meetings and decisions are its memory.
    """
    if isinstance(row, Body):
        _refuse_lived(row)
    if isinstance(row, Seat):
        leave_out(Attendance.objects.filter(seat=row, meeting__state=MeetingState.PREPARED), actor)
    writing.remove(row, actor=actor, version=version)


def _refuse_lived(body):
    close = "notez plutôt son dernier jour, elle restera avec sa mémoire."
    if body.meetings.exclude(state=MeetingState.PREPARED).exists():
        raise Refused(f"Cette instance s’est réunie ou a été convoquée\xa0: {close}")
    if body.decisions.exists():
        raise Refused(f"Cette instance a pris des décisions\xa0: {close}")
