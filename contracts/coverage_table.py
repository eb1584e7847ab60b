"""Coverage laid out for a page: régions, their départements, and the contracts of each stage beside the population."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from territories.models import Department, Region

from .coverage import Coverage
from .enums import DRAFT_STAGES, ContractKind, Stage
from .models import Contract

#: Beside the stages: at the stage « en vigueur », past its end.
EXPIRED = "expired"
STANDINGS = {**{stage: Stage(stage).label for stage in [*DRAFT_STAGES, Stage.IN_FORCE]}, EXPIRED: "Échus"}


class Counted:
    """`counts`: standing → contracts: the CLS running or past their end, and the drafts that the reader may see."""

    counts: Counter

    @property
    def contracts(self) -> int:
        return self.counts.total()

    @property
    def by_stage(self) -> list[tuple[str, str, int]]:
        """(code, label, contracts) of every standing."""
        return [(code, label, self.counts[code]) for code, label in STANDINGS.items()]

    @property
    def running(self) -> int:
        return self.counts[Stage.IN_FORCE]

    @property
    def drafted(self) -> int:
        return sum(self.counts[stage] for stage in DRAFT_STAGES)


@dataclass
class Place(Counted):
    """One département."""

    department: Department
    coverage: Coverage
    counts: Counter


@dataclass
class RegionOf(Counted):
    """One région: its départements, and their sums. Contracts that cross départements count once in the région."""

    region: Region
    counts: Counter
    places: list[Place] = field(default_factory=list)

    @property
    def coverage(self) -> Coverage:
        return sum((place.coverage for place in self.places), Coverage())


@dataclass
class Whole(Counted):
    """All that a page shows; a contract that crosses régions counts once."""

    regions: list[RegionOf]
    counts: Counter

    @property
    def coverage(self) -> Coverage:
        return sum((each.coverage for each in self.regions), Coverage())


def by_region(day: date, *, covered: dict[str, Coverage], user, region=None) -> Whole:
    """The régions of France (or `region` alone) in the order of their names; places without inhabitants are left out.

    `covered`: what `covered_population` says of that day. Four queries whatever their number. What is past its end, and
    the drafts, are those of today.
    """
    departments = Department.objects.select_related("region").order_by("region__search", "code")
    here = departments if region is None else departments.filter(region=region)
    shown = [each for each in here if covered.get(each.pk, Coverage()).population]
    counts = _counted(day, user, within={each.pk for each in shown})
    found: dict[str, RegionOf] = {}
    for each in shown:
        of_region = found.setdefault(each.region_id, RegionOf(each.region, counts["region", each.region_id]))
        of_region.places.append(Place(each, covered[each.pk], counts["department", each.pk]))
    return Whole(list(found.values()), counts["whole", ""])


def _counted(day, user, *, within) -> dict[tuple[str, str], Counter]:
    """(« region », code), (« department », code) or the whole → how many contracts stand where."""
    found: dict[tuple[str, str], dict[str, set]] = defaultdict(lambda: defaultdict(set))
    for contract, standing, department, region in _placed(day, user):
        if department in within:
            for place in (("department", department), ("region", region), ("whole", "")):
                found[place][standing].add(contract)
    counts: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for place, standings in found.items():
        counts[place] = Counter({standing: len(contracts) for standing, contracts in standings.items()})
    return counts


def _placed(day, user) -> Iterable[tuple]:
    """(contract, standing, département, région): of its perimeter, and the one that follows it."""
    running = Contract.objects.running_on(day)
    expired = Contract.objects.expired_on(day).filter(kind=ContractKind.CONTRACT)
    drafts = Contract.objects.visible_to(user).filter(stage__in=DRAFT_STAGES)
    places = ("territory__departments", "territory__departments__region", "department", "department__region")
    for contracts, standing in ((running, Stage.IN_FORCE), (expired, EXPIRED), (drafts, "")):
        for pk, stage, *held in contracts.order_by().values_list("pk", "stage", *places).distinct():
            yield pk, standing or stage, *held[:2]
            yield pk, standing or stage, *held[2:]
