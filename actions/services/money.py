"""Money typed in a grid: many lines changed, added and removed in one transaction, each refusal told by its line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.errors import ServiceError

from .rows import add_funding, edit_row, remove_row


@dataclass(frozen=True)
class Change:
    """One line of the grid: a new one of `owner` (a fiche, a post), or what changes of `row` as it was at `version`."""

    owner: Any
    row: Any = None
    version: int | None = None
    values: dict = field(default_factory=dict)
    remove: bool = False


class LinesRefused(ServiceError):
    """What was refused, by the place of the line in what was asked: Stale, Invalid, Frozen… Nothing was written."""

    def __init__(self, refusals: dict[int, ServiceError]):
        self.refusals = refusals
        super().__init__(*(sentence for refusal in refusals.values() for sentence in refusal.sentences))


@transaction.atomic
def save_money(*, changes: Sequence[Change], actor, reason="", reason_text=""):
    """All the lines or none; one reason for them all, where the contract is signed.

    Raises `LinesRefused`, every refusal of the whole grid in it.
    """
    why = {"reason": reason, "reason_text": reason_text}

    def write(change):
        if change.row is None:
            return add_funding(action=change.owner, actor=actor, **change.values)
        if change.remove:
            return remove_row(change.row, actor=actor, version=change.version, **why)
        return edit_row(change.row, actor=actor, version=change.version, **why, **change.values)

    return write_lines(changes, write)


@transaction.atomic
def write_lines(changes: Sequence[Change], write: Callable[[Change], Any]) -> list:
    """Each change by `write`, all or none; raises `LinesRefused` once all were tried."""
    refusals: dict[int, ServiceError] = {}
    written = []
    for place, change in enumerate(changes):
        try:
            with transaction.atomic():
                written.append(write(change))
        except ServiceError as refusal:
            refusals[place] = refusal
    if refusals:
        raise LinesRefused(refusals)
    return written
