"""The life of a yearly review, as one table. Validation by the COPIL freezes it."""

from contracts.permissions import can_agree_for_ars, can_write
from core.errors import Missing
from core.lifecycle import Lifecycle, Transition
from core.richtext import is_empty
from governance.models import Decision

from .review_enums import ReviewSection, ReviewState

S = ReviewState


def may_write(user, review):
    return can_write(user, review.contract)


def of_the_ars(user, review):
    return can_agree_for_ars(user, review.contract)


def to_submit(review, *, decision=None):
    """The figures are taken; advice on the sections without a text."""
    if not review.snapshot:
        yield Missing("Les chiffres du bilan ne sont pas encore relevés.", code="figures")
    written = {text.section for text in review.texts.all() if not is_empty(text.text)}
    if blank := [ReviewSection(code).label for code in review.sections if code not in written]:
        sentence = f"Aucune analyse n’est écrite pour\xa0: {', '.join(blank)}."
        yield Missing(sentence, code="texts", blocking=False)


def to_validate(review, *, decision=None):
    """The decision of the COPIL that validates it."""
    chosen = decision or review.decision
    if chosen is None:
        yield Missing("Choisissez la décision du COPIL qui valide ce bilan.", code="decision")
    elif not Decision.objects.validations_by_copil().filter(pk=chosen.pk).exists():
        yield Missing(
            f"La {str(chosen).lower()} n’est pas une validation du COPIL, ou elle est remplacée.", code="copil"
        )


LIFECYCLE = Lifecycle(
    [
        Transition(S.PREPARED, S.SUBMITTED, "Transmettre à l’ARS", may_write, to_submit),
        Transition(S.SUBMITTED, S.ACCEPTED, "Accepter le bilan", of_the_ars),
        Transition(S.SUBMITTED, S.RETURNED, "Renvoyer avec des remarques", of_the_ars, needs_reason=True, back=True),
        Transition(S.RETURNED, S.SUBMITTED, "Transmettre de nouveau à l’ARS", may_write, to_submit),
        Transition(S.ACCEPTED, S.VALIDATED, "Noter la validation du COPIL", may_write, to_validate),
    ]
)
