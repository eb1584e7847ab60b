"""The life of a shared practice, as one table. Nobody but its authors and its ARS sees it before it is published."""

from contracts.permissions import can_write, is_ended, is_referent, is_siege
from core.lifecycle import Lifecycle, Transition
from governance.enums import PracticeState

S = PracticeState


def proposes(user, practice):
    return can_write(user, practice.contract)


def decides(user, practice):
    """The référent of its département and the siège of its region."""
    return (is_referent | is_siege)(user, practice.contract) and not is_ended(user, practice.contract)


def withdraws(user, practice):
    return (can_write | is_referent | is_siege)(user, practice.contract)


LIFECYCLE = Lifecycle(
    [
        Transition(S.PROPOSED, S.PUBLISHED, "Publier", decides),
        Transition(S.PROPOSED, S.RETURNED, "Renvoyer avec une remarque", decides, needs_reason=True),
        Transition(S.PROPOSED, S.WITHDRAWN, "Retirer", withdraws, back=True),
        Transition(S.RETURNED, S.PROPOSED, "Proposer de nouveau", proposes),
        Transition(S.RETURNED, S.WITHDRAWN, "Retirer", withdraws, back=True),
        Transition(S.PUBLISHED, S.WITHDRAWN, "Retirer", withdraws, back=True),
        Transition(S.WITHDRAWN, S.PROPOSED, "Proposer de nouveau", proposes),
    ]
)
