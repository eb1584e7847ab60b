"""Who does what with the other schemes: themes × schemes, with the themes that nobody leads, or that two do."""

from dataclasses import dataclass, field

from contracts.enums import SchemeRole
from contracts.models import ThemeScheme
from contracts.services.diagnosis import themes_of

#: The contract itself is one of the columns: it may lead a theme too.
OURSELVES = "Contrat local de santé"


@dataclass(frozen=True)
class Line:
    """One theme; `cells` in the order of the columns, None where nothing is said."""

    theme: str
    cells: list[ThemeScheme | None]
    leads: list[str]

    @property
    def orphan(self) -> bool:
        """Nobody leads it, though somebody has a role there or not."""
        return not self.leads

    @property
    def disputed(self) -> bool:
        return len(self.leads) > 1


@dataclass(frozen=True)
class Matrix:
    columns: list[str]
    lines: list[Line] = field(default_factory=list)

    @property
    def orphans(self) -> list[Line]:
        return [line for line in self.lines if line.orphan]

    @property
    def disputed(self) -> list[Line]:
        return [line for line in self.lines if line.disputed]


def matrix_of(contract, links) -> Matrix:
    """The core themes of the region, then the others that were told, by the schemes of the contract.

    Source: what people said of each theme (`ThemeScheme`). Two queries beside those of the themes.
    """
    rows = {(row.theme, row.link_id): row for row in contract.theme_schemes.all()}
    themes = list(dict.fromkeys([row.theme for row in themes_of(contract)] + [theme for theme, _link in rows]))
    columns = [(None, OURSELVES), *((link.pk, str(link)) for link in links)]
    return Matrix([label for _pk, label in columns], [_line(theme, columns, rows) for theme in themes])


def _line(theme, columns, rows):
    cells = [rows.get((theme, pk)) for pk, _label in columns]
    leads = [
        label
        for (_pk, label), cell in zip(columns, cells, strict=True)
        if cell is not None and cell.role == SchemeRole.LEADS
    ]
    return Line(theme, cells, leads)
