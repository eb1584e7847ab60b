"""The fiches of a year: what was promised, what was done, what changes next."""

from datetime import date

from actions.models import ChangeReason, Funding, Note, Step, YearProgress
from actions.states import FINISHED
from core.wording import day, money

from .blocks import figure, items, table


def promised(rows, told, year) -> list[dict]:
    """Fiches that were to begin, end or pass a step in the year, that come back every year, or have its money."""
    lines = []
    for action in rows.actions:
        words = _promises(action, told, year)
        euros = sum(row.planned or 0 for row in _money(rows, action, year))
        if words or euros:
            lines.append([str(action), ", ".join(words), money(euros) if euros else ""])
    return table("Prévu pour l’année", ["Fiche", "Ce qui était prévu", "Argent prévu"], lines)


def _promises(action, told, year) -> list[str]:
    found = []
    if action.starts_on and action.starts_on.year == year:
        found.append(f"débuter le {day(action.starts_on)}")
    if action.ends_on and action.ends_on.year == year:
        found.append(f"finir le {day(action.ends_on)}")
    steps = [row for row in told[Step].get(action.pk, ()) if row.due_on and row.due_on.year == year]
    found += [f"étape «\xa0{row.title}\xa0» pour le {day(row.due_on)}" for row in steps]
    if action.yearly and not (action.starts_on and action.starts_on.year > year):
        found.append("se répète chaque année")
    return found


def done(rows, told, year) -> list[dict]:
    """Each fiche of the plan, axis by axis, with what was written of that year."""
    blocks = []
    for axis in rows.axes.values():
        there = [row for row in rows.actions if row.axis_id == axis.pk]
        blocks += items(str(axis), [(str(action), _news(rows, action, told, year)) for action in there])
    return blocks


def _news(rows, action, told, year) -> list[str]:
    state = [action.get_status_display() or "Sans statut", action.get_attainment_display()]
    if action.late_on(rows.at):
        state.append("en retard")
    lines = [" · ".join(filter(None, state))]
    for row in told[YearProgress].get(action.pk, ()):
        lines.append(" : ".join(filter(None, [row.status_label(), row.text])).replace(" : ", "\xa0: "))
    steps = [row for row in told[Step].get(action.pk, ()) if row.done_on and row.done_on.year == year]
    lines += [f"Étape faite le {day(row.done_on)}\xa0: {row.title}" for row in steps]
    lines += [f"{day(row.on)}\xa0: {row.text}" for row in told[Note].get(action.pk, ())]
    euros = _money(rows, action, year)
    sums = [
        f"{label} {money(total)}"
        for label, name in (("prévu", "planned"), ("notifié", "granted"), ("réalisé", "spent"))
        if (total := sum(getattr(row, name) or 0 for row in euros))
    ]
    if sums:
        lines.append(f"Argent {year}\xa0: {', '.join(sums)}")
    return lines


def _money(rows, action, year) -> list[Funding]:
    return [row for row in rows[Funding] if row.action_id == action.pk and row.year == year]


def to_come(rows, told, year) -> list[dict]:
    """What changed in the promises, and what begins, ends or goes on next year."""
    following = year + 1
    reasons = [
        [str(rows.fiches.get(pk, "")) or "Contrat", row.what, row.before, row.after, row.get_reason_display()]
        for pk, found in told[ChangeReason].items()
        for row in found
    ]
    plans = []
    for action in rows.actions:
        if action.status in FINISHED or (action.starts_on and action.starts_on > date(following, 12, 31)):
            continue
        words = _promises(action, told, following)
        euros = sum(row.planned or 0 for row in _money(rows, action, following))
        if words or euros:
            plans.append([str(action), ", ".join(words), money(euros) if euros else ""])
    heads = ["Fiche", "Ce qui a changé", "Avant", "Après", "Motif"]
    return [
        *table("Ce qui a changé dans ce qui était promis", heads, reasons),
        *table(f"Prévu pour {following}", ["Fiche", "Ce qui est prévu", "Argent prévu"], plans),
        *figure(rows, "late"),
    ]
