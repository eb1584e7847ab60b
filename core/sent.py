"""Numbers as an address or a form sends them: what a database can hold, or nothing."""

from collections.abc import Iterable

#: More digits than any row has: a greater number is no key, and SQLite does not even take it as one.
DIGITS = 18


def whole(text) -> int | None:
    """The whole number that `text` writes in digits, or None."""
    said = str(text or "")
    return int(said) if said.isdecimal() and len(said) <= DIGITS else None


def wholes(texts: Iterable[str]) -> list[int]:
    """Those that are numbers, in their order."""
    found = (whole(text) for text in texts)
    return [number for number in found if number is not None]
