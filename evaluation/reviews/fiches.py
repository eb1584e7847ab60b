"""The fiches of a year: what was done of each."""

from actions.models import Funding, Note, Step, YearProgress
from core.wording import day, money

from .blocks import items


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
