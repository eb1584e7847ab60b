"""What the plan means: equity, inhabitants, determinants of health, paths."""

from decimal import Decimal

from actions.enums import Approach, CarePath, Determinant, Participation
from actions.models import Funding
from core.shares import shares

from .registry import MEANING, figure
from .told import EUROS, FICHES, Cell, Line, Told, cells_of, column, counted, part_of

NOT_SAID = "Non précisé"
BOTH = (column("count", "Fiches", FICHES), column("planned", "Prévu", EUROS))


@figure("approach", "Équité : approche des fiches", MEANING)
def approach(rows):
    """Fiches universelles, ciblées, d’universalisme proportionné, et ce qui est prévu pour elles.

    Unité : fiches, et euros prévus ; les parts de chaque colonne font 100.
    Source : l’approche dite sur chaque fiche, et ses lignes de financement.
    À une date passée : l’approche et les lignes ce jour-là, d’après le journal.
    """
    return _cut(rows, "approach", dict(Approach.choices))


@figure("priority_places", "Équité : lieux prioritaires", MEANING, goes_back=False)
def priority_places(rows):
    """Fiches dont un lieu au moins est un quartier prioritaire (QPV) ou une commune en zone France ruralités
    revitalisation (FRR), et ce qui est prévu pour elles.

    Unité : fiches, et euros prévus.
    Source : les lieux des fiches, et la liste des communes FRR qui a été chargée ; sans elle, seuls les QPV comptent.
    À une date passée : non reconstitué.
    """
    there = [row for row in rows.actions if row.pk in rows.aimed]
    rest = [row for row in rows.actions if row.pk not in rows.aimed]
    groups = {("aimed", "Visent un lieu prioritaire"): there, ("rest", "Autres fiches"): rest}
    return _both(rows, groups)


@figure("participation", "Place des habitants", MEANING)
def participation(rows):
    """Fiches par place donnée aux habitants, de l’information à la co-construction, et ce qui est prévu pour elles.

    Unité : fiches, et euros prévus ; les parts de chaque colonne font 100.
    Source : la place des habitants dite sur chaque fiche, et ses lignes de financement.
    À une date passée : la place et les lignes ce jour-là, d’après le journal.
    """
    return _cut(rows, "participation", dict(Participation.choices))


@figure("determinants", "Déterminants de santé", MEANING, overlaps=True)
def determinants(rows):
    """Fiches qui agissent sur chaque déterminant de santé ; une fiche peut compter à plusieurs lignes.

    Unité : fiches, sur toutes les fiches ; les parts ne font pas 100.
    Source : les déterminants cochés sur chaque fiche.
    À une date passée : les déterminants ce jour-là, d’après le journal.
    """
    return _several(rows, "determinants", dict(Determinant.choices))


@figure("care_path", "Parcours de santé", MEANING, overlaps=True)
def care_path(rows):
    """Fiches qui améliorent l’accessibilité, la lisibilité ou la qualité des parcours ; une fiche peut compter à
    plusieurs lignes.

    Unité : fiches, sur toutes les fiches ; les parts ne font pas 100.
    Source : les critères du parcours cochés sur chaque fiche.
    À une date passée : les critères ce jour-là, d’après le journal.
    """
    return _several(rows, "care_path", dict(CarePath.choices))


def _cut(rows, name, labels):
    found = {**labels, "": NOT_SAID}
    groups = {
        (code or "none", label): [row for row in rows.actions if (getattr(row, name) or "") == code]
        for code, label in found.items()
    }
    return _both(rows, {key: group for key, group in groups.items() if group})


def _both(rows, groups):
    """Fiches and planned euros: each column is a whole of its own."""
    lines_of: dict[int, list[Funding]] = {}
    for line in rows[Funding]:
        if line.planned:
            lines_of.setdefault(line.action_id, []).append(line)
    money = {key: [line for row in group for line in lines_of.get(row.pk, ())] for key, group in groups.items()}
    fiches = cells_of(groups.values())
    euros = _euros(money)
    lines = [Line(*key, (fiches[at], euros[key])) for at, key in enumerate(groups)]
    every = [line for found in money.values() for line in found]
    total = (counted(rows.actions), Cell(_planned(every), EUROS, rows=every))
    return Told(BOTH, lines if rows.actions else [], Line("total", "Total", total))


def _euros(money) -> dict:
    sums = shares({key: _planned(found) for key, found in money.items()})
    return {
        key: Cell(each.count, EUROS, whole=each.total, percent=each.percent, rows=money[key])
        for key, each in sums.items()
    }


def _planned(lines) -> Decimal:
    return sum((line.planned for line in lines), Decimal("0.00"))


def _several(rows, name, labels):
    lines = []
    for code, label in {**labels, "": "Aucun"}.items():
        found = [row for row in rows.actions if (code in getattr(row, name) if code else not getattr(row, name))]
        lines.append(Line(code or "none", label, (part_of(found, len(rows.actions)),)))
    return Told((column("count", "Fiches"),), lines if rows.actions else [])
