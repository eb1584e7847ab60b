"""The region's own words."""

from .requirements.dates import settings_of


def axis_word(contract, *, plural=False) -> str:
    """« axe » or « volet », as the region says (setting), in lower case."""
    settings = settings_of(contract)
    word = settings.axis_word if settings else "axe"
    return f"{word}s" if plural else word
