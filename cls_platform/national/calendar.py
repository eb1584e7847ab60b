"""The day on which the data set was told: it does not move with the calendar."""

from datetime import UTC, date, datetime, time

TODAY = date(2026, 9, 1)


def noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)
