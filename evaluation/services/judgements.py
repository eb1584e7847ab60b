"""The grid of a question: each fiche on each criterion, saved all at once or not at all."""

from dataclasses import dataclass

from django.db import transaction

from actions.models import Action
from contracts import writing
from core.errors import Refused, ServiceError, Stale
from evaluation.models import Criterion, Judgement

from .evaluations import refuse_elsewhere


@dataclass(frozen=True)
class Said:
    """What is said of `action` on `criterion`; `version` is that of the row that the person saw, None for no row."""

    criterion: Criterion
    action: Action
    value: str
    comment: str
    version: int | None = None


class JudgementsRefused(Refused):
    """`refusals`: (id of the criterion, id of the fiche) → why."""

    def __init__(self, refusals: dict[tuple[int, int], ServiceError]):
        self.refusals = refusals
        super().__init__(*(sentence for refusal in refusals.values() for sentence in refusal.sentences))


@transaction.atomic
def save_judgements(*, contract, said: list[Said], actor):
    """A cell that is emptied loses its row. Raises `JudgementsRefused` with each refusal, and nothing is written."""
    writing.refuse_unless(writing.can_write, actor, contract)
    held = writing.hold(contract)
    refuse_elsewhere(held, *(each.criterion for each in said), *(each.action for each in said))
    rows = {
        (row.criterion_id, row.action_id): row
        for row in Judgement.objects.filter(contract=held, criterion__in={each.criterion.pk for each in said})
    }
    refusals: dict[tuple[int, int], ServiceError] = {}
    for each in said:
        key = (each.criterion.pk, each.action.pk)
        try:
            with transaction.atomic():
                _save(held, rows.get(key), each, actor)
        except ServiceError as refusal:
            refusals[key] = refusal
    if refusals:
        raise JudgementsRefused(refusals)


def _save(contract, row, each, actor):
    value, comment = each.value, each.comment.strip()
    if row is None:
        if each.version is not None and not (value or comment):
            return
        place = {"criterion": each.criterion, "action": each.action}
        writing.add(Judgement, contract=contract, actor=actor, value=value, comment=comment, **place)
    elif each.version is None:
        # It was empty on her page: somebody has just filled it.
        if (row.value, row.comment) != (value, comment):
            raise Stale(row)
    elif value or comment:
        writing.edit(row, actor=actor, version=each.version, value=value, comment=comment)
    else:
        writing.remove(row, actor=actor, version=each.version)
