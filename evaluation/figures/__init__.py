"""The figures of contracts: each is one function, read on one contract or many, today or at a past date."""

from . import fiches, governance, indicators, meaning, money
from .registry import THEMES, Figure, figures, figures_by_theme, find, named, read, read_each
from .rows import Rows
from .told import Cell, Line, Reading, Told

__all__ = [
    "THEMES",
    "Cell",
    "Figure",
    "Line",
    "Reading",
    "Rows",
    "Told",
    "fiches",
    "figures",
    "figures_by_theme",
    "find",
    "governance",
    "indicators",
    "meaning",
    "money",
    "named",
    "read",
    "read_each",
]
