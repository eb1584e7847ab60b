"""What a figure says: a table of cells, each with its count, its whole and the rows behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from core.shares import Share, shares
from core.wording import day, money, number, percent

FICHES, EUROS, MEETINGS, INDICATORS, VALUES, PERCENT, DATES = (
    *("fiches", "euros", "séances", "indicateurs", "valeurs", "%", "dates"),
)


class Cell(NamedTuple):
    """`value` of `whole` where it is a part; `percent` so that the parts of one whole make 100; `rows` make it up."""

    value: Any
    unit: str
    whole: Decimal | int | None = None
    percent: Decimal | None = None
    rows: Sequence[Any] = ()

    @property
    def words(self) -> str:
        """« 12 (30 %) », « 1 sur 2 » where the whole is small, « 1 200,00 € », « — » where nothing is known."""
        if self.value is None:
            return "—"
        if self.unit == EUROS:
            return money(self.value)
        if self.unit == DATES:
            return day(self.value)
        if self.unit == PERCENT:
            return percent(self.value)
        if not self.whole:
            return number(self.value)
        part = str(Share(self.value, self.whole, self.percent or Decimal(0)))
        return part if part.startswith(f"{number(self.value)} sur") else f"{number(self.value)} ({part})"


@dataclass(frozen=True)
class Column:
    code: str
    label: str
    unit: str


class Line(NamedTuple):
    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Told:
    """A figure of some contracts on a day. `lines` may be empty; `total` adds them up where they are parts."""

    columns: tuple[Column, ...]
    lines: list[Line]
    total: Line | None = None
    #: Why there is nothing, where the record cannot say.
    note: str = ""
    heading: str = ""

    def cell(self, line: str = "", column: str = "") -> Cell | None:
        """By their codes; the first of each unless said; « total » is the line of the total."""
        found = [each for each in (*self.lines, *filter(None, [self.total])) if not line or each.code == line]
        places = [at for at, each in enumerate(self.columns) if not column or each.code == column]
        return found[0].cells[places[0]] if found and places else None

    def words_of(self, line: str = "", column: str = "") -> str:
        """« Soins, Réalisée »: what a cell is about."""
        lines = {each.code: each.label for each in (*self.lines, *filter(None, [self.total]))}
        columns = {each.code: each.label for each in self.columns}
        return ", ".join(filter(None, [lines.get(line), columns.get(column) if len(columns) > 1 else ""]))

    @property
    def value(self):
        """Of a figure that is one number: its first cell."""
        cell = self.cell()
        return cell.value if cell else None


def column(code, label, unit=FICHES) -> Column:
    return Column(code, label, unit)


def counted(rows, unit=FICHES) -> Cell:
    return Cell(len(rows), unit, rows=rows)


def part_of(rows, whole: int, unit=FICHES) -> Cell:
    """One part beside its rest."""
    return cells_of([rows, range(whole - len(rows))], unit)[0]


def summed(rows, name: str) -> Cell:
    """The euros of a field of these lines of money; the rows are those that say something."""
    said = [row for row in rows if getattr(row, name) is not None]
    return Cell(sum(map(attrgetter(name), said), Decimal("0.00")), EUROS, rows=said)


def cells_of(groups: Iterable[Sequence], unit=FICHES, *, decimals=1) -> list[Cell]:
    """The groups of one whole: their percentages make 100."""
    groups = list(groups)
    found = shares({at: len(group) for at, group in enumerate(groups)}, decimals=decimals)
    return [
        Cell(len(group), unit, whole=found[at].total, percent=found[at].percent, rows=group)
        for at, group in enumerate(groups)
    ]


def parts(grouped: dict[tuple[str, str], Sequence], *, label: str, unit=FICHES, code="count", decimals=1) -> Told:
    """A table of one column whose lines, `{(code, label): rows}`, make one whole."""
    cells = cells_of(grouped.values(), unit, decimals=decimals)
    lines = [Line(code_, label_, (cell,)) for (code_, label_), cell in zip(grouped, cells, strict=True)]
    every = [row for rows in grouped.values() for row in rows]
    total = Line("total", "Total", (counted(every, unit),))
    return Told((Column(code, label, unit),), lines if every else [], total)


@dataclass(frozen=True)
class Reading:
    """One figure read on some contracts: what it is, when, what it says."""

    figure: Any
    told: Told
    at: date
