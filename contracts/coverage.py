"""The share of the population that a CLS covers, as the ARS reports it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from core.shares import Share, share
from territories.enums import Level
from territories.models import Commune, TerritoryMember

from .models import Contract


@dataclass(frozen=True)
class Coverage:
    """Of one territory: its people and its communes (unit: inhabitants, communes), and those that a CLS covers."""

    population: int = 0
    covered: int = 0
    communes: int = 0
    covered_communes: int = 0

    def __add__(self, other):
        return Coverage(
            self.population + other.population,
            self.covered + other.covered,
            self.communes + other.communes,
            self.covered_communes + other.covered_communes,
        )

    @property
    def share(self) -> Share:
        return share(self.covered, self.population)


def covered_population(day: date, *, region=None) -> dict[str, Coverage]:
    """Code of each département (of `region`, else of France) → its coverage on `day`.

    Definition: inhabitants of the communes that belong to the perimeter of at least one contrat local de santé running
    on that day (signed, not ended; préfigurations left out), over all inhabitants. A commune counts once, whatever the
    number of contracts that name it, by itself, by its EPCI, its EPT or its département.
    Unit: inhabitants (municipal population). Date: `day` for the contracts, the loaded millésime of the COG for
    communes, EPCI and populations, also for past days. Source: signatures, ends and perimeters of the contracts.
    One query.
    """
    communes = Commune.objects.current().order_by()
    if region is not None:
        communes = communes.filter(department__region=region)
    inside = _inside(day)
    rows = communes.values("department").annotate(
        people=Coalesce(Sum("population"), 0),
        covered=Coalesce(Sum("population", filter=inside), 0),
        communes=Count("pk"),
        covered_communes=Count("pk", filter=inside),
    )
    return {
        row["department"]: Coverage(row["people"], row["covered"], row["communes"], row["covered_communes"])
        for row in rows
    }


def _inside(day):
    members = TerritoryMember.objects.filter(territory__in=Contract.objects.running_on(day).values("territory"))

    def named(level):
        return members.filter(level=level).values("code")

    return (
        Q(pk__in=named(Level.COMMUNE))
        | Q(epci__in=named(Level.EPCI))
        | Q(ept__in=named(Level.EPT))
        | Q(department__in=named(Level.DEPARTMENT))
    )
