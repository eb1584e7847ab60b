"""Finding a place while typing: communes, EPCI, EPT, départements and regions, best first."""

from .enums import EpciKind, Level
from .models import Commune, Department, Epci, Region
from .names import place_key

LIMIT = 12
# One letter would match half of France.
MIN_LETTERS = 2
REGION = "region"


def _groups(*, ept):
    groups = Epci.objects.current().select_related("department")
    return groups.filter(kind=EpciKind.EPT) if ept else groups.exclude(kind=EpciKind.EPT)


SOURCES = {
    REGION: lambda: Region.objects.all(),
    Level.DEPARTMENT.value: lambda: Department.objects.select_related("region"),
    Level.EPCI.value: lambda: _groups(ept=False),
    Level.EPT.value: lambda: _groups(ept=True),
    Level.COMMUNE.value: lambda: Commune.objects.current().select_related("department"),
}


def find_places(text, levels=None, limit=LIMIT):
    """At most `limit` places of these levels (all perimeter levels by default), one query per level."""
    if len(place_key(text)) < MIN_LETTERS:
        return []
    wanted = [level for level in SOURCES if level in (levels or Level.values)]
    found = [place for level in wanted for place in SOURCES[level]().search(text)[:limit]]
    return sorted(found, key=lambda place: (place.rank, -(place.population or 0), place.search))[:limit]


def people(population) -> str:
    """« 20 713 habitants », with spaces that do not break."""
    return f"{population:,}".replace(",", "\u202f") + ("\xa0habitants" if population > 1 else "\xa0habitant")


def hint(place) -> str:
    """« Drôme · 21 000 habitants »: what tells apart places of the same name."""
    parts = [_where(place)]
    if place.population:
        parts.append(people(place.population))
    return " · ".join(part for part in parts if part)


def _where(place) -> str:
    if place.level == Level.DEPARTMENT:
        return place.region.name
    if place.level == Level.COMMUNE:
        return f"{place.department.name} ({place.postcodes.split()[0]})" if place.postcodes else place.department.name
    if place.level == REGION:
        return "région"
    return place.department.name if place.department else ""


def as_choice(place) -> dict[str, str]:
    return {"value": f"{place.level}:{place.pk}", "label": place.name, "hint": hint(place)}
