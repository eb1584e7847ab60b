"""« Promis / tenu »: what the signatories promised, and where it stands."""

from dataclasses import dataclass

from django.db.models import Count, Q

from contracts.enums import CommitmentState
from contracts.models import Commitment
from contracts.querysets import SETTLED

#: A promise of which nothing is said is to be kept.
CODES = {
    "to_keep": Q(state__in=["", CommitmentState.TO_KEEP]),
    "in_progress": Q(state=CommitmentState.IN_PROGRESS),
    "kept": Q(state=CommitmentState.KEPT),
    "not_kept": Q(state=CommitmentState.NOT_KEPT),
    "moot": Q(state=CommitmentState.MOOT),
}


@dataclass(frozen=True)
class Promises:
    """Promises by state; `late` and `without_proof` are also counted in their state."""

    to_keep: int = 0
    in_progress: int = 0
    kept: int = 0
    not_kept: int = 0
    moot: int = 0
    late: int = 0
    without_proof: int = 0

    @property
    def total(self) -> int:
        return self.promised + self.moot

    @property
    def promised(self) -> int:
        """« Promis »: all but those that have become « sans objet »."""
        return self.to_keep + self.in_progress + self.kept + self.not_kept

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """(code, label, count) in the order of life, empty ones left out."""
        return [(code, CommitmentState(code).label, count) for code in CODES if (count := getattr(self, code))]


def commitments(contract, today) -> Promises:
    """The promises of all the signatories of a contract, by state. One query.

    Unit: promises. Source: the commitments of the contract; « en retard » is past its term and neither kept, given up
    nor « sans objet »; « sans preuve » is kept without a word of proof.
    """
    return Promises(**Commitment.objects.filter(contract=contract).order_by().aggregate(**_counts(today)))


def commitments_by_signatory(contract, today) -> dict[int, Promises]:
    """Signatory id → the same, of that signatory alone; a signatory that promised nothing is not there. One query."""
    rows = Commitment.objects.filter(contract=contract).order_by().values("signatory").annotate(**_counts(today))
    return {row.pop("signatory"): Promises(**row) for row in rows}


def _counts(today):
    counted = {code: Count("pk", filter=condition) for code, condition in CODES.items()}
    late = Q(due_on__lt=today) & ~Q(state__in=SETTLED)
    bare = Q(state=CommitmentState.KEPT, proof="")
    return counted | {"late": Count("pk", filter=late), "without_proof": Count("pk", filter=bare)}
