"""The year in short, beside the year before."""

from decimal import Decimal

from django.utils import timezone

from core.wording import NOTHING, money, number
from evaluation.figures import named
from evaluation.figures.told import EUROS

from .blocks import figure, table

#: (words, figure, line, column); « {year} » is the year that is compared.
LINES = [
    ("Fiches", "status", "total", "count"),
    ("Fiches réalisées", "status", "done", "count"),
    ("Fiches en retard", "late", "total", "count"),
    ("Fiches sans nouvelles", "silent", "total", "count"),
    ("Fiches dont les objectifs sont atteints", "attainment", "reached", "count"),
    ("Prévu pour l’année (fiches)", "money_by_year", "{year}", "planned"),
    ("Notifié pour l’année (fiches)", "money_by_year", "{year}", "granted"),
    ("Réalisé dans l’année (fiches)", "money_by_year", "{year}", "spent"),
    ("Réalisé dans l’année (coordination)", "posts_by_year", "{year}", "spent"),
    ("Indicateurs à leur cible", "indicators", "reached", "count"),
    ("Séances tenues dans l’année", "meetings", "{year}", "held"),
    ("Suites faites", "follow_ups", "done", "count"),
    ("Engagements tenus", "commitments", "kept", "count"),
]


def blocks(rows, before, year) -> list[dict]:
    now, then = _told(rows), _told(before) if _known(before) else None
    lines = [_line(words, now, then, place, year) for words, *place in LINES]
    head = ["Chiffre", str(year - 1), str(year), "Écart"]
    return [
        *table("L’année et celle d’avant", head, lines),
        *figure(rows, "status"),
        *figure(rows, "attainment_by_axis"),
    ]


def _known(before) -> bool:
    """Whether the platform already held the contract then: else nothing is said, rather than zero."""
    return all(timezone.localdate(contract.created_at) <= before.at for contract in before.contracts)


def _told(rows) -> dict:
    return {code: named(code).read(rows).told for code in {code for _words, code, *_ in LINES}}


def _line(words, now, then, place, year):
    after, unit = _value(now, place, year)
    say = money if unit == EUROS else number
    # What bears its year is read in the rows of today; a state is read back as it was.
    told = now if "{year}" in place[1] else then
    if told is None:
        return [words, NOTHING, say(after), NOTHING]
    prior, _unit = _value(told, place, year - 1)
    gap = after - prior
    return [words, say(prior), say(after), f"+{say(gap)}" if gap > 0 else say(gap)]


def _value(told, place, year):
    code, line, column = place
    cell = told[code].cell(line.format(year=year), column)
    unit = next((each.unit for each in told[code].columns if each.code == column), "")
    return (cell.value if cell else Decimal(0) if unit == EUROS else 0), unit
