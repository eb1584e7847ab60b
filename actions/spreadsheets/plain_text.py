"""The fiches as CSV, as French spreadsheets open it: semicolons, commas in figures, a mark that says UTF-8."""

from core.tables import french_csv

from .columns import FICHES
from .rows import fiches, table


def write(contract, actions, context, *, at) -> bytes:
    return french_csv([FICHES.headers, *table(FICHES, fiches(actions))])
