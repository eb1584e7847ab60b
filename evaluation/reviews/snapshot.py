"""What a yearly review shows of one contract, read on a day: the blocks of each section, in words."""

from datetime import date

from actions.models import ChangeReason, Factor, Note, Step, YearProgress
from core.wording import day
from evaluation.figures import Rows

from . import comparison, fiches, governance, indicators, money, promises
from .blocks import figure, table


def take(contract, year, *, today, progress=lambda *_: None) -> dict:
    """`{"read_on", "year", "sections": {code: blocks}}`: the figures are those of the last day of the year, or of today
    while the year runs; the year before is read back on its own last day.
    """
    at = min(today, date(year, 12, 31))
    rows = Rows([contract], today=today, at=at)
    before = Rows([contract], today=today, at=date(year - 1, 12, 31))
    progress(15, "Lecture des fiches")
    told, promised, following = _year_of(contract, year), *_promised(contract, year, rows)
    sections = {
        "summary": comparison.blocks(rows, before, year),
        "promised": promised,
        "done": fiches.done(rows, told, year),
    }
    progress(35, "Indicateurs et argent")
    sections |= {"indicators": indicators.blocks(rows), "money": money.blocks(rows, year)}
    progress(50, "Séances et décisions")
    sections |= {
        "governance": governance.blocks(rows, year),
        "factors": _factors(rows),
        "next": [*following, *figure(rows, "late")],
    }
    return {"read_on": at.isoformat(), "year": year, "sections": sections}


def _year_of(contract, year) -> dict:
    """What was written of each fiche for that year: `{model: {fiche: rows}}`."""
    found: dict = {
        Step: Step.objects.filter(contract=contract),
        YearProgress: YearProgress.objects.filter(contract=contract, year=year),
        Note: Note.objects.filter(contract=contract, on__year=year).order_by("on", "pk"),
    }
    told: dict = {}
    for model, rows in found.items():
        told[model] = {}
        for row in rows:
            told[model].setdefault(row.action_id, []).append(row)
    return told


def _promised(contract, year, rows) -> tuple[list[dict], list[dict]]:
    """What was promised for the year as its beginning wrote it, what became of it; and what is for the next one."""
    on, when = promises.beginning(contract, year, at=rows.at)
    before = promises.written_on(contract, on)
    after = promises.written_on(contract, rows.at) if on < rows.at else before
    reasons = ChangeReason.objects.filter(contract=contract, on__year=year).order_by("on", "pk")
    if on == contract.signed_on:
        # What was settled before the signature was never promised.
        reasons = reasons.filter(on__gt=on)
    of_year, later = promises.changes(before, after, reasons, rows.axes, year, since=on)
    return (
        [*promises.for_year(f"Prévu pour {year}, {when}", before, year, rows.axes), *of_year],
        [*later, *promises.to_come(f"Prévu pour {year + 1}", after, year + 1, rows.axes)],
    )


def _factors(rows) -> list[dict]:
    still = [row for row in rows[Factor] if not row.closed_on or row.closed_on > rows.at]
    listed = [
        [row.get_kind_display(), row.text, str(rows.fiches.get(row.action_id, "")), day(row.since) if row.since else ""]
        for row in still
    ]
    heads = ["Nature", "En une phrase", "Fiche", "Depuis"]
    return figure(rows, "factors") + table("Freins et leviers en cours", heads, listed)
