"""What a figure is: one function, whose French docstring is the definition that the help, the page and the API show.

    @figure("status", "Fiches par statut", PROGRESS)
    def status(rows):
        \"""Nombre de fiches dans chaque statut.

        Unité : fiches.
        Source : les fiches du contrat, quelle que soit leur provenance.
        À une date passée : d’après le journal des fiches.
        \"""

The function takes the `Rows` of a day and gives a `Told`.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .rows import Rows
from .told import Reading, Told

PROGRESS, MONEY, INDICATORS, MEANING, GOVERNANCE, FACTORS = (
    *("Avancement", "Argent", "Indicateurs", "Sens du plan", "Gouvernance et engagements", "Freins et leviers"),
)
THEMES = (PROGRESS, MONEY, INDICATORS, MEANING, GOVERNANCE, FACTORS)
NOT_KEPT = "La plateforme ne garde pas de quoi dire ce chiffre à une date passée."
LABELS = {"Unité": "unit", "Source": "source", "À une date passée": "past"}


@dataclass(frozen=True)
class Figure:
    """`alone`: only of one contract (cut by its own axes); `goes_back`: it can be read at a past date.

    `overlaps`: what it counts may stand on several lines, which then do not make one whole; `decimals`: of its shares.
    """

    code: str
    label: str
    theme: str
    function: Callable[[Rows], Told]
    alone: bool
    goes_back: bool
    overlaps: bool
    decimals: int
    definition: str
    unit: str
    source: str
    past: str

    def read(self, rows: Rows) -> Reading:
        told = Told((), [], note=NOT_KEPT) if rows.past and not self.goes_back else self.function(rows)
        return Reading(self, told, rows.at)


_figures: dict[str, Figure] = {}


def figure(code, label, theme, **nature):
    """`nature` as in `Figure`: unless said, of one contract or many, going back, its lines making one whole."""

    def declare(function):
        if code in _figures:
            raise ValueError(f"Two figures are called {code}.")
        _figures[code] = made(function, code, label, theme, **nature)
        return function

    return declare


def made(function, code, label, theme, *, alone=False, goes_back=True, overlaps=False, decimals=1) -> Figure:
    words = _words_of(function)
    return Figure(code, label, theme, function, alone, goes_back, overlaps, decimals, **words)


def _words_of(function) -> dict[str, str]:
    """The definition, then the lines « Unité : … », « Source : … », « À une date passée : … » of the docstring."""
    words = {"definition": "", "unit": "", "source": "", "past": ""}
    here = "definition"
    for line in (inspect.getdoc(function) or "").splitlines():
        label, colon, rest = line.partition(" :")
        begins = bool(colon) and label in LABELS
        here = LABELS[label] if begins else here
        words[here] = f"{words[here]} {(rest if begins else line).strip()}".strip()
    missing = [name for name, said in words.items() if not said]
    if missing:
        raise ValueError(f"The docstring of {function.__name__} lacks: {', '.join(missing)}.")
    return {name: re.sub(r" (?=[:;?!»])|(?<=«) ", "\xa0", said) for name, said in words.items()}


def figures(*, alone=True) -> list[Figure]:
    """In the order of the themes, then as they are declared; without `alone`, those of many contracts."""
    found = [each for each in _figures.values() if alone or not each.alone]
    return sorted(found, key=lambda each: THEMES.index(each.theme))


def figures_by_theme() -> list[dict]:
    """For the help."""
    return [{"title": theme, "figures": [each for each in figures() if each.theme == theme]} for theme in THEMES]


def find(code: str) -> Figure | None:
    return _figures.get(code)


def named(code: str) -> Figure:
    return _figures[code]


def read(contracts, *, today: date, at: date | None = None, codes=None) -> list[Reading]:
    """The figures of these contracts together, on the day `at` (today unless said), in a constant number of queries."""
    rows = Rows(contracts, today=today, at=at)
    asked = figures(alone=rows.alone)
    return [each.read(rows) for each in asked if codes is None or each.code in codes]


def read_each(contracts, *, today: date, at: date | None = None, codes) -> dict[int, dict[str, Told]]:
    """Contract id → {code: what it says} for each contract alone, in the same number of queries as for one."""
    whole = Rows(contracts, today=today, at=at)
    return {
        contract.pk: {code: _figures[code].read(whole.of(contract)).told for code in codes}
        for contract in whole.contracts
    }
