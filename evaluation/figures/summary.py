"""The figures of one contract, gathered once from those who define them, for whoever shows them.

What each figure counts, its unit and its source are written in `actions.figures` for fiches and money, and below for
what is joined here.
"""

from dataclasses import dataclass
from decimal import Decimal

from actions import figures
from actions.figures import Completeness, Counts, Money
from actions.models import Action
from core.shares import percents


@dataclass(frozen=True)
class Line:
    """`label`: a funder, a year, an axis, « Sans année » for money without one; `money`: euros and ETP."""

    label: str
    money: Money


@dataclass(frozen=True)
class ContractFigures:
    """What is known of one contract on one day.

    fiches: number of fiches, by status, late and silent among them (unit: fiches; source: the fiches of the contract,
      whatever their origin).
    completeness: number of fiches that hold every rule of `actions.completeness`, and what the others lack.
    money: euros planned, granted, spent and ETP (source: the lines of money of the fiches; that of the coordination
      posts is not in it).
    by_axis, by_funder, by_year: the same euros, cut in three ways; each cut adds up to `money`. Axes without money
      stay, in the order of the plan; funders go by what they plan; years from the first on.
    """

    fiches: Counts
    completeness: Completeness
    money: Money
    by_axis: list[Line]
    by_funder: list[Line]
    by_year: list[Line]


def of_contract(contract, *, today) -> ContractFigures:
    """The figures of `contract` on the day `today`, in a constant number of queries."""
    actions = Action.objects.filter(contract=contract)
    return ContractFigures(
        fiches=figures.counts(actions, today=today),
        completeness=figures.completeness(actions),
        money=figures.money_of_contract(contract),
        by_axis=_by_axis(contract),
        by_funder=_by_funder(contract),
        by_year=_by_year(contract),
    )


def attainment(contract) -> dict[str, Decimal]:
    """Attainment code → share of the fiches that were judged, in hundredths (unit: %; source: the fiches).

    Fiches whose attainment is not said are left out of the whole; shares are rounded to one decimal so that they add
    up to 100 (the largest remainders take what is left). Empty where no fiche was judged.
    """
    judged = Action.objects.filter(contract=contract).exclude(attainment="").values_list("attainment", flat=True)
    codes = list(judged)
    return percents({code: codes.count(code) for code in dict.fromkeys(codes)})


def _by_axis(contract):
    money = figures.money_by_axis(contract)
    return [Line(str(axis), money.get(axis.pk, Money())) for axis in contract.axes.all()]


def _by_funder(contract):
    named = figures.money_by(contract, "funder__name")
    return [Line(name, money) for name, money in sorted(named.items(), key=lambda pair: (-pair[1].planned, pair[0]))]


def _by_year(contract):
    years = figures.money_by(contract, "year")
    known = [Line(str(year), years[year]) for year in sorted(year for year in years if year)]
    return known + ([Line("Sans année", years[None])] if None in years else [])
