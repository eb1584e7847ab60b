"""A lifecycle is a table: from, to, who, what must hold. This is its grammar, without one word of the field.

Three questions are kept apart: *who may* (a predicate), *from which state* (the table), *what is still missing*
(sentences that the page shows).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .errors import Missing


@dataclass(frozen=True)
class Transition:
    """One line of the table. `who` is a rules predicate `(user, obj)`; `needs` yields what is missing."""

    source: str
    target: str
    label: str
    who: Callable
    needs: Callable[..., Iterable[Missing]] | None = None
    needs_reason: bool = False
    back: bool = False
    note: str = ""


@dataclass(frozen=True)
class Lifecycle:
    transitions: list[Transition] = field(default_factory=list)

    def leaving(self, state) -> list[Transition]:
        return [t for t in self.transitions if t.source == state]

    def find(self, source, target) -> Transition | None:
        return next((t for t in self.transitions if (t.source, t.target) == (source, target)), None)

    def next(self, state) -> Transition | None:
        """The usual way forward: the first line that leaves `state` without going back or asking a reason."""
        return next((t for t in self.leaving(state) if not t.back and not t.needs_reason), None)

    def missing(self, transition, obj, **context) -> list[Missing]:
        return list(transition.needs(obj, **context)) if transition.needs else []
