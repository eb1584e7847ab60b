"""A fiche proposed as an example, accepted by the ARS, taken up in another contract."""

from django.db import transaction

from actions.services import create_action
from contracts import writing
from core.errors import Forbidden, Invalid, PassageRefused, Refused
from core.history import acting
from core.versioned import bump, lock, validated
from governance.enums import PracticeState
from governance.models import Practice, PracticeCopy
from governance.practice_lifecycle import LIFECYCLE

#: What others read of the fiche, and what a copy takes: what it is, never how it goes, its money or its people.
SHOWN = (
    *("title", "context", "description", "goals", "target_public", "themes", "approach", "proportionality"),
    *("participation", "determinants", "care_path"),
)
NOT_SIGNED = "Une fiche se partage une fois son contrat signé\xa0: rien d’un projet ne sort avant."


def snapshot(action) -> dict:
    return {name: getattr(action, name) for name in SHOWN}


@transaction.atomic
def propose_practice(*, action, actor, today, **said) -> Practice:
    """Raises `Refused` for a contract that is not signed, or a fiche already shared."""
    if not action.contract.signed:
        raise Refused(NOT_SIGNED)
    if Practice.objects.filter(action=action).exists():
        raise Refused("Cette fiche est déjà parmi les pratiques.")
    facts = {"shown": snapshot(action), "proposed_on": today, **said}
    return writing.add(Practice, contract=action.contract, actor=actor, action=action, **facts)


@transaction.atomic
def edit_practice(practice, *, actor, version=None, **said):
    """What goes with the fiche; once published it is withdrawn first, so that nothing unread is shown."""
    if practice.state == PracticeState.PUBLISHED:
        raise Refused("Cette pratique est publiée\xa0: retirez-la, changez-la, proposez-la de nouveau.")
    return writing.edit(practice, actor=actor, version=version, **said)


@transaction.atomic
def pass_practice(practice, target, *, actor, today, reason="", version=None) -> Practice:
    """Proposing again takes the fiche as it is now. Raises `PassageRefused`, `Forbidden`, `Invalid`, `Stale`."""
    held = writing.hold(practice.contract)
    current = lock(practice, version=version)
    current.contract = held
    line = LIFECYCLE.find(current.state, target)
    if line is None:
        raise PassageRefused("Cette pratique n’est plus à l’état que vous aviez sous les yeux.")
    if actor is not None and not line.who(actor, current):
        raise Forbidden("Cette décision revient à la référente ou au référent, ou au siège de l’ARS.")
    if line.needs_reason and not reason.strip():
        raise Invalid(fields={"reason": ["Dites ce qu’il faut reprendre."]})
    current.state, current.remark = target, reason.strip()
    if target == PracticeState.PROPOSED:
        current.shown, current.proposed_on = snapshot(current.action), today
    if target == PracticeState.PUBLISHED:
        current.published_on = today
    with acting(actor):
        validated(current)
        return bump(current)


@transaction.atomic
def take_practice(practice, *, axis, actor, origin=""):
    """A new fiche in the contract of `axis`, from what is published; where it comes from is recorded."""
    if practice.state != PracticeState.PUBLISHED:
        raise Refused("Cette pratique n’est pas publiée.")
    if not Practice.objects.visible_to(actor).filter(pk=practice.pk).exists():
        raise Forbidden("Cette pratique est celle d’une autre région.")
    said = dict(practice.shown)
    made = create_action(contract=axis.contract, axis=axis, title=said.pop("title"), actor=actor, origin=origin, **said)
    source = f"{practice} ({practice.contract.title})"[:700]
    with acting(actor):
        # The contract is held since the fiche was made; the practice is, by its nature, of another one.
        validated(PracticeCopy(contract=made.contract, action=made, practice=practice, source=source)).save()
    return made
