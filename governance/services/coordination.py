"""Coordination posts: who holds them, and who pays them."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from actions.services.money import Change, write_lines
from contracts import writing
from core.errors import Invalid
from core.versioned import lock
from governance.models import CoordinationPost, PostFunding, PostHolder, PostShare

from .bodies import edit_row

PERSON = ("holder_name", "holder_role", "holder_email")
NOBODY_LEAVES = "Personne ne quitte ce poste\xa0: donnez aussi qui le tient désormais."


def add_post(*, contract, actor, **fields) -> CoordinationPost:
    return writing.add(CoordinationPost, contract=contract, actor=actor, **fields)


def add_post_funding(*, post, actor, **fields) -> PostFunding:
    return writing.add(PostFunding, contract=post.contract, actor=actor, post=post, **fields)


def add_post_share(*, post, actor, **fields) -> PostShare:
    """The part of the post that serves another scheme."""
    return writing.add(PostShare, contract=post.contract, actor=actor, post=post, **fields)


@transaction.atomic
def change_holder(post, *, actor, version=None, left_on=None, since=None, until=None, **person) -> CoordinationPost:
    """Whoever holds the post goes among those of before, and `person` (`holder_name`…) takes it; no name: vacant.

    `left_on` is the last day of the one who leaves; by default the end already noted, else the eve of the arrival.
    Raises `Invalid` where that day is not known, or where the two would hold the post on one day.
    """
    writing.refuse_unless(writing.can_write, actor, post.contract)
    writing.hold(post.contract)
    before = lock(post, version=version)
    last = left_on or before.until or (since - timedelta(days=1) if since else None)
    if before.holder_name:
        _refuse_overlap(before, last, since)
    incoming = {name: person.get(name, "") for name in PERSON} | {"since": since, "until": until}
    outgoing = {name: getattr(before, name) for name in (*PERSON, "since")}
    current = writing.edit(post, actor=actor, **incoming)
    if outgoing["holder_name"]:
        writing.add(PostHolder, contract=post.contract, actor=actor, post=current, until=last, **outgoing)
    return current


@transaction.atomic
def edit_post(post, *, actor, version=None, left_on=None, correction=False, **fields) -> CoordinationPost:
    """Change a post. Another name is another person (`change_holder`), unless it is a `correction` of the same one."""
    another = fields.get("holder_name", post.holder_name) != post.holder_name
    if left_on and not another:
        raise Invalid(fields={"left_on": [NOBODY_LEAVES]})
    if another and post.holder_name and not correction:
        person = {name: fields.pop(name) for name in (*PERSON, "since", "until") if name in fields}
        post = change_holder(post, actor=actor, version=version, left_on=left_on, **person)
        version = post.version
    return edit_row(post, actor=actor, version=version, **fields)


def _refuse_overlap(post, last, since):
    if last is None:
        raise Invalid(fields={"left_on": ["Dites le dernier jour de la personne qui part."]})
    if post.since and last < post.since:
        raise Invalid(fields={"left_on": ["Ce départ précède son arrivée."]})
    if since and since <= last:
        raise Invalid(fields={"since": ["Cette arrivée précède le départ de la personne en poste."]})


@transaction.atomic
def save_post_money(*, changes: Sequence[Change], actor):
    """All the lines or none. Raises `LinesRefused`, every refusal of the whole grid in it."""

    def write(change):
        if change.row is None:
            return add_post_funding(post=change.owner, actor=actor, **change.values)
        if change.remove:
            return writing.remove(change.row, actor=actor, version=change.version)
        return writing.edit(change.row, actor=actor, version=change.version, **change.values)

    return write_lines(changes, write)
