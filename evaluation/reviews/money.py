"""The money of the year, and of all years."""

from actions.models import Funding
from core.wording import money
from governance.models import PostFunding

from .blocks import figure, table


def blocks(rows, year) -> list[dict]:
    return [
        *_of_year(f"Financeurs des fiches en {year}", rows, rows[Funding], year),
        *_of_year(f"Financeurs de la coordination en {year}", rows, rows[PostFunding], year),
        *figure(rows, "money"),
        *figure(rows, "money_by_year"),
        *figure(rows, "posts_by_year"),
    ]


def _of_year(title, rows, found, year):
    sums: dict = {}
    for row in found:
        if row.year == year:
            told = sums.setdefault(rows.funders.get(row.funder_id, ""), [0, 0, 0])
            for place, name in enumerate(("planned", "granted", "spent")):
                told[place] += getattr(row, name) or 0
    lines = [[name, *map(money, told)] for name, told in sorted(sums.items(), key=lambda pair: -pair[1][0])]
    return table(title, ["Financeur", "Prévu", "Notifié", "Réalisé"], lines)
