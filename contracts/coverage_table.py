"""Coverage laid out for a page: régions, their départements, and what stands beside the population."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from territories.models import Department

from .coverage import Coverage
from .enums import DRAFT_STAGES
from .models import Contract


@dataclass
class Place:
    """One département. `running`: CLS running that day; `drafted`: those in preparation that the reader may see."""

    department: Department
    coverage: Coverage
    running: int
    drafted: int


@dataclass
class RegionOf:
    """One région: its départements, and their sums. Contracts that cross départements count once in the région."""

    region: object
    places: list[Place] = field(default_factory=list)
    running: int = 0
    drafted: int = 0

    @property
    def coverage(self) -> Coverage:
        return sum((place.coverage for place in self.places), Coverage())


def by_region(day: date, *, covered: dict[str, Coverage], user, region=None) -> list[RegionOf]:
    """The régions of France (or `region` alone) in the order of their names; places without inhabitants are left out.

    `covered`: what `covered_population` says of that day. Five queries whatever their number.
    """
    running = Contract.objects.running_on(day)
    drafts = Contract.objects.visible_to(user).filter(stage__in=DRAFT_STAGES)
    of_department = [_counted(found, "territory__departments") for found in (running, drafts)]
    of_region = [_counted(found, "territory__departments__region") for found in (running, drafts)]
    departments = Department.objects.select_related("region").order_by("region__search", "code")
    found: dict[str, RegionOf] = {}
    for each in departments if region is None else departments.filter(region=region):
        if not covered.get(each.pk, Coverage()).population:
            continue
        counts = [counted[each.pk] for counted in of_department]
        here = found.setdefault(
            each.region_id, RegionOf(each.region, [], *(counted[each.region_id] for counted in of_region))
        )
        here.places.append(Place(each, covered[each.pk], *counts))
    return list(found.values())


def _counted(contracts, place) -> Counter:
    pairs = contracts.order_by().values_list(place, "pk").distinct()
    return Counter(code for code, _contract in pairs)
