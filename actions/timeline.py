"""Where fiches and steps stand on a line of years: lengths in thousandths of the whole, for SVG attributes.

Each year is as long as the others, so that the names of years, set in equal columns, stand above their quarters.
"""

from dataclasses import dataclass, field
from datetime import date

WIDTH = 1000
#: A mistyped year must not flatten the others.
MOST_YEARS = 15
#: The shortest thing that can still be seen.
THIN = 4


@dataclass(frozen=True)
class Span:
    x: float
    width: float


@dataclass(frozen=True)
class Mark:
    x: float
    done: bool


@dataclass
class Line:
    """One fiche: its dates, what it went past them (`overrun`), its steps."""

    action: object
    bar: Span | None
    overrun: Span | None
    marks: list[Mark] = field(default_factory=list)
    steps: list = field(default_factory=list)


class Scale:
    def __init__(self, years):
        self.years = years

    @classmethod
    def of(cls, days, *, usual):
        """From the first year to the last of `days` and of the contract (`usual`), `MOST_YEARS` at the most."""
        years = sorted(day.year for day in [*days, *usual] if day)
        if not years:
            return cls([])
        around = [day.year for day in usual if day] or years
        first = max(years[0], min(around) - MOST_YEARS // 3)
        last = min(years[-1], first + MOST_YEARS - 1)
        return cls(list(range(first, max(first, last) + 1)))

    def at(self, day) -> float:
        start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        years = day.year - self.years[0] + (day - start).days / (end - start).days
        return round(min(max(years / len(self.years), 0), 1) * WIDTH, 1)

    def holds(self, day) -> bool:
        return bool(self.years) and self.years[0] <= day.year <= self.years[-1]

    def span(self, start, end) -> Span:
        left, right = self.at(start), self.at(end)
        return Span(left, max(round(right - left, 1), THIN))

    def quarters(self) -> list[float]:
        """The lines between quarters, those between years left out."""
        count = 4 * len(self.years)
        return [round(WIDTH * rank / count, 1) for rank in range(1, count) if rank % 4]

    def year_lines(self) -> list[float]:
        return [round(WIDTH * rank / len(self.years), 1) for rank in range(1, len(self.years))]


def line_of(action, steps, scale, today) -> Line:
    start, end = action.starts_on or action.ends_on, action.ends_on or action.starts_on
    bar = scale.span(start, end) if start else None
    missed = (end if end and end < today else start) if action.late_days else None
    overrun = scale.span(missed, today) if missed else None
    dated = [(step.done_on or step.due_on, step.done_on is not None) for step in steps]
    marks = [Mark(scale.at(day), done) for day, done in dated if day and scale.holds(day)]
    return Line(action, bar, overrun, marks, list(steps))
