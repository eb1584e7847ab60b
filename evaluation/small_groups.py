"""No group so small that one would recognise a contract in it, nor find it again by a subtraction."""

from contracts.models import RegionSettings

#: A smaller group would be one contract or two, whom everybody would recognise; a region may ask for more.
FEWEST = 3
REST = "Autres, réunis"


def fewest_of(region: str) -> int:
    """How many contracts a group has at least to be shown in a region (by its code): its rule (`RegionSettings`)."""
    settings = RegionSettings.objects.filter(region_id=region).only("fewest_shown").first()
    return settings.fewest_shown if settings else FEWEST


def joined(groups: list[tuple[str, list]], fewest: int = FEWEST) -> list[tuple[str, list]]:
    """The groups large enough, in their order, then the small ones (and those that were joined before) as one.

    Where that one is small too it takes the smallest of the others; where everything is, nothing is left.
    """
    large = [(label, found) for label, found in groups if len(found) >= fewest and label != REST]
    rest = [each for label, found in groups if len(found) < fewest or label == REST for each in found]
    while rest and len(rest) < fewest and large:
        smallest = min(large, key=lambda pair: len(pair[1]))
        large.remove(smallest)
        rest += smallest[1]
    if rest and len(rest) < fewest:
        return []
    return [*large, (REST, rest)] if rest else large
