"""« Qualité des données »: what is to be mended in contracts, and where."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from actions.models import ActionOrganisation, Funding
from contracts.enums import ContractRoleKind, Stage
from contracts.models import Contract, ContractRole, Signatory
from governance.models import CoordinationPost, PostFunding
from territories.models import TerritoryMember

from .quality_rules import RULES, Rule

#: Where a contract names organisations.
NAMING = [
    (Signatory, "organisation"),
    (ActionOrganisation, "organisation"),
    (Funding, "funder"),
    (PostFunding, "funder"),
]


@dataclass(frozen=True)
class Flaw:
    rule: Rule
    sentence: str
    url: str


def with_quality(contracts):
    """What the rules read of a contract itself."""
    role = ContractRole.objects.filter(contract=OuterRef("pk"), role=ContractRoleKind.COORDINATOR)
    held = CoordinationPost.objects.filter(contract=OuterRef("pk")).exclude(holder_name="")
    places = TerritoryMember.objects.filter(territory=OuterRef("territory"))
    return contracts.annotate(placed=Exists(places), coordinated=Exists(role) | Exists(held))


def flaws(contracts, *, user, today) -> dict[int, list[Flaw]]:
    """Contract id → its flaws in the order of the rules; who may not write there is led to the contract itself."""
    by_pk = {contract.pk: contract for contract in contracts}
    writable = _writable(user, list(by_pk))
    found: dict[int, list[Flaw]] = {}
    for rule in RULES:
        for row in rule.rows(contracts, today):
            contract = by_pk[row["contract"]]
            url = rule.url(contract.reference, row) if contract.pk in writable else contract.get_absolute_url()
            found.setdefault(contract.pk, []).append(Flaw(rule, rule.say(row), url))
    return found


def named_by(ids) -> Q:
    """Organisations that carry, sign, lead, help or fund in these contracts."""
    carriers = Contract.objects.filter(pk__in=ids).values("carrier")
    there = [(model._base_manager.filter(contract__in=ids), name) for model, name in NAMING]
    return reduce(or_, (Q(pk__in=rows.values(name)) for rows, name in there), Q(pk__in=carriers))


def _writable(user, ids) -> set[int]:
    """As `contracts.permissions.can_write`, for many contracts. One query."""
    roles = user.contract_roles.filter(role__in=[ContractRoleKind.COORDINATOR, ContractRoleKind.PEN])
    mine = Contract.objects.filter(pk__in=roles.values("contract"))
    if codes := user.roles.department_codes:
        mine |= Contract.objects.in_departments(codes)
    ended = [Stage.TERMINATED, Stage.ABANDONED]
    return set(mine.filter(pk__in=ids).exclude(stage__in=ended).values_list("pk", flat=True))
