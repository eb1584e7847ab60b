"""What an import would do, or did: kept as JSON, shown on the page, printed by the command."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal

from core import wording
from core.tables import column_letter

from .cells import plain


@dataclass(frozen=True)
class Place:
    """Where in the file: « Fiches », row 12, column E « Statut »."""

    sheet: str
    row: int | None = None
    index: int | None = None
    header: str = ""

    def told(self) -> dict:
        letter = "" if self.index is None else column_letter(self.index)
        told = {"sheet": self.sheet, "row": self.row, "column": letter, "header": " ".join(self.header.split())}
        return {**told, "place": in_words(told)}


@dataclass
class Report:
    """`rows`: per row of the file that does something, its cells before and after. `conflicts`: cells that somebody
    changed on the platform since the export; `refused`: cells of signed matter, left as they are; `problems` refuse
    the whole file; `doubts` are only said. `promises`: what asks why it changes, once signed.
    `alike`: names of organisations that resemble a known one, to be settled."""

    kind: str = "own"
    rows: list[dict] = field(default_factory=list)
    conflicts: list[dict] = field(default_factory=list)
    refused: list[dict] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    doubts: list[dict] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    new_organisations: list[str] = field(default_factory=list)
    alike: list[dict] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def count(self, sheet, what):
        """`what` is « created », « changed » or « unchanged »."""
        self.counts.setdefault(sheet, {"created": 0, "changed": 0, "unchanged": 0})[what] += 1

    def counted(self, sheet, what) -> int:
        return self.counts.get(sheet, {}).get(what, 0)

    def problem(self, place, sentence):
        self.problems.append({**place.told(), "sentence": sentence})

    def doubt(self, place, sentence):
        self.doubts.append({**place.told(), "sentence": sentence})

    def refuse(self, place, sentence):
        self.refused.append({**place.told(), "sentence": sentence})

    def row(self, place, name, *, new, cells):
        """`cells`: (place, before, after) of what changes; of a new row, (place, read, became)."""
        told = [{**_cell(where), "before": _words(old), "after": _words(new_)} for where, old, new_ in cells]
        self.rows.append({"sheet": place.sheet, "row": place.row, "name": name, "new": new, "cells": told})

    def conflict(self, key, place, name, *, theirs, mine, asks_why=False):
        sides = {"theirs": _words(theirs), "mine": _words(mine)}
        self.conflicts.append({**place.told(), "key": key, "name": name, **sides, "asks_why": asks_why})

    @property
    def does_something(self) -> bool:
        return bool(self.rows or self.conflicts)

    def as_json(self) -> dict:
        return asdict(self)


def _words(value) -> str:
    """A cell as people read it: « 3 500 » rather than « 3500.00 »."""
    return wording.number(value) if isinstance(value, Decimal) else plain(value)


def _cell(place):
    told = place.told()
    return {name: told[name] for name in ("column", "row", "header")}


def in_words(told) -> str:
    """« Feuille « Fiches », ligne 12, colonne E « Statut » » of a place in a report."""
    parts = [f"Feuille «\xa0{told['sheet']}\xa0»"] if told.get("sheet") else []
    parts += [f"ligne {told['row']}"] if told.get("row") else []
    parts += [f"colonne {told['column']} «\xa0{told['header']}\xa0»"] if told.get("column") else []
    return ", ".join(parts)
