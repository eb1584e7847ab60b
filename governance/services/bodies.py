"""Bodies and their seats."""

from contracts import writing
from governance.models import Body, Seat


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
    """A body goes with its seats and meetings, a post with its money; the journal keeps what was written."""
    writing.remove(row, actor=actor, version=version)
