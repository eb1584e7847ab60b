"""What the coordination costs, who pays it, and whether it is shared as expected: one function a figure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from governance.models import PostFunding

ARS_KINDS = (OrganisationKind.ARS, OrganisationKind.ARS_DD)
ZERO, CENT, TENTH = Decimal(0), Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True)
class PartyShare:
    """One party in one year: what it pays, what is expected of it; the gap is negative where it pays less."""

    funder: Organisation
    paid: Decimal
    expected: Decimal
    total: Decimal

    @property
    def gap(self) -> Decimal:
        return self.paid - self.expected

    @property
    def gap_percent(self) -> Decimal:
        """Of the year’s total, to one decimal."""
        return (self.gap * 100 / self.total).quantize(TENTH)

    @property
    def missing(self) -> bool:
        return not self.paid and self.expected > 0


@dataclass(frozen=True)
class YearSharing:
    year: int
    total: Decimal
    parties: list[PartyShare]
    #: No ARS pays in any year, though a part is expected of it; the same of the others.
    nobody_for: str = ""


def amount_of(line) -> Decimal:
    """What a line brings, in euros: what was granted, as long as it is known, else what was planned."""
    return (line.granted if line.granted is not None else line.planned) or ZERO


def sharing_by_year(posts, ars_share=None) -> list[YearSharing]:
    """For each year with money, the last first: who pays what of the coordination, beside what is expected.

    Unit: euros, and hundredths of the year's total. Source: the lines of money of `posts` (as prefetched), by
    `amount_of`; lines without a year are left out. The parties are all who pay in any year. Expected: equal parts
    among them, or `ars_share` % of the ARS (siège and delegations together) and the rest in equal parts of the others.
    """
    lines = [line for post in posts for line in post.fundings.all() if line.year]
    parties = {line.funder_id: line.funder for line in lines}
    paid: dict[int, dict[int, Decimal]] = {}
    for line in lines:
        year = paid.setdefault(line.year, {})
        year[line.funder_id] = year.get(line.funder_id, ZERO) + amount_of(line)
    return [
        _year(year, paid[year], parties, ars_share) for year in sorted(paid, reverse=True) if sum(paid[year].values())
    ]


def _year(year, paid, parties, ars_share):
    total = sum(paid.values(), ZERO)
    expected = _expected(total, parties, ars_share)
    shares = [PartyShare(each, paid.get(pk, ZERO), expected[pk], total) for pk, each in parties.items()]
    return YearSharing(year, total, shares, _nobody_for(parties, ars_share))


def _expected(total, parties, ars_share) -> dict[int, Decimal]:
    """Each party's part of `total`, to the cent; the last of a side takes what rounding left."""
    if ars_share is None:
        return _equal(total, list(parties))
    ars = [pk for pk, each in parties.items() if each.kind in ARS_KINDS]
    others = [pk for pk in parties if pk not in ars]
    for_ars = (total * ars_share / 100).quantize(CENT)
    return _equal(for_ars, ars) | _equal(total - for_ars, others)


def _equal(total, keys) -> dict[int, Decimal]:
    if not keys:
        return {}
    part = (total / len(keys)).quantize(CENT)
    return dict.fromkeys(keys, part) | {keys[-1]: total - part * (len(keys) - 1)}


def _nobody_for(parties, ars_share) -> str:
    kinds = {each.kind in ARS_KINDS for each in parties.values()}
    if True not in kinds and (ars_share is None or ars_share > 0):
        return "l’ARS"
    if False not in kinds and (ars_share is None or ars_share < 100):
        return "les collectivités et les autres partenaires"
    return ""


def ending_before(posts, end) -> list[tuple[Organisation, date]]:
    """The parties whose money stops before `end`, with their last day covered, the soonest first.

    Source: for each party, the latest end of an agreement; where none is noted, 31 December of the last year that it
    pays. None ends where the contract has no end.
    """
    last: dict[int, tuple[Organisation, date]] = {}
    for line in (line for post in posts for line in post.fundings.all()):
        day = line.agreement_ends_on or (date(line.year, 12, 31) if line.year else None)
        if day and (line.funder_id not in last or last[line.funder_id][1] < day):
            last[line.funder_id] = (line.funder, day)
    return sorted((each for each in last.values() if end and each[1] < end), key=lambda pair: pair[1])


def cost_by_year(posts) -> list[dict]:
    """For each year: `planned`, `granted`, `spent` over `posts` (a queryset), the last year first.

    Unit: euros. Source: the lines of money of the posts that have a year. A post shared with another scheme counts
    whole: what the lines say is what it costs.
    """
    lines = PostFunding.objects.filter(post__in=posts, year__isnull=False).order_by("-year")
    found = lines.values("year").annotate(planned=Sum("planned"), granted=Sum("granted"), spent=Sum("spent"))
    return [dict(each) for each in found]
