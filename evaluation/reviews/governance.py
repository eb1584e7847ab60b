"""The meetings and decisions of the year, and what was done after them."""

from core.wording import day
from governance.models import Body, FollowUp

from .blocks import figure, table


def blocks(rows, year) -> list[dict]:
    bodies = {body.pk: str(body) for body in rows[Body]}
    held = [[day(row.on), bodies.get(row.body_id, "")] for row in rows.meetings if row.on.year == year]
    taken = [[str(row.number), day(row.on), row.text] for row in rows.decisions if row.on.year == year]
    waiting = [
        [row.text, day(row.due_on) if row.due_on else ""]
        for row in rows[FollowUp]
        if not row.dropped_reason and not (row.done_on and row.done_on <= rows.at)
    ]
    return [
        *figure(rows, "meetings"),
        *table(f"Séances tenues en {year}", ["Date", "Instance"], held),
        *table(f"Décisions de {year}", ["N°", "Date", "Décision"], taken),
        *figure(rows, "follow_ups"),
        *table("Suites qui attendent", ["À faire", "Pour le"], waiting),
        *figure(rows, "commitments"),
    ]
