"""The population covered as the pages, the workbook and the CSV show it: one day, and the years before."""

from dataclasses import dataclass
from datetime import date

from contracts.coverage import Coverage, covered_on
from contracts.coverage_table import Whole, by_region
from territories.models import Region

#: How many past years are compared.
YEARS = 5


@dataclass(frozen=True)
class Yearly:
    """One place and its coverage at the end of each year and today, in the order of the days."""

    code: str
    label: str
    coverages: list[Coverage]


@dataclass(frozen=True)
class Reading:
    """`history`: day → code of a département → its coverage; `region`: None for France."""

    day: date
    today: date
    region: Region | None
    history: dict[date, dict[str, Coverage]]
    whole: Whole

    @property
    def days(self) -> list[date]:
        return list(self.history)

    @property
    def total(self) -> Yearly:
        name, code = (self.region.name, self.region.pk) if self.region else ("France", "")
        return Yearly(code, name, [sum(found.values(), Coverage()) for found in self.history.values()])

    @property
    def by_region(self) -> list[Yearly]:
        return [
            Yearly(each.region.pk, each.region.name, self._of([place.department.pk for place in each.places]))
            for each in self.whole.regions
        ]

    @property
    def by_department(self) -> list[Yearly]:
        places = [place.department for each in self.whole.regions for place in each.places]
        return [Yearly(each.pk, each.name, self._of([each.pk])) for each in places]

    def _of(self, codes) -> list[Coverage]:
        none = Coverage()
        return [sum((found.get(code, none) for code in codes), none) for found in self.history.values()]


def years_before(today) -> list[int]:
    return [today.year - rank for rank in range(1, YEARS + 1)]


def read(*, user, day: date, today: date, region=None) -> Reading:
    """`day`: today, or the last day of one of the years before."""
    days = [*(date(year, 12, 31) for year in reversed(years_before(today))), today]
    history = covered_on(days, region=region)
    return Reading(day, today, region, history, by_region(day, covered=history[day], user=user, region=region))
