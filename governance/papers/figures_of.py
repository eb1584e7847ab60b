"""What a COPIL looks at before its agenda: plain values, read by the slides and by the pages."""

from actions.figures import MoneyCube, counts, state_by_axis
from actions.models import Action, Funding
from core import wording
from governance.models import Decision, FollowUp

LATE_SHOWN = 12


def of_contract(contract, today) -> dict:
    """Every figure comes from `actions.figures`; what waits from the QuerySets of decisions and follow-ups."""
    actions = Action.objects.filter(contract=contract)
    whole = counts(actions, today=today)
    late = actions.late_on(today).select_related("axis").order_by("ends_on", "pk")
    pending = FollowUp.objects.filter(contract=contract).pending().for_lists().soonest_first()
    waiting = Decision.objects.filter(contract=contract).asking_for_an_amendment()
    return {
        "total": whole.total,
        "statuses": [[each.label, each.count] for each in whole.statuses],
        "axes": [
            [each.label, each.total, each.done, each.in_progress, each.late, each.silent]
            for each in state_by_axis(actions, today=today)
        ],
        "late": [[str(action), wording.day(action.ends_on) if action.ends_on else ""] for action in late[:LATE_SHOWN]],
        "late_count": whole.late,
        "money": _money(contract),
        "pending": [
            [row.text, row.who, wording.day(row.due_on) if row.due_on else "", row.late_on(today)] for row in pending
        ],
        "amendments": [[row.number, row.text] for row in waiting],
    }


def _money(contract) -> list[list[str]]:
    """A line a year and the total, in euros: planned, granted, spent, still to find."""
    cube = MoneyCube(Funding.objects.filter(contract=contract))
    years = sorted(cube.by_year().items(), key=lambda pair: pair[0] or 9999)
    lines = [(str(year or "Sans année"), money) for year, money in years]
    if lines:
        lines.append(("Total", cube.total()))
    names = ("planned", "granted", "spent", "missing")
    return [[label, *(wording.money(getattr(money, name)) for name in names)] for label, money in lines]
