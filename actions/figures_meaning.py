"""What the plan means, in figures: equity, priority places, participation, sectors, partnerships.

Money is what is planned (prévu), in euros. Source: the fiches of the contract, whatever their origin.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from core.shares import Share, share, shares
from territories.models import PriorityKind, PriorityPlace

from .enums import Approach, CarePath, Determinant, Participation, PlaceLevel
from .models import Action, ActionOrganisation, ActionPlace, ActionSchemeLink, Funding

ZERO = Decimal("0.00")
NOT_SAID = "Non précisé"


@dataclass(frozen=True)
class Line:
    """One approach or level: how many fiches, and what is planned for them, each with its share of the whole."""

    code: str
    label: str
    fiches: Share
    money: Share


@dataclass(frozen=True)
class Plan:
    """What the figures below count: the fiches of a contract, and the euros planned for each (0 where none is said)."""

    contract: object
    actions: list[Action]
    planned: dict[int, Decimal]


def plan_of(contract) -> Plan:
    """Read once for all the figures of a page. Two queries."""
    actions = list(contract.actions.order_by("axis__position", "position", "id").select_related("axis"))
    for action in actions:
        action.contract = contract
    rows = Funding.objects.filter(contract=contract).order_by().values_list("action")
    return Plan(contract, actions, dict(rows.annotate(total=Coalesce(Sum("planned"), ZERO))))


def by_approach(plan) -> list[Line]:
    """Fiches and planned euros by approach (universelle, ciblée, universalisme proportionné, non précisé).

    Shares of fiches add up to 100, and so do those of money.
    """
    return _lines(plan, "approach", Approach.choices)


def by_participation(plan) -> list[Line]:
    """Fiches and planned euros by the place given to inhabitants."""
    return _lines(plan, "participation", Participation.choices)


def _lines(plan, field, choices):
    labels = {**dict(choices), "": NOT_SAID}
    counted, euros = Counter(), Counter()
    for action in plan.actions:
        counted[getattr(action, field)] += 1
        euros[getattr(action, field)] += Decimal(plan.planned.get(action.pk, 0))
    fiches = shares({code: counted[code] for code in labels})
    money = shares({code: Decimal(euros[code]) for code in labels})
    return [Line(code, label, fiches[code], money[code]) for code, label in labels.items()]


@dataclass(frozen=True)
class Towards:
    """Fiches that aim at a priority place, and what is planned for them, out of all."""

    fiches: Share
    money: Share


def towards_priority_places(plan) -> Towards:
    """A fiche aims at a priority place when one of its places is a QPV, or a commune of an FRR zone.

    The list of FRR communes is the one that was loaded (`import_priority_places --kind frr`); without it, only QPV
    count. One query.
    """
    ids = set(priority_actions(plan.contract).values_list("pk", flat=True))
    there = sum((Decimal(amount) for pk, amount in plan.planned.items() if pk in ids), ZERO)
    total = sum((Decimal(amount) for amount in plan.planned.values()), ZERO)
    return Towards(share(len(ids), len(plan.actions)), share(there, total))


def priority_places():
    """The places of fiches that are priority places."""
    rural = PriorityPlace.objects.filter(kind=PriorityKind.FRR).values("code")
    return ActionPlace.objects.filter(Q(level=PlaceLevel.QPV) | Q(level=PlaceLevel.COMMUNE, code__in=rural))


def aims_at_priority_place():
    """The condition on a fiche."""
    return Exists(priority_places().filter(action=OuterRef("pk")))


def priority_actions(contract):
    """The rows behind `towards_priority_places`."""
    return contract.actions.filter(aims_at_priority_place())


@dataclass(frozen=True)
class Row:
    """One fiche of a matrix: `marks` in the order of the columns."""

    action: Action
    marks: list[bool]


@dataclass(frozen=True)
class Matrix:
    """Fiches × codes. `totals`: how many fiches bear each column; `empty`: fiches that bear none."""

    columns: list[str]
    rows: list[Row]
    totals: list[int]
    empty: int


def determinants(plan) -> Matrix:
    """Which determinants of health each fiche acts on."""
    return _matrix(plan.actions, "determinants", Determinant.choices)


def care_paths(plan) -> Matrix:
    """Which of the three criteria of the health path (accessibilité, lisibilité, qualité) each fiche improves."""
    return _matrix(plan.actions, "care_path", CarePath.choices)


def _matrix(actions, field, choices):
    rows = [Row(action, [code in getattr(action, field) for code, _label in choices]) for action in actions]
    totals = [sum(row.marks[at] for row in rows) for at in range(len(choices))]
    return Matrix([label for _code, label in choices], rows, totals, sum(not any(row.marks) for row in rows))


@dataclass(frozen=True)
class Articulation:
    """Fiches × schemes: the link of each fiche with each scheme, None where there is none."""

    columns: list[str]
    rows: list[tuple[Action, list[ActionSchemeLink | None]]]


def articulation(plan) -> Articulation:
    """Who does what with the other schemes, fiche by fiche; fiches without a link are left out. One query."""
    found: dict[int, dict[str, ActionSchemeLink]] = {}
    for link in ActionSchemeLink.objects.filter(contract=plan.contract):
        found.setdefault(link.action_id, {})[str(link)] = link
    columns = sorted({name for links in found.values() for name in links})
    rows = [(action, [found[action.pk].get(name) for name in columns]) for action in plan.actions if action.pk in found]
    return Articulation(columns, rows)


@dataclass(frozen=True)
class Sector:
    """Distinct organisations of one sector among leads and partners, and the fiches where they are."""

    label: str
    leads: int
    partners: int
    fiches: int


@dataclass(frozen=True)
class Intersectorality:
    sectors: list[Sector]
    new_partnerships: list[ActionOrganisation]
    produced: list[ActionOrganisation]
    mixed: Share


def intersectorality(plan) -> Intersectorality:
    """Who works together: organisations by sector, partnerships said new, what they produced.

    `mixed`: fiches whose leads and partners come from two sectors at least, out of all. One query.
    """
    rows = ActionOrganisation.objects.filter(contract=plan.contract).select_related("organisation", "action")
    parts = list(rows.order_by("action__position", "position", "id"))
    labels = sorted({_sector(part) for part in parts}, key=lambda label: (label == NOT_SAID, label))
    partners = [part for part in parts if part.part == "partner"]
    sectors_of: dict[int, set[str]] = {}
    for part in parts:
        if _sector(part) != NOT_SAID:
            sectors_of.setdefault(part.action_id, set()).add(_sector(part))
    return Intersectorality(
        [_counted(label, [part for part in parts if _sector(part) == label]) for label in labels],
        [part for part in partners if part.new],
        [part for part in partners if part.produced],
        share(sum(len(found) > 1 for found in sectors_of.values()), len(plan.actions)),
    )


def _sector(part) -> str:
    return part.organisation.get_sector_display() or NOT_SAID


def _counted(label, parts):
    leads = {part.organisation_id for part in parts if part.part == "lead"}
    partners = {part.organisation_id for part in parts if part.part == "partner"}
    return Sector(label, len(leads), len(partners), len({part.action_id for part in parts}))
