"""What passing from state to state is for any meeting, of a contract or of a territory."""

from core.errors import Frozen, Invalid, PassageRefused
from core.wording import day
from governance.enums import MeetingState

LOCKED = "Cette séance est {state}\xa0: elle ne se réécrit pas, elle se rectifie par une note datée."
NOT_YET = "Une décision ne se date pas dans l’avenir."


def refuse_locked(meeting):
    if meeting.locked:
        raise Frozen(LOCKED.format(state=meeting.get_state_display().lower()))


def refuse_after(body, on):
    """A body that is closed meets no more."""
    if body.until and on > body.until:
        raise Invalid(fields={"on": [f"Cette instance est close depuis le {day(body.until)}."]})


def transition_to(lifecycle, meeting, target):
    """The line of the table; `PassageRefused` where there is none."""
    if transition := lifecycle.find(meeting.state, target):
        return transition
    label = dict(MeetingState.choices).get(target, target)
    raise PassageRefused(f"Une séance «\xa0{meeting.get_state_display()}\xa0» ne devient pas «\xa0{label}\xa0».")


def refuse_incomplete(lifecycle, transition, meeting, *, today, reason):
    """`Invalid` where a reason is wanted, `PassageRefused` where something blocking is missing."""
    if transition.needs_reason and not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi\xa0: la raison est gardée avec la séance."]})
    if blocking := [item for item in lifecycle.missing(transition, meeting, today=today) if item.blocking]:
        raise PassageRefused(f"«\xa0{transition.label}\xa0» n’est pas encore possible.", blocking)


def arrive(meeting, target, *, actor, reason, at):
    """What each state writes on any meeting; not saved."""
    meeting.state = target
    if target == MeetingState.CONVENED:
        meeting.convened_at, meeting.organizer = at, actor
    if target == MeetingState.CANCELLED:
        meeting.cancel_reason = reason.strip()
        meeting.sequence += 1 if meeting.convened_at else 0
    if target == MeetingState.CLOSED:
        meeting.closed_at = at
