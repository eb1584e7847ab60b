"""Progress: statuses, attainment, delay, freshness, completeness."""

from actions.completeness import RULES
from actions.enums import ActionStatus, Attainment
from actions.states import FINISHED

from .registry import PROGRESS, figure
from .told import Line, Told, cells_of, column, counted, part_of, parts

STATUSES = {**dict(ActionStatus.choices), "": "Sans statut"}
JUDGED = dict(Attainment.choices)
NO_AXIS = "Axe retiré depuis"


@figure("status", "Fiches par statut", PROGRESS)
def status(rows):
    """Nombre de fiches dans chaque statut, et leur part de toutes les fiches.

    Unité : fiches.
    Source : les fiches du contrat, quelle que soit leur provenance ; une fiche dont rien ne dit le statut est
    « sans statut ».
    À une date passée : le statut que portait chaque fiche ce jour-là, d’après le journal.
    """
    return parts(_by_code(rows.actions, "status", STATUSES), label="Fiches")


@figure("status_by_axis", "Avancement par axe", PROGRESS, alone=True)
def status_by_axis(rows):
    """Pour chaque axe, nombre de fiches dans chaque statut et leur part des fiches de l’axe.

    Unité : fiches.
    Source : les fiches du contrat, dans l’axe où elles sont.
    À une date passée : le statut et l’axe de chaque fiche ce jour-là, d’après le journal.
    """
    return _by_axis(rows, rows.actions, "status", STATUSES)


@figure("attainment", "Atteinte des objectifs", PROGRESS, decimals=0)
def attainment(rows):
    """Nombre de fiches dont les objectifs sont atteints, partiellement atteints, non atteints, reportés ou réorientés.

    Les parts se comptent sur les seules fiches dont l’atteinte est dite ; les autres sont comptées à côté.
    Unité : fiches.
    Source : l’atteinte notée sur chaque fiche du contrat.
    À une date passée : l’atteinte que portait chaque fiche ce jour-là, d’après le journal.
    """
    judged = [row for row in rows.actions if row.attainment in JUDGED]
    # Whole percents, as evaluations print them.
    told = parts(_by_code(judged, "attainment", JUDGED, empty=True), label="Fiches", decimals=0)
    silent = [row for row in rows.actions if row.attainment not in JUDGED]
    lines = told.lines or [Line(code, label, (counted([]),)) for code, label in JUDGED.items()]
    return Told(
        told.columns, [*lines, Line("not_said", "Atteinte non dite", (counted(silent),))] if rows.actions else []
    )


@figure("attainment_by_axis", "Atteinte par axe", PROGRESS, alone=True)
def attainment_by_axis(rows):
    """Pour chaque axe, l’atteinte des objectifs de ses fiches et sa part des fiches de l’axe dont elle est dite.

    Unité : fiches.
    Source : l’atteinte notée sur chaque fiche du contrat, dans l’axe où elle est.
    À une date passée : l’atteinte et l’axe de chaque fiche ce jour-là, d’après le journal.
    """
    return _by_axis(rows, [row for row in rows.actions if row.attainment in JUDGED], "attainment", JUDGED)


@figure("late", "Fiches en retard", PROGRESS)
def late(rows):
    """Fiches dont la fin est passée sans qu’elles soient réalisées ou abandonnées, et fiches prévues dont le début est
    passé.

    Unité : fiches, sur toutes les fiches.
    Source : le statut et les dates de chaque fiche.
    À une date passée : le statut et les dates de chaque fiche ce jour-là, d’après le journal.
    """
    return _apart(rows, [row for row in rows.actions if row.late_on(rows.at)], "En retard")


@figure("silent", "Fiches sans nouvelles", PROGRESS)
def silent(rows):
    """Fraîcheur : fiches ni réalisées ni abandonnées dont rien n’a été écrit depuis 90 jours.

    Unité : fiches, sur toutes les fiches.
    Source : la dernière modification de la fiche ou de l’une de ses lignes.
    À une date passée : les lignes du journal de la fiche dans les 90 jours qui précèdent.
    """
    found = [row for row in rows.actions if row.status not in FINISHED and row.pk not in rows.heard]
    return _apart(rows, found, "Sans nouvelles")


@figure("complete", "Fiches complètes", PROGRESS, goes_back=False)
def complete(rows):
    """Fiches qui tiennent toutes les règles de complétude de la page « Écrire une fiche action ».

    Unité : fiches, sur toutes les fiches.
    Source : les champs de chaque fiche, ses pilotes, ses financements et ses indicateurs.
    À une date passée : non reconstitué.
    """
    return _apart(rows, [row for row in rows.actions if not rows.lacking.get(row.pk)], "Complètes")


@figure("lacking", "Ce qui manque aux fiches", PROGRESS, goes_back=False, overlaps=True)
def lacking(rows):
    """Pour chaque règle de complétude, les fiches qui ne la tiennent pas ; une fiche peut compter à plusieurs lignes.

    Unité : fiches, sur toutes les fiches.
    Source : les mêmes règles que « Fiches complètes ».
    À une date passée : non reconstitué.
    """
    lines = []
    for rule in RULES:
        found = [row for row in rows.actions if rule.code in rows.lacking.get(row.pk, ())]
        if found:
            label = (
                f"Sans {rule.label.removeprefix('le ').removeprefix('la ').removeprefix('les ').removeprefix('un ')}"
            )
            lines.append(Line(rule.code, label, (part_of(found, len(rows.actions)),)))
    return Told((column("count", "Fiches"),), sorted(lines, key=lambda line: -line.cells[0].value), heading="Il manque")


def _by_code(actions, name, labels, *, empty=False):
    groups = _grouped(actions, name)
    found = {(code or "none", label): groups.get(code, []) for code, label in labels.items()}
    return {key: group for key, group in found.items() if group or empty}


def _grouped(actions, name):
    groups: dict = {}
    for row in actions:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups


def _by_axis(rows, actions, name, labels):
    whole = _grouped(actions, name)
    codes = [code for code in labels if code in whole]
    columns = (column("total", "Fiches"), *(column(code or "none", labels[code]) for code in codes))

    def cells(there):
        groups = _grouped(there, name)
        return (counted(there), *cells_of(groups.get(code, []) for code in codes))

    lines = [Line(str(axis or "none"), label, cells(there)) for axis, label, there in _axes(rows, actions)]
    return Told(columns, lines if actions else [], Line("total", "Total", cells(actions)), heading="Axe")


def _axes(rows, actions) -> list[tuple]:
    """(axis, its label, its part of `actions`), those whose axis was removed since last."""
    there: dict = {pk: [] for pk in rows.axes}
    for row in actions:
        there.setdefault(row.axis_id if row.axis_id in rows.axes else None, []).append(row)
    return [(pk, str(rows.axes[pk]) if pk else NO_AXIS, found) for pk, found in there.items()]


def _apart(rows, found, label):
    """These fiches out of all; of one contract, axis by axis."""
    total = Line("total", label, (part_of(found, len(rows.actions)),))
    if not (rows.alone and rows.actions):
        return Told((column("count", "Fiches"),), [total] if rows.actions else [])
    inside = {axis: there for axis, _label, there in _axes(rows, found)}
    lines = [
        Line(str(axis or "none"), name, (part_of(inside.get(axis, []), len(there)),))
        for axis, name, there in _axes(rows, rows.actions)
    ]
    return Told((column("count", label),), lines, Line("total", "Total", total.cells), heading="Axe")
