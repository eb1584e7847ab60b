"""What a person holds, and must be given to somebody before her account closes.

The apps on the right register their kinds in `AppConfig.ready()`; `accounts` walks them without knowing who is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
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
    """`rows(people, by)`: what these accounts (a query) hold, each with its `account_id`, where `by` is given only what
    she may give; `said(row)`: the `Holding` that it is; `give(row, to, today)` hands it over; `may(actor, host)` says
    who may beside those who manage the account; `candidates(host)` the accounts that can hold something there."""

    code: str
    rows: Callable[[QuerySet, Any], QuerySet]
    said: Callable[[Any], Holding]
    give: Callable
    may: Callable
    candidates: Callable


_kinds: dict[str, Kind] = {}


def register(code, rows, said, give, *, may, candidates):
    _kinds[code] = Kind(code, rows, said, give, may, candidates)


def held_by(people: QuerySet, *, by=None) -> list[tuple[Kind, Holding]]:
    """By host then kind, in one query a kind: the accounts themselves are not read. `by`: only what she may give."""
    found = [(kind, kind.said(row)) for kind in _kinds.values() for row in kind.rows(people, by)]
    return sorted(found, key=lambda pair: (str(pair[1].host), pair[1].host.pk))


def holders(people: QuerySet, *, by) -> list[tuple[int, str, str]]:
    """The key, the address and the name of the account of each thing that they hold and `by` may give, in one query."""
    first, *others = (_with_account(kind, people, by) for kind in _kinds.values())
    return [tuple(person) for _code, _pk, *person in first.union(*others, all=True)]


def _with_account(kind, people, by):
    account = people.filter(pk=OuterRef("account_id")).order_by()
    said = {f"account_{name}": Subquery(account.values(name)) for name in ("email", "display_name")}
    rows = kind.rows(people, by).prefetch_related(None).order_by().annotate(kind_code=Value(kind.code), **said)
    return rows.values_list("kind_code", "pk", "account_id", *said)


def at_address_of(people, rows, name):
    """The `rows` whose field `name` is the address of one of `people`; their `account_id` says whose."""
    rows = rows.annotate(_address=Lower(name)).filter(_address__in=people.values("email"))
    return rows.annotate(account_id=account_at("_address", people))


def account_at(address, people) -> Subquery:
    return Subquery(people.filter(email=OuterRef(address)).order_by().values("pk")[:1])
