"""What people do with the governance of a contract. It lives on after the signature; who writes the contract writes it.

Bodies and posts hang on the contract; seats and meetings on a body; money on a post.
"""

from contracts import writing
from core.errors import Invalid
from governance.models import Body, CoordinationPost, Meeting, PostFunding, Seat


def add_body(*, contract, actor, chairs=(), **fields) -> Body:
    return writing.add(Body, contract=contract, actor=actor, m2m={"chairs": chairs}, **fields)


def add_seat(*, body, actor, **fields) -> Seat:
    """A seat belongs to an organisation; an organisation may have several in one body."""
    return writing.add(Seat, contract=body.contract, actor=actor, body=body, **fields)


def add_meeting(*, body, actor, held_on, today, **fields) -> Meeting:
    _refuse_future(held_on, today)
    return writing.add(Meeting, contract=body.contract, actor=actor, body=body, held_on=held_on, **fields)


def add_post(*, contract, actor, **fields) -> CoordinationPost:
    return writing.add(CoordinationPost, contract=contract, actor=actor, **fields)


def add_post_funding(*, post, actor, **fields) -> PostFunding:
    return writing.add(PostFunding, contract=post.contract, actor=actor, post=post, **fields)


def change_row(row, *, actor, today, version=None, **fields):
    """Change any row of the governance; `Stale` where somebody saved meanwhile."""
    if "held_on" in fields:
        _refuse_future(fields["held_on"], today)
    m2m = {"chairs": fields.pop("chairs")} if "chairs" in fields else None
    return writing.edit(row, actor=actor, version=version, m2m=m2m, **fields)


def remove_row(row, *, actor):
    """A body goes with its seats and meetings, a post with its money; the journal keeps what was written."""
    writing.remove(row, actor=actor)


def _refuse_future(held_on, today):
    if held_on > today:
        raise Invalid(fields={"held_on": ["Cette date est à venir : seules les séances tenues se notent ici."]})
