"""What a person holds, and must be given to somebody before her account closes.

The apps on the right register their kinds in `AppConfig.ready()`; `accounts` walks them without knowing who is there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Holding:
    """One thing held by one person. `host` is what it belongs to (a contract), `row` what the kind's `give` takes."""

    key: str
    user_id: int
    what: str
    label: str
    host: Any
    row: Any
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """`rows(people)` finds what these accounts hold; `give(row, to, today)` hands it over; `may(actor, host)` says who
    may beside those who manage the account; `candidates(host)` the accounts that can hold something there."""

    code: str
    rows: Callable[[list], Iterable[Holding]]
    give: Callable
    may: Callable
    candidates: Callable


_kinds: dict[str, Kind] = {}


def register(code, rows, give, *, may, candidates):
    _kinds[code] = Kind(code, rows, give, may, candidates)


def held_by(people) -> list[tuple[Kind, Holding]]:
    """By host then kind; a constant number of queries whatever the number of people."""
    people = list(people)
    found = [(kind, each) for kind in _kinds.values() for each in kind.rows(people)] if people else []
    return sorted(found, key=lambda pair: (str(pair[1].host), pair[1].host.pk))
