"""What a person holds, and must be given to somebody before her account closes.

The apps on the right register their kinds in `AppConfig.ready()`; `accounts` walks them without knowing who is there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower


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
    """`rows(people, by)` finds what these accounts (a query) hold, where `by` is given only what she may give;
    `give(row, to, today)` hands it over; `may(actor, host)` says who may beside those who manage the account;
    `candidates(host)` the accounts that can hold something there."""

    code: str
    rows: Callable[[QuerySet, Any], Iterable[Holding]]
    give: Callable
    may: Callable
    candidates: Callable


_kinds: dict[str, Kind] = {}


def register(code, rows, give, *, may, candidates):
    _kinds[code] = Kind(code, rows, give, may, candidates)


def held_by(people: QuerySet, *, by=None) -> list[tuple[Kind, Holding]]:
    """By host then kind, in one query a kind: the accounts themselves are not read. `by`: only what she may give."""
    found = [(kind, each) for kind in _kinds.values() for each in kind.rows(people, by)]
    return sorted(found, key=lambda pair: (str(pair[1].host), pair[1].host.pk))


def at_address_of(people, rows, name):
    """The `rows` whose field `name` is the address of one of `people`; their `account_id` says whose."""
    rows = rows.annotate(_address=Lower(name)).filter(_address__in=people.values("email"))
    return rows.annotate(account_id=account_at("_address", people))


def account_at(address, people) -> Subquery:
    return Subquery(people.filter(email=OuterRef(address)).order_by().values("pk")[:1])
