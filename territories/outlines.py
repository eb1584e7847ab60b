"""The outlines of the départements that ship with the product, to draw maps without asking anybody.

Metropolitan France only: the source draws no overseas département; those stand as named tiles beside the map.
"""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "outlines-departments.json.gz"
#: Air around a region, in units of the drawing (the whole of France is 613 wide).
AIR = 4


@dataclass(frozen=True)
class Outline:
    """`path`: the `d` of an SVG path; `box`: left, top, right, bottom in the same units."""

    path: str
    box: tuple[float, float, float, float]

    @property
    def middle(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return round((left + right) / 2, 1), round((top + bottom) / 2, 1)


@lru_cache(maxsize=1)
def _file() -> dict:
    return json.loads(gzip.decompress(FILE.read_bytes()))


@lru_cache(maxsize=1)
def outlines() -> dict[str, Outline]:
    """Code of a département → its outline; overseas ones are not drawn."""
    return {code: Outline(each["path"], tuple(each["box"])) for code, each in _file()["departments"].items()}


def credit() -> str:
    return f"{_file()['source']}, {_file()['licence']}"


def view_of(codes) -> str | None:
    """The `viewBox` that holds these départements; that of all for none named; None where none of them is drawn."""
    drawn = [outlines()[code].box for code in codes if code in outlines()]
    if not drawn:
        return None
    left, top = min(box[0] for box in drawn) - AIR, min(box[1] for box in drawn) - AIR
    right, bottom = max(box[2] for box in drawn) + AIR, max(box[3] for box in drawn) + AIR
    return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"
