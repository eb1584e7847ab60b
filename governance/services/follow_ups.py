"""What follows from a decision: who, by when, with what proof."""

from django.db import transaction

from contracts import writing
from core.errors import Invalid, Refused
from governance.models import FollowUp


def add_follow_up(*, contract, actor, text, decision=None, meeting=None, action=None, **fields) -> FollowUp:
    facts = {"decision": decision, "meeting": meeting or (decision.meeting if decision else None), "action": action}
    return writing.add(FollowUp, contract=contract, actor=actor, text=text, **facts, **fields)


def edit_follow_up(follow_up, *, actor, version=None, **fields):
    return writing.edit(follow_up, actor=actor, version=version, **fields)


@transaction.atomic
def finish_follow_up(follow_up, *, actor, on, today, proof="", version=None, may=writing.can_write):
    """Done, with its proof. Not dated in the future."""
    if on > today:
        raise Invalid(fields={"done_on": ["Cette date est à venir."]})
    if not follow_up.open:
        raise Refused("Cette suite est déjà faite ou abandonnée.")
    return writing.edit(follow_up, actor=actor, version=version, may=may, done_on=on, proof=proof)


@transaction.atomic
def drop_follow_up(follow_up, *, actor, reason, version=None):
    if not reason.strip():
        raise Invalid(fields={"dropped_reason": ["Dites pourquoi elle est abandonnée."]})
    if not follow_up.open:
        raise Refused("Cette suite est déjà faite ou abandonnée.")
    return writing.edit(follow_up, actor=actor, version=version, dropped_reason=reason.strip())


@transaction.atomic
def reopen_follow_up(follow_up, *, actor, version=None):
    """A slip of the hand: open again as it was; its verification is undone with it."""
    undone = {"done_on": None, "proof": "", "dropped_reason": "", "verified_by": None, "verified_on": None}
    return writing.edit(follow_up, actor=actor, version=version, **undone)


@transaction.atomic
def verify_follow_up(follow_up, *, actor, today, version=None):
    """Another person than the one who did it says that it is done."""
    if follow_up.done_on is None:
        raise Refused("Ce qui n’est pas fait ne se vérifie pas.")
    if actor is not None and actor.pk == follow_up.owner_id:
        raise Refused("La vérification revient à une autre personne que celle qui l’a fait.")
    return writing.edit(follow_up, actor=actor, version=version, verified_by=actor, verified_on=today)
