"""When a value of an indicator is expected, and when what is known is too old. Computed, never stored.

From the last value, else from the start of the contract, one period later the next value is due; one more period
late, the data is « périmée ». A figure measured once is due at the end of the contract's first year, while it has no
value, and never too old. Without a frequency nothing is expected. Only a contract in force expects figures.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache

from .enums import Frequency

MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
ONCE = 12


@lru_cache(maxsize=1024)
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


def is_due(frequency, last: date | None, begins: date | None, today: date) -> bool:
    """Counted back from today, as the lists do in SQL: at the end of a month the two ways may differ by a day."""
    start = last or begins
    if start is None or (frequency == Frequency.ONCE and last is not None):
        return False
    months = ONCE if frequency == Frequency.ONCE else MONTHS.get(frequency)
    return months is not None and start <= after(today, -months)


def is_stale(frequency, last: date | None, begins: date | None, today: date) -> bool:
    """One whole period late: the data is « périmée »."""
    start = last or begins
    return frequency in MONTHS and start is not None and start < after(today, -2 * MONTHS[frequency])
