"""Before the contracts: the démarches still open, and what is to be done next of each."""

from functools import partial

from contracts.enums import OPEN_APPROACHES, ApproachState
from core.wording import day
from evaluation.figures.told import DATES, Cell, Line, Told, column

from .rows import Talk

APPROACHES = "démarches"


def approaches(rows):
    """Démarches ouvertes, par état des échanges, avec la prochaine étape prévue ; à part, celles dont le jour prévu
    est passé.

    Unité : démarches.
    Source : les démarches des départements que vous suivez ; une étape ou une nature de territoire demandée les
    laisse de côté.
    À une date passée : non reconstitué.
    """
    columns = (
        column("count", "Démarches", APPROACHES),
        column("next", "Prochaine étape", DATES),
        column("late", "En retard", APPROACHES),
    )
    found = rows.approaches
    lines = [
        Line(state, ApproachState(state).label, _cells([each for each in found if each.state == state], rows.today))
        for state in OPEN_APPROACHES
    ]
    total = Line("total", "Total", _cells(found, rows.today))
    return Told(columns, lines if found else [], total, heading="État des échanges")


def _cells(found, today):
    def talks(wanted):
        return [Talk(each, partial(_in_words, each, today)) for each in wanted]

    late = [each for each in found if each.late_on(today)]
    coming = [each for each in found if each.next_on and each.next_on >= today]
    soonest = min((each.next_on for each in coming), default=None)
    return (
        Cell(len(found), APPROACHES, rows=talks(found)),
        Cell(soonest, DATES, rows=talks(each for each in coming if each.next_on == soonest)),
        Cell(len(late), APPROACHES, rows=talks(late)),
    )


def _in_words(approach, today) -> str:
    if not approach.next_step:
        return "aucune étape prévue"
    if not approach.next_on:
        return f"à faire\xa0: {approach.next_step}"
    when = "était prévu pour le" if approach.late_on(today) else "prévu pour le"
    return f"{when} {day(approach.next_on)}\xa0: {approach.next_step}"
