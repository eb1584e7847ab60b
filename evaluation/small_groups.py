"""No group so small that one would recognise a contract in it, nor find it again by a subtraction."""

#: A smaller group would be one contract or two, whom everybody would recognise.
FEWEST = 3
REST = "Autres, réunis"


def joined(groups: list[tuple[str, list]]) -> list[tuple[str, list]]:
    """The groups large enough, in their order, then the small ones as one.

    Where that one is small too it takes the smallest of the others; where everything is, nothing is left.
    """
    large = [pair for pair in groups if len(pair[1]) >= FEWEST]
    rest = [each for _label, found in groups if len(found) < FEWEST for each in found]
    while rest and len(rest) < FEWEST and large:
        smallest = min(large, key=lambda pair: len(pair[1]))
        large.remove(smallest)
        rest += smallest[1]
    if rest and len(rest) < FEWEST:
        return []
    return [*large, (REST, rest)] if rest else large
