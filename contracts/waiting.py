"""What a contract itself makes wait, for those who coordinate it and for the référents of its département.

An app brings its causes in `AppConfig.ready()`, and all of them are read in one query for one person:

    waiting.register(Cause("review", when, said, marks=marks, sides=[Side.CARRIER]))

What waits in the rows of a contract (fiches, meetings, follow-ups) has its own source in `core.reminders`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from core.reminders import Reason

from .enums import ContractRoleKind, Side
from .models import Contract, ContractRole


@dataclass(frozen=True)
class Said:
    """What one person is told of a contract, as in `Reason`; `page`: the name of one of the pages of the contract."""

    sentence: str
    page: str
    key: str = ""
    term: date | None = None
    mailed: bool = True


@dataclass(frozen=True)
class Cause:
    """`when(today)`: the condition; `said(contract, side, today)`: what she is told where it holds, or None.

    `marks(today)`: what is read beside each contract, by name, for both. `sides`: who is told, coordinators
    (`Side.CARRIER`) and référents (`Side.ARS`) unless said.
    """

    name: str
    when: Callable[[date], Q]
    said: Callable[[Contract, Side, date], Said | None]
    marks: Callable[[date], dict] = lambda today: {}
    sides: Collection[Side] = (Side.CARRIER, Side.ARS)


_causes: dict[str, Cause] = {}


def register(cause: Cause) -> None:
    _causes[f"waits_{cause.name}"] = cause


def of_contracts(today, *, person=None, scope=None):
    """A source of `core.reminders`: every cause of every contract, to each person concerned."""
    contracts = _waiting(today)
    contracts = contracts.filter(pk=scope) if scope is not None else contracts
    found = list(contracts.filter(near(person)).annotate(coordinates=coordinated_by(person)) if person else contracts)
    people = people_of(found, person)
    for contract in found:
        for (email, name), side in people[contract.pk].items():
            for said in _said_of(contract, side, today):
                yield _reason(contract, email, name, said)


def _reason(contract, email, name, said) -> Reason:
    return Reason(
        email,
        name,
        said.sentence,
        reverse(said.page, args=[contract.reference]),
        contract.pk,
        contract.title,
        key=said.key,
        term=said.term,
        mailed=said.mailed,
    )


def _waiting(today):
    """The contracts of which one cause holds at least, each with its marks."""
    rows = Contract.objects.with_effective_end()
    for cause in _causes.values():
        rows = rows.annotate(**cause.marks(today))
    holds = {mark: cause.when(today) for mark, cause in _causes.items()}
    rows = rows.filter(reduce(or_, holds.values())).annotate(**{mark: _mark(when) for mark, when in holds.items()})
    return rows.select_related("territory__region__settings", "department__region__settings").order_by(
        "signed_on", "pk"
    )


def _mark(condition):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _said_of(contract, side, today):
    for mark, cause in _causes.items():
        if side in cause.sides and getattr(contract, mark) and (said := cause.said(contract, side, today)):
            yield said


# --- Who is told ------------------------------------------------------------------------------------
COORDINATING = {"role": ContractRoleKind.COORDINATOR, "user__is_active": True}


def coordinated_by(person):
    return Exists(ContractRole.objects.filter(**COORDINATING, user=person.account, contract=OuterRef("pk")))


def near(person):
    """Those that she coordinates, and those of the départements of which she is référente."""
    if not person.account:
        return Q(pk__in=[])
    coordinated = ContractRole.objects.filter(**COORDINATING, user=person.account).values("contract")
    return Q(pk__in=coordinated) | Q(department__in=person.account.roles.department_codes)


def people_of(contracts, person) -> dict[int, dict[tuple[str, str], Side]]:
    """Contract → (address, name) of who is told → her side; who is on both is told as coordinator. Two queries."""
    people: dict[int, dict[tuple[str, str], Side]] = defaultdict(dict)
    if person:
        for contract in contracts:
            people[contract.pk][person.account.email, person.name] = Side.CARRIER if contract.coordinates else Side.ARS
        return people
    roles = ContractRole.objects.filter(**COORDINATING, contract__in=contracts).select_related("user")
    for role in roles:
        people[role.contract_id][role.user.email, str(role.user)] = Side.CARRIER
    referents = _referents({contract.department_id for contract in contracts if contract.department_id})
    for contract in contracts:
        for user in referents[contract.department_id]:
            people[contract.pk].setdefault((user.email, str(user)), Side.ARS)
    return people


def _referents(departments) -> dict[str | None, list]:
    roles = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, department__in=departments)
    found: dict[str | None, list] = defaultdict(list)
    for role in roles.filter(user__is_active=True).select_related("user"):
        found[role.department_id].append(role.user)
    return found
