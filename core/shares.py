"""Parts of a whole that always add up to 100, and never pretend where the whole is small."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from .wording import number, percent


@dataclass(frozen=True)
class Share:
    """`count` of `total`; `percent` in hundredths, rounded so that the shares of one whole make 100."""

    count: Decimal | int
    total: Decimal | int
    percent: Decimal

    def __str__(self):
        if not self.total:
            return "—"
        if self.total < settings.SMALL_WHOLE:
            return f"{number(self.count)} sur {number(self.total)}"
        if self.count and not self.percent:
            return f"moins de {percent('0.1')}"
        if self.count < self.total and self.percent == 100:
            return f"plus de {percent('99.9')}"
        return percent(self.percent)


def percents(counts: Mapping, *, decimals=1) -> dict:
    """Key → hundredths with `decimals`; the largest remainders take what rounding left. Empty for an empty whole.

    Counts may be numbers of things or exact amounts of money, never negative.
    """
    total = sum(counts.values())
    if not total:
        return {}
    whole = 100 * 10**decimals
    steps = {key: int(count * whole // total) for key, count in counts.items()}
    left = whole - sum(steps.values())
    remainders = sorted(counts, key=lambda key: (-(counts[key] * whole % total), str(key)))
    for key in remainders[:left]:
        steps[key] += 1
    return {key: Decimal(value) / 10**decimals for key, value in steps.items()}


def shares(counts: Mapping, *, decimals=1) -> dict:
    """Key → `Share`, in the order of `counts`."""
    total, found = sum(counts.values()), percents(counts, decimals=decimals)
    return {key: Share(count, total, found.get(key, Decimal(0))) for key, count in counts.items()}


def share(count, total) -> Share:
    """One part alone, beside its rest."""
    return shares({"part": count, "rest": total - count})["part"]
