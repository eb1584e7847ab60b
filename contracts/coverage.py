"""The share of the population that a CLS covers, as the ARS reports it."""

from collections import defaultdict
from collections.abc import Sequence
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
    """Of one territory: its people and its communes (units: inhabitants, communes), and those that a CLS covers."""

    population: int = 0
    covered: int = 0
    covered_communes: int = 0
    communes: int = 0

    def __add__(self, other):
        return Coverage(
            self.population + other.population,
            self.covered + other.covered,
            self.covered_communes + other.covered_communes,
            self.communes + other.communes,
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
    """
    return covered_on([day], region=region)[day]


def covered_by(contracts) -> Coverage:
    """The inhabitants and the communes inside the perimeter of at least one of these contracts, whatever their stage.

    The same rule as `covered_population`: a commune counts once, and only while it exists. Unit: inhabitants (municipal
    population), communes. Source: the perimeters, the loaded millésime of the COG. Two queries.
    """
    named: dict[Level, set[str]] = {level: set() for level in Level}
    members = TerritoryMember.objects.filter(territory__in={contract.territory_id for contract in contracts}).order_by()
    for level, code in members.values_list("level", "code"):
        named[Level(level)].add(code)
    inside = Commune.objects.current().order_by().filter(_inside(named))
    found = inside.aggregate(people=Coalesce(Sum("population"), 0), communes=Count("pk"))
    return Coverage(found["people"], found["people"], found["communes"], found["communes"])


def covered_on(days: Sequence[date], *, region=None) -> dict[date, dict[str, Coverage]]:
    """The same on several days: one query a day, and three."""
    communes = Commune.objects.current().order_by()
    if region is not None:
        communes = communes.filter(department__region=region)
    whole = communes.values("department").annotate(people=Coalesce(Sum("population"), 0), communes=Count("pk"))
    totals = {row["department"]: (row["people"], row["communes"]) for row in whole}
    covered = _covered_on(days, communes)
    return {
        day: {
            code: Coverage(people, covered[day, code].population, covered[day, code].communes, here)
            for code, (people, here) in totals.items()
        }
        for day in days
    }


def _covered_on(days, communes):
    """(day, code of a département) → the people and the communes inside a perimeter."""
    places = _places_on(days)
    rows = communes.filter(_inside({level: set().union(*sets) for level, sets in _by_level(places).items()}))
    found: dict[tuple[date, str], Coverage] = defaultdict(Coverage)
    for commune, department, epci, ept, people in rows.values_list("pk", "department", "epci", "ept", "population"):
        codes = {Level.COMMUNE: commune, Level.EPCI: epci, Level.EPT: ept, Level.DEPARTMENT: department}
        for day, named in places.items():
            if any(code in named[level] for level, code in codes.items()):
                found[day, department] += Coverage(population=people or 0, communes=1)
    return found


def _places_on(days) -> dict[date, dict[Level, set[str]]]:
    """Day → level → the codes that the perimeters running on it name."""
    running = {day: set(Contract.objects.running_on(day).values_list("territory", flat=True)) for day in days}
    members = defaultdict(list)
    asked = TerritoryMember.objects.filter(territory__in=set().union(*running.values())).order_by()
    for territory, level, code in asked.values_list("territory", "level", "code"):
        members[territory].append((Level(level), code))
    places: dict[date, dict[Level, set[str]]] = {day: {level: set() for level in Level} for day in days}
    for day, territories in running.items():
        for territory in territories:
            for level, code in members[territory]:
                places[day][level].add(code)
    return places


def _by_level(places):
    return {level: [named[level] for named in places.values()] for level in Level}


def _inside(named) -> Q:
    return (
        Q(pk__in=named[Level.COMMUNE])
        | Q(epci__in=named[Level.EPCI])
        | Q(ept__in=named[Level.EPT])
        | Q(department__in=named[Level.DEPARTMENT])
    )
