"""Indicators against their targets."""

from actions.due import is_due
from actions.figures_indicators import reached, way
from actions.models import Indicator
from contracts.enums import Stage

from .registry import INDICATORS as THEME
from .registry import figure
from .told import DATES, INDICATORS, PERCENT, VALUES, Cell, Line, Told, column, part_of, parts

STANDINGS = {
    "reached": "Cible atteinte",
    "not_reached": "Cible pas encore atteinte",
    "no_value": "Cible sans valeur",
    "no_target": "Sans cible",
}


@figure("indicators", "Indicateurs et cibles", THEME)
def indicators(rows):
    """Où en est la dernière valeur de chaque indicateur par rapport à sa cible, dans le sens qui est cherché.

    Unité : indicateurs.
    Source : les indicateurs des fiches, des objectifs, des axes et du contrat, et leurs valeurs chiffrées.
    À une date passée : la dernière valeur datée de ce jour ou d’avant, et la cible d’alors d’après le journal.
    """
    groups: dict = {(code, label): [] for code, label in STANDINGS.items()}
    for indicator in rows[Indicator]:
        code = standing(rows, indicator)
        groups[code, STANDINGS[code]].append(indicator)
    return parts({key: found for key, found in groups.items() if found}, label="Indicateurs", unit=INDICATORS)


@figure("indicators_due", "Valeurs attendues", THEME)
def indicators_due(rows):
    """Indicateurs dont la valeur est attendue et n’est pas venue, d’après leur fréquence ; seul un contrat en vigueur
    en attend.

    Unité : indicateurs, sur tous les indicateurs.
    Source : la fréquence de chaque indicateur, sa dernière valeur, le début du contrat.
    À une date passée : les valeurs datées de ce jour ou d’avant ; l’étape du contrat est celle d’aujourd’hui.
    """
    every = rows[Indicator]
    found = [row for row in every if row.contract.stage == Stage.IN_FORCE and _due(rows, row)]
    line = Line("due", "Valeur attendue", (part_of(found, len(every), INDICATORS),))
    return Told((column("count", "Indicateurs", INDICATORS),), [line] if every else [])


@figure("values", "Valeurs des indicateurs", THEME, alone=True)
def values(rows):
    """Pour chaque indicateur : valeur de départ, cible, dernière valeur et sa date, part du chemin du départ vers la
    cible.

    Unité : celle de chaque indicateur ; le chemin est en pour cent.
    Source : les indicateurs du contrat et leurs valeurs ; une valeur dite en mots n’est pas un chiffre.
    À une date passée : la dernière valeur datée de ce jour ou d’avant, la cible et le départ d’alors, d’après le
    journal.
    """
    columns = (
        *(column("baseline", "Départ", VALUES), column("target", "Cible", VALUES), column("last", "Dernière", VALUES)),
        *(column("on", "Le", DATES), column("way", "Chemin", PERCENT)),
    )
    return Told(columns, [_values(rows, each) for each in rows[Indicator]], heading="Indicateur")


def standing(rows, indicator) -> str:
    if indicator.target is None:
        return "no_target"
    there = reached(indicator, rows.last_values.get(indicator.pk))
    return "no_value" if there is None else "reached" if there else "not_reached"


def _due(rows, indicator) -> bool:
    told = rows.measures.get(indicator.pk)
    return is_due(indicator.frequency, told[-1].on if told else None, indicator.contract.starts_on, rows.at)


def _values(rows, indicator) -> Line:
    last = rows.last_values.get(indicator.pk)
    behind = [indicator]
    cells = (
        *(Cell(indicator.baseline, VALUES, rows=behind), Cell(indicator.target, VALUES, rows=behind)),
        *(Cell(last and last.value, VALUES, rows=behind), Cell(last and last.on, DATES, rows=behind)),
        Cell(way(indicator, last), PERCENT, rows=behind),
    )
    label = f"{indicator.title} ({indicator.unit})" if indicator.unit else indicator.title
    return Line(str(indicator.pk), label, cells)
