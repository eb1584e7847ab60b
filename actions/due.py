"""When a value of an indicator is expected, and when what is known is too old. Computed, never stored.

From the last value, else from the start of the contract, one period later the next value is due; one more period
late, the data is « périmée ». A figure measured once is due at the end of the contract's first year, while it has no
value, and never too old. Without a frequency nothing is expected. Only a contract in force expects figures.
"""

from calendar import monthrange
from datetime import date

from .enums import Frequency

MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
ONCE = 12


def after(day: date, months: int) -> date:
    """The same day `months` later (earlier where negative), or the last one of that month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_due(frequency, last: date | None, begins: date | None) -> date | None:
    """The day when the next value is expected; None where nothing is."""
    if frequency == Frequency.ONCE:
        return after(begins, ONCE) if begins and last is None else None
    start = last or begins
    return after(start, MONTHS[frequency]) if frequency in MONTHS and start else None


def is_stale(frequency, last: date | None, begins: date | None, today: date) -> bool:
    """One whole period late: the data is « périmée »."""
    due = next_due(frequency, last, begins)
    return frequency in MONTHS and due is not None and after(due, MONTHS[frequency]) < today
