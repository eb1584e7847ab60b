"""What the grids of an evaluation say, counted once for the page, the report and the region."""

from dataclasses import dataclass

from django.db.models import Count, Q

from core.shares import Share, shares
from evaluation.models import Criterion, Judgement
from evaluation.terms import Scale


@dataclass(frozen=True)
class CriterionCounts:
    """`levels`: (code, label, share) in the order of the scale, of the fiches judged on the criterion.

    Unit: fiches. Source: the grid of the question. `judged` fiches have a judgement, « sans objet » among them;
    `expected` are those that the criterion concerns, `silent` those of them that are not judged yet.
    """

    criterion: Criterion
    levels: list[tuple[str, str, Share]]
    judged: int
    expected: int

    @property
    def silent(self) -> int:
        return max(self.expected - self.judged, 0)


def by_criterion(question) -> list[CriterionCounts]:
    """The criteria of `question` in order, with what their fiches were judged. Four queries."""
    rows = question.criteria.prefetch_related("actions", "sources", "indicators").annotate(
        **{f"n_{code}": Count("judgements", filter=Q(judgements__value=code), distinct=True) for code in Scale.values}
    )
    everyone = question.contract.actions.count()
    return [_of(row, everyone) for row in rows]


def _of(criterion, everyone) -> CriterionCounts:
    counted = {code: getattr(criterion, f"n_{code}") for code in Scale.values}
    told = shares(counted)
    levels = [(code, Scale(code).label, told[code]) for code in Scale.values]
    concerned = len(criterion.actions.all())
    return CriterionCounts(criterion, levels, sum(counted.values()), concerned or everyone)


def judged(contract) -> dict[int, int]:
    """Id of a question → how many judgements its grid holds. One query."""
    rows = Judgement.objects.filter(contract=contract).exclude(value="").order_by()
    return dict(rows.values_list("criterion__question").annotate(n=Count("pk")))
