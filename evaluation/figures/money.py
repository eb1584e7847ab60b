"""Money: planned, granted, spent, by funder and year; that of the coordination posts is told apart."""

from actions.models import Funding
from governance.models import PostFunding

from .registry import MONEY, figure
from .told import EUROS, Line, Told, column, summed

SUMS = {"planned": "Prévu", "granted": "Notifié", "spent": "Réalisé"}
COLUMNS = tuple(column(code, label, EUROS) for code, label in SUMS.items())
NO_YEAR = "Sans année"


@figure("money", "Financements", MONEY)
def money(rows):
    """Euros prévus, notifiés et réalisés, pour les fiches d’une part, pour les postes de coordination d’autre part.

    Unité : euros.
    Source : les lignes de financement des fiches et celles des postes, de toutes les années.
    À une date passée : les lignes telles que le journal les donne ce jour-là.
    """
    lines = [_line("actions", "Fiches actions", rows[Funding]), _line("posts", "Coordination", rows[PostFunding])]
    every = [*rows[Funding], *rows[PostFunding]]
    return Told(COLUMNS, lines if every else [], _line("total", "Total", every))


@figure("money_by_funder", "Financements des fiches par financeur", MONEY)
def money_by_funder(rows):
    """Euros prévus, notifiés et réalisés de chaque financeur pour les fiches, de celui qui prévoit le plus à celui qui
    prévoit le moins.

    Unité : euros.
    Source : les lignes de financement des fiches, de toutes les années ; les postes de coordination n’y sont pas.
    À une date passée : les lignes telles que le journal les donne ce jour-là, sous le nom d’aujourd’hui du financeur.
    """
    return _by_funder(rows, rows[Funding])


@figure("money_by_year", "Financements des fiches par année", MONEY)
def money_by_year(rows):
    """Euros prévus, notifiés et réalisés pour les fiches, année par année.

    Unité : euros.
    Source : les lignes de financement des fiches ; celles qui ne disent pas leur année sont à part, les postes de
    coordination n’y sont pas.
    À une date passée : les lignes telles que le journal les donne ce jour-là.
    """
    return _by_year(rows[Funding])


@figure("money_by_funder_and_year", "Financements des fiches par financeur et par année", MONEY)
def money_by_funder_and_year(rows):
    """Euros prévus, notifiés et réalisés de chaque financeur pour les fiches, année par année, dans l’ordre des
    financeurs du tableau précédent.

    Unité : euros.
    Source : les lignes de financement des fiches ; celles qui ne disent pas leur année sont à part, les postes de
    coordination n’y sont pas.
    À une date passée : les lignes telles que le journal les donne ce jour-là, sous le nom d’aujourd’hui du financeur.
    """
    found = rows[Funding]
    theirs = {str(pk): _years(group) for pk, group in _grouped(found, "funder_id").items()}
    lines = [
        Line(f"{funder.code}-{year.code}", f"{funder.label}, {year.label.lower()}", year.cells)
        for funder in _by_funder(rows, found).lines
        for year in theirs[funder.code]
    ]
    return Told(COLUMNS, lines, _line("total", "Total", found), heading="Financeur et année")


@figure("posts_by_funder", "Coordination par financeur", MONEY)
def posts_by_funder(rows):
    """Euros prévus, notifiés et réalisés de chaque financeur pour les postes de coordination. Dans l’évaluation
    consolidée d’une région, les financeurs de moins de trois contrats sont réunis.

    Unité : euros.
    Source : les lignes de financement des postes, de toutes les années.
    À une date passée : les lignes telles que le journal les donne ce jour-là, sous le nom d’aujourd’hui du financeur.
    """
    return _by_funder(rows, rows[PostFunding])


@figure("posts_by_year", "Coordination par année", MONEY)
def posts_by_year(rows):
    """Euros prévus, notifiés et réalisés pour les postes de coordination, année par année.

    Unité : euros.
    Source : les lignes de financement des postes ; celles qui ne disent pas leur année sont à part.
    À une date passée : les lignes telles que le journal les donne ce jour-là.
    """
    return _by_year(rows[PostFunding])


def _line(code, label, found) -> Line:
    return Line(code, label, tuple(summed(found, name) for name in SUMS))


def _by_funder(rows, found):
    groups, others = _grouped(found, "funder_id"), []
    if rows.together:
        # The name of a collectivité that pays for one contract would be that of the contract.
        few = [pk for pk, group in groups.items() if len({row.contract_id for row in group}) < rows.fewest]
        others = [row for pk in few for row in groups.pop(pk)]
    lines = [_line(str(pk), rows.funders.get(pk, "Organisation retirée"), group) for pk, group in groups.items()]
    lines.sort(key=lambda line: (-line.cells[0].value, line.label))
    if others:
        lines.append(_line("others", "Autres financeurs, réunis", others))
    return Told(COLUMNS, lines, _line("total", "Total", found), heading="Financeur")


def _by_year(found):
    return Told(COLUMNS, _years(found), _line("total", "Total", found), heading="Année")


def _years(found) -> list[Line]:
    groups = _grouped(found, "year")
    years = sorted(groups, key=lambda year: (year is None, year))
    return [_line(str(year or "none"), str(year or NO_YEAR), groups[year]) for year in years]


def _grouped(found, name) -> dict:
    groups: dict = {}
    for row in found:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups
