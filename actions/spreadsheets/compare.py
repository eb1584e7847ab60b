"""One row of our own file beside the row that it came from: what the person changed, and what somebody else did."""

from dataclasses import dataclass, field
from typing import Any

from actions.services.reasons import promises_of
from contracts.freeze import frozen_fields
from core.errors import Invalid

from .cells import LONGEST, Computed, Unreadable, same
from .columns import Sheet, print_of
from .linked import FicheCell
from .own import Line
from .report import Place, Report

FROZEN = "Signé\xa0: ne change que par un avenant. La cellule reste «\xa0{}\xa0»."
OTHER_FICHE = "Une ligne ne change pas de fiche\xa0: retirez-la sur sa page, et ajoutez-en une ici."


@dataclass
class Found:
    """`given`: what the service is given; `cells`: (place, before, after) of what changes."""

    given: dict[str, Any] = field(default_factory=dict)
    cells: list[tuple[Place, Any, Any]] = field(default_factory=list)
    wrong: bool = False

    def place_of(self, name, line, sheet):
        """The cell that a field refused by the service came from."""
        return next((line.at(column.key) for column in sheet.columns if name in (column.key, column.name)), line.place)


def _cut(raw, now) -> bool:
    """The text was longer than a cell: what came back is its beginning, with or without its guard."""
    return isinstance(raw, str) and len(raw) >= LONGEST - 1 and same(now).startswith(same(raw))


class Comparison:
    """`mine`: keys of the conflicts where the person keeps what the file says."""

    def __init__(self, sheet: Sheet, context, report: Report, *, mine=frozenset()):
        self.sheet, self.context, self.report, self.mine = sheet, context, report, mine

    def new(self, line: Line) -> Found:
        """All the cells of a row that has no id."""
        found = Found()
        for column in self.sheet.columns:
            raw = line.cells.get(column.key)
            needed = getattr(column, "required", False) or column.key in ("axis", "action")
            if isinstance(column, Computed) or not (same(raw) or needed):
                continue
            self._take(found, column, line, raw, before=raw)
        return found

    def changed(self, line: Line, row) -> Found:
        found = Found()
        frozen = frozen_fields(row)
        for column in self.sheet.columns:
            raw = line.cells.get(column.key)
            if column.key not in line.cells or isinstance(column, Computed) or self._untouched(line, column, raw):
                continue
            self._weigh(found, column, line, row, frozen)
        return found

    @staticmethod
    def _untouched(line, column, raw):
        """As it was exported, be it written otherwise: a CSV file, or another tool, gives dates and sums as text."""
        seen = line.seen.get(column.key)
        if seen is None or print_of(raw) == seen:
            return seen is not None
        try:
            return print_of(column.tidy(raw)) == seen
        except Unreadable:
            return False

    def _weigh(self, found, column, line, row, frozen):
        raw, now = line.cells[column.key], column.shown(row)
        if same(raw) == same(now) or _cut(raw, now):
            return
        if column.name in frozen:
            self.report.refuse(line.at(column.key), FROZEN.format(same(now)))
        elif isinstance(column, FicheCell):
            self._wrong(found, line, column, OTHER_FICHE)
        elif self._crossed(line, column, now):
            self._conflict(found, column, line, row, now)
        else:
            self._take(found, column, line, raw, before=now, row=row)

    @staticmethod
    def _crossed(line, column, now):
        """Somebody else changed it too since the export."""
        return column.key in line.seen and print_of(now) != line.seen[column.key]

    def _conflict(self, found, column, line, row, now):
        # What the other wrote is part of the key: chosen against one value, never against a later one.
        raw, key = line.cells[column.key], f"{self.sheet.title}:{row.pk}:{column.key}:{print_of(now)}"
        asks_why = column.name in promises_of(row)
        self.report.conflict(key, line.at(column.key), str(row), theirs=now, mine=raw, asks_why=asks_why)
        if key in self.mine:
            self._take(found, column, line, raw, before=now, row=row)

    def _take(self, found, column, line, raw, *, before, row=None):
        try:
            cell = column.tidy(raw)
            if row is not None and same(cell) == same(before):
                return
            given = column.given(cell, self.context, row)
        except Unreadable as error:
            self._wrong(found, line, column, error.sentence)
        except Invalid as error:
            self._wrong(found, line, column, " ".join(error.sentences))
        else:
            found.given |= given
            found.cells.append((line.at(column.key), before, cell))

    def _wrong(self, found, line, column, sentence):
        found.wrong = True
        self.report.problem(line.at(column.key), sentence)
