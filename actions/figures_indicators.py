"""Where an indicator stands: its last value, its way to the target, when the next value is due."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.enums import Stage
from core.charts import Chart, line_chart
from core.wording import day, number
from territories.enums import Level

from .due import is_due, is_stale, next_due
from .enums import DataScale, Direction
from .models import Indicator, Measure


def wider_scales(contract) -> set[str]:
    """Data of these scales cannot tell what happens inside the perimeter: département and region; EPCI too, where the
    perimeter is made of communes alone. Asked once for a contract at hand.
    """
    if "_wider_scales" not in contract.__dict__:
        whole = any(member.level != Level.COMMUNE for member in contract.territory.members.all())
        contract._wider_scales = {DataScale.DEPARTMENT, DataScale.REGION} | (set() if whole else {DataScale.EPCI})
    return contract._wider_scales


@dataclass(frozen=True)
class Standing:
    """`due` is the day of the next value; `percent` the part of the way from the baseline to the target, in hundredths
    (below 0 when it went the other way, above 100 beyond the target), None where one of the three is missing.
    """

    indicator: Indicator
    last: Measure | None
    due: date | None
    overdue: bool
    stale: bool
    wider: bool
    percent: Decimal | None
    reached: bool | None

    @property
    def words(self) -> str:
        """The way to the target, in words."""
        if self.reached is None:
            return "Sans cible" if self.indicator.target is None else "Pas encore de valeur"
        if self.reached:
            return "Cible atteinte"
        if self.percent is None:
            return "Cible pas encore atteinte"
        return f"{number(self.percent, 0)}\u202f% du chemin" if self.percent >= 0 else "S’éloigne de la cible"


def standing(indicator, *, today, measures=None) -> Standing:
    """Source: the values of the indicator (`measures`, in time, where they are at hand)."""
    values = list(indicator.measures.all()) if measures is None else measures
    last = values[-1] if values else None
    contract = indicator.contract
    expects = contract.stage == Stage.IN_FORCE
    moments = (indicator.frequency, last.on if last else None, contract.starts_on)
    due = next_due(*moments) if expects else None
    return Standing(
        indicator=indicator,
        last=last,
        due=due,
        overdue=expects and is_due(*moments, today),
        stale=expects and is_stale(*moments, today),
        wider=indicator.data_scale in wider_scales(contract),
        percent=way(indicator, last),
        reached=reached(indicator, last),
    )


def reached(indicator, last) -> bool | None:
    """Whether this value is at the target or beyond it, in the direction that is sought; None where one is missing."""
    if indicator.target is None or last is None or last.value is None:
        return None
    down = _goes_down(indicator)
    return last.value <= indicator.target if down else last.value >= indicator.target


def _goes_down(indicator) -> bool:
    """As said, else as the target stands to the baseline."""
    if indicator.direction:
        return indicator.direction == Direction.DOWN
    return indicator.baseline is not None and indicator.target < indicator.baseline


def way(indicator, last) -> Decimal | None:
    """The part of the way from the baseline to the target, in hundredths."""
    values = (indicator.baseline, indicator.target, last.value if last else None)
    if None in values or indicator.baseline == indicator.target:
        return None
    baseline, target, value = values
    return ((value - baseline) * 100 / (target - baseline)).quantize(Decimal("0.1"))


def chart(indicator, measures) -> Chart | None:
    """The curve of the numeric values with target and baseline; None below two values."""
    points = [(row.on, row.value) for row in measures if row.value is not None]
    if len(points) < 2:
        return None
    levels = [("Cible", indicator.target), ("Départ", indicator.baseline)]
    told = [(f"{label}\u00a0: {number(value)}", value) for label, value in levels if value is not None]
    (first, begins), (last, ends) = points[0], points[-1]
    summary = f"de {number(begins)} le {day(first)} à {number(ends)} le {day(last)}"
    return line_chart(title=indicator.title, summary=summary, points=points, levels=told, unit=indicator.unit)
