"""The lifecycle of a démarche: from the first contact to the contract that it becomes, or to nothing."""

from core.lifecycle import Lifecycle, Transition

from .enums import OPEN_APPROACHES, ApproachState
from .permissions import follows_approach

FIRST, DISCUSSION, AGREED, CONTRACT, DROPPED = ApproachState


def _forward(source, target, label, note=""):
    return Transition(source, target, label, follows_approach, note=note)


def _back(source, target, label):
    return Transition(source, target, label, follows_approach, needs_reason=True, back=True)


LIFECYCLE = Lifecycle(
    [
        _forward(FIRST, DISCUSSION, "Ouvrir les discussions"),
        _forward(DISCUSSION, AGREED, "Noter l’accord de principe"),
        _forward(AGREED, CONTRACT, "En faire un contrat", note="ouvre le contrat à l’étape « Initiative »"),
        _back(AGREED, DISCUSSION, "Revenir aux discussions"),
        _back(DROPPED, DISCUSSION, "Reprendre les discussions"),
        *[Transition(s, DROPPED, "Classer sans suite", follows_approach, needs_reason=True) for s in OPEN_APPROACHES],
    ]
)
