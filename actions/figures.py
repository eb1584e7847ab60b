"""The figures of fiches: each is defined here once, and read by page, PDF, spreadsheet and API."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from . import states
from .completeness import RULES
from .enums import ActionStatus, FactorClass, FactorKind
from .models import Funding
from .states import FINISHED

ZERO = Decimal("0.00")
EUROS = DecimalField(max_digits=14, decimal_places=2)


#: What a coordinator looks at on Monday: the states of `actions.states`, and what they are called.
TO_WATCH = [
    ("moved", "avec du nouveau depuis 7 jours"),
    ("late", "en retard"),
    ("silent", "sans nouvelles depuis 3 mois"),
    ("figures_due", "dont un chiffre est dû"),
    ("money_due", "dont le réalisé est à dire"),
    ("year_due", "sans avancement de l’année"),
    ("incomplete", "à compléter"),
]


@dataclass(frozen=True)
class StatusCount:
    """`count` fiches bear the status, or are in the state, `code`; "" is « sans statut »."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """`total` fiches; `statuses` in the order of life and `to_watch` in the order of the page, empty ones left out."""

    total: int
    statuses: list[StatusCount]
    to_watch: list[StatusCount]

    @property
    def late(self) -> int:
        return self._watched("late")

    @property
    def silent(self) -> int:
        return self._watched("silent")

    def _watched(self, code):
        return next((each.count for each in self.to_watch if each.code == code), 0)


def counts(actions, *, today) -> Counts:
    """How many fiches, by status, and how many in each state of `actions.states` (late, silent, moved…), on
    that day. One query.

    A late fiche keeps its status: what is to watch is counted beside the statuses, not among them.
    """
    watched = {f"state_{code}": Count("pk", filter=states.STATES[code](today)) for code, _ in TO_WATCH}
    by_status = {f"status_{code or 'none'}": Count("pk", filter=Q(status=code)) for code in ["", *ActionStatus.values]}
    found = actions.order_by().aggregate(total=Count("pk"), **by_status, **watched)
    labels = {**dict(ActionStatus.choices), "": "Sans statut"}
    statuses = [StatusCount(code, labels[code], found[f"status_{code or 'none'}"]) for code in [*ActionStatus, ""]]
    watch = [StatusCount(code, label, found[f"state_{code}"]) for code, label in TO_WATCH]
    return Counts(found["total"], *([each for each in counted if each.count] for counted in (statuses, watch)))


@dataclass(frozen=True)
class Money:
    """Euros, and ETP for `fte`. `missing` is planned and not granted, `unplanned` granted and not planned."""

    planned: Decimal = ZERO
    granted: Decimal = ZERO
    spent: Decimal = ZERO
    fte: Decimal = ZERO
    missing: Decimal = ZERO
    unplanned: Decimal = ZERO

    def __bool__(self):
        return any((self.planned, self.granted, self.spent, self.fte))

    def __add__(self, other):
        return Money(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def spent_share(self) -> Decimal | None:
        """Spent over granted, in hundredths with one decimal; `None` where nothing was granted."""
        return (100 * self.spent / self.granted).quantize(Decimal("0.1")) if self.granted else None


def _sum(expression):
    return Coalesce(Sum(expression, output_field=EUROS), ZERO, output_field=EUROS)


def _beyond(one, other):
    """What `one` has more than `other` on a line, never below zero; where neither is said, nothing."""
    gap = Coalesce(F(one), ZERO, output_field=EUROS) - Coalesce(F(other), ZERO, output_field=EUROS)
    return Greatest(gap, ZERO, output_field=EUROS)


def _totals():
    """In the order of `Money`; named apart from the columns, which they would hide."""
    return {
        "sum_planned": _sum(F("planned")),
        "sum_granted": _sum(F("granted")),
        "sum_spent": _sum(F("spent")),
        "sum_fte": _sum(F("fte")),
        "sum_missing": _sum(_beyond("planned", "granted")),
        "sum_unplanned": _sum(_beyond("granted", "planned")),
    }


def money(fundings) -> Money:
    """The totals of these lines of money, in euros: planned (prévu), granted (notifié), spent (réalisé). One query.

    « Reste à financer » and « notifié sans être prévu » are counted line by line (funder and year), so that what one
    funder gives in excess does not hide what another still owes.
    """
    found = fundings.order_by().aggregate(**_totals())
    return Money(*(_cents(found[name]) for name in _totals()))


class MoneyCube:
    """The lines of money of some fiches summed in one query, to be cut in several ways; every cut adds up to `total`.

    Source: the lines of money of the fiches. « Reste à financer » is counted line by line before the sums.
    """

    KEYS = ("action__axis", "funder", "year", "action")

    def __init__(self, fundings):
        names = [*self.KEYS, *_totals(), "count"]
        rows = fundings.order_by().values(*self.KEYS).annotate(**_totals(), count=Count("pk")).values_list(*names)
        self._cells = [(row[:4], Money(*(_cents(value) for value in row[4:-1])), row[-1]) for row in rows]

    @property
    def count(self) -> int:
        """How many lines of money."""
        return sum(count for _keys, _money, count in self._cells)

    def total(self) -> Money:
        """All of it: of a contract, when its lines were given; euros and ETP."""
        return sum((money for _keys, money, _count in self._cells), Money())

    def by_axis(self) -> dict[int, Money]:
        """Axis id → totals of its fiches, in euros and ETP."""
        return self._by(0)

    def by_funder(self) -> dict[int, Money]:
        """Organisation id → totals of what it funds, all years, in euros and ETP."""
        return self._by(1)

    def by_year(self) -> dict[int | None, Money]:
        """Year → totals of that year, in euros and ETP; `None` holds the lines whose year is not said."""
        return self._by(2)

    def by_fiche(self) -> dict[int, Money]:
        """Fiche id → totals of its lines, in euros and ETP."""
        return self._by(3)

    def _by(self, place) -> dict:
        found: dict = {}
        for keys, money, _count in self._cells:
            found[keys[place]] = found.get(keys[place], Money()) + money
        return found


def money_of_contract(contract) -> Money:
    """The totals of all the lines of money of a contract, in euros and ETP. One query."""
    return money(Funding.objects.filter(contract=contract))


def money_by(contract, path) -> dict:
    """The totals of a contract by `path` of a line: "action__axis", "funder", "year". One query."""
    rows = Funding.objects.filter(contract=contract).order_by().values_list(path).annotate(**_totals())
    return {key: Money(*(_cents(value) for value in values)) for key, *values in rows}


def money_by_axis(contract) -> dict[int, Money]:
    """Axis id → totals of the fiches of that axis."""
    return money_by(contract, "action__axis")


def _cents(value):
    return Decimal(value).quantize(ZERO)


@dataclass(frozen=True)
class Completeness:
    """Of `total` fiches, `complete` hold every rule; `missing` says how many lack each, the most lacking first."""

    total: int
    complete: int
    missing: list[tuple]


def completeness(actions) -> Completeness:
    """How many fiches are complete by the rules of `actions.completeness`, and what the others lack. One query."""
    lacking = {rule.code: Count("pk", filter=Q(**{f"has_{rule.code}": False})) for rule in RULES}
    whole = Q(**{f"has_{rule.code}": True for rule in RULES})
    marked = actions.order_by().with_completeness()
    found = marked.aggregate(total=Count("pk"), complete=Count("pk", filter=whole), **lacking)
    lists = sorted(((rule, found[rule.code]) for rule in RULES if found[rule.code]), key=lambda pair: -pair[1])
    return Completeness(found["total"], found["complete"], lists)


@dataclass(frozen=True)
class FactorCount:
    """`open` obstacles (or levers) about one thing that still count, and `closed` ones; `fiches` bear an open one."""

    kind: str
    about: str
    label: str
    open: int
    closed: int
    fiches: int

    @property
    def kind_label(self) -> str:
        return FactorKind(self.kind).label


def factors(found) -> list[FactorCount]:
    """« Freins et leviers par classe » of these `Factor` rows: the most frequent first, obstacles before levers.

    A row counts as open until it has a date of closing; a fiche with two obstacles of one class counts once in
    `fiches`. Unit: rows, fiches. One query.
    """
    still = Q(closed_on__isnull=True)
    rows = (
        found.order_by()
        .values_list("kind", "about")
        .annotate(
            still=Count("pk", filter=still),
            over=Count("pk", filter=~still),
            on=Count("action", filter=still, distinct=True),
        )
    )
    counts = [FactorCount(kind, about, FactorClass(about).label, *told) for kind, about, *told in rows]
    return sorted(counts, key=lambda each: (each.kind != FactorKind.OBSTACLE, -each.open, each.label))


@dataclass(frozen=True)
class AxisState:
    """Of `total` fiches of an axis: those that are complete, late, without news, done, under way."""

    axis: int
    label: str
    total: int
    complete: int
    late: int
    silent: int
    done: int
    in_progress: int


def state_by_axis(actions, *, today) -> list[AxisState]:
    """Progress, completeness, delay and freshness summed up by axis, in the order of the plan, on that day. One query.

    By the same rules as the fiches: `actions.completeness` and `actions.states`. Unit: fiches.
    """
    whole = Q(**{f"has_{rule.code}": True for rule in RULES})
    rows = actions.with_completeness().order_by("axis__position", "axis")
    found = rows.values_list("axis", "axis__number", "axis__title").annotate(
        total=Count("pk"),
        whole=Count("pk", filter=whole),
        late=Count("pk", filter=states.late(today)),
        silent=Count("pk", filter=states.silent(today)),
        done=Count("pk", filter=Q(status=ActionStatus.DONE)),
        moving=Count("pk", filter=Q(status=ActionStatus.IN_PROGRESS)),
    )
    counts = ("total", "whole", "late", "silent", "done", "moving")
    told = found.values_list("axis", "axis__number", "axis__title", *counts)
    return [AxisState(axis, f"{number}. {title}" if number else title, *n) for axis, number, title, *n in told]


def days_without_news(action, *, today) -> int | None:
    """Freshness: days since the fiche or one of its rows last changed. `None` for a finished fiche."""
    if action.status in FINISHED:
        return None
    return max((today - action.updated_at.date()).days, 0)
