"""A table of inputs, worked as a spreadsheet: what a page says to `{% grid %}`. It is a plain form without script.

A page makes its forms (a formset, most often), then lays their bound fields out:

    Grid("Financements", [Column("Année"), Column("Prévu", numeric=True)], [Group([Line("ARS", [form["year"], …])])])
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.forms import BoundField


@dataclass(frozen=True)
class Column:
    label: str
    numeric: bool = False
    wide: bool = False


@dataclass
class Cell:
    """One input. `theirs` is what somebody else saved there meanwhile, `raw` the same as one would type it."""

    field: BoundField
    theirs: str = ""
    raw: str = ""


@dataclass
class Line:
    """One row: its heading (shown where `Grid.heading` is), its cells (None: no input there), what it refuses."""

    label: str
    cells: Sequence[Cell | BoundField | None]
    hidden: Sequence[BoundField] = ()
    errors: Sequence[str] = ()

    def each_cell(self):
        return [Cell(cell) if isinstance(cell, BoundField) else cell for cell in self.cells]

    @property
    def shown_errors(self) -> list[str]:
        return [*self.errors, *(str(error) for hidden in self.hidden for error in hidden.errors)]


@dataclass
class Group:
    """Lines that stand together under a title. `blank`, made with the prefix `__prefix__`, is the line to add."""

    lines: Sequence[Line]
    title: str = ""
    url: str = ""
    blank: Line | None = None


@dataclass
class Grid:
    """`prefix` is that of the formset, whose count of forms follows the lines that the page adds."""

    caption: str
    columns: Sequence[Column]
    groups: Sequence[Group] = field(default_factory=list)
    heading: str = ""
    prefix: str = ""

    @property
    def width(self) -> int:
        return len(self.columns) + bool(self.heading)

    @property
    def wrong(self) -> int:
        """How many cells and lines are refused."""
        lines = [line for group in self.groups for line in group.lines]
        cells = [cell for line in lines for cell in line.each_cell() if cell and cell.field.errors]
        return len(cells) + sum(bool(line.shown_errors) for line in lines)

    @property
    def crossing(self) -> int:
        """How many cells two people filled differently."""
        lines = [line for group in self.groups for line in group.lines]
        return sum(bool(cell and cell.theirs) for line in lines for cell in line.each_cell())
