"""Small and large territories, where their region says that they begin."""

from dataclasses import dataclass

from contracts.models import RegionSettings
from core.wording import number

UNKNOWN = "Population inconnue"


@dataclass(frozen=True)
class Sizes:
    """The bounds, in inhabitants: a rule of the region (`RegionSettings`)."""

    small: int
    large: int

    @property
    def labels(self) -> list[str]:
        small, large = number(self.small), number(self.large)
        return [
            f"Moins de {small} habitants",
            f"De {small} à {large} habitants",
            f"{large} habitants et plus",
            UNKNOWN,
        ]

    def of(self, contract) -> str:
        people = contract.territory.population
        if people is None:
            return UNKNOWN
        return self.labels[(people >= self.small) + (people >= self.large)]


def sizes_of(region) -> Sizes:
    settings = RegionSettings.objects.filter(region=region).first() or RegionSettings()
    return Sizes(settings.small_territory_below, settings.large_territory_from)
