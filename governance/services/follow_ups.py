"""What follows from a decision: who, by when, with what proof."""

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from contracts import writing
from core.errors import Invalid, Refused
from core.history import acting
from core.versioned import bump, lock
from governance.models import FollowUp, GovernanceSettings
from governance.permissions import can_finish, can_verify

from .passages import refuse_locked

#: What was agreed in a meeting: once it is closed, only what comes of it changes (who, by when, done).
AGREED = ("text", "decision", "meeting")


def people_of(contract):
    """The accounts to whom something may be given: those who hold a role on the contract, or follow its département."""
    departments = contract.territory.departments.all()
    near = Q(territory_roles__department__in=departments) | Q(territory_roles__department=contract.department_id)
    return User.objects.filter(Q(contract_roles__contract=contract) | near, is_active=True).distinct()


def _refuse_stranger(contract, owner):
    """Whoever is given something is named on the page and reminded of it: nobody from elsewhere."""
    if owner is not None and not people_of(contract).filter(pk=owner.pk).exists():
        raise Invalid(fields={"owner": ["Cette personne n’a pas de rôle sur le contrat."]})


@transaction.atomic
def add_follow_up(*, contract, actor, text, decision=None, meeting=None, action=None, **fields) -> FollowUp:
    """What is asked after a decision, or in a meeting until it is closed.

    After the closing one may still hang on a decision: it is dated of the day it is written, and the relevé of the
    meeting stays what it was. Raises `Frozen` for a closed meeting, `Invalid` for rows of another contract.
    """
    held = writing.hold(contract)
    writing.refuse_foreign(held, decision=decision, meeting=meeting)
    _refuse_stranger(held, fields.get("owner"))
    if meeting is not None:
        refuse_locked(lock(meeting))
    elif decision is not None and decision.meeting and not lock(decision.meeting).locked:
        meeting = decision.meeting
    facts = {"decision": decision, "meeting": meeting, "action": action}
    return writing.add(FollowUp, contract=held, actor=actor, text=text, **facts, **fields)


@transaction.atomic
def edit_follow_up(follow_up, *, actor, version=None, **fields):
    """Raises `Refused` for a verified one, `Frozen` where what a closed meeting agreed would be rewritten."""
    writing.hold(follow_up.contract)
    current = lock(follow_up, version=version)
    if current.verified_on:
        raise Refused("Cette suite est vérifiée\xa0: rouvrez-la avant de la modifier.")
    if fields.get("owner") != current.owner:
        _refuse_stranger(current.contract, fields.get("owner"))
    if any(name in fields and fields[name] != getattr(current, name) for name in AGREED):
        for meeting in filter(None, (current.meeting, fields.get("meeting"))):
            refuse_locked(lock(meeting))
    return writing.edit(current, actor=actor, version=version, **fields)


@transaction.atomic
def finish_follow_up(follow_up, *, actor, on, today, proof="", version=None):
    """Done, with its proof. Not dated in the future. Whoever it was given to may say it, and the writers."""
    if on > today:
        raise Invalid(fields={"done_on": ["Cette date est à venir."]})
    if not follow_up.open:
        raise Refused("Cette suite est déjà faite ou abandonnée.")
    done = {"done_on": on, "done_by": actor, "proof": proof.strip()}
    return writing.edit(
        follow_up, actor=actor, version=version, may=lambda user, _: can_finish(user, follow_up), **done
    )


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
    undone = {"done_on": None, "done_by": None, "proof": "", "dropped_reason": ""}
    undone |= {"verified_by": None, "verified_on": None}
    return writing.edit(follow_up, actor=actor, version=version, **undone)


@transaction.atomic
def verify_follow_up(follow_up, *, actor, today, version=None):
    """Another person than the one who did it says that it is done."""
    if follow_up.done_on is None:
        raise Refused("Ce qui n’est pas fait ne se vérifie pas.")
    if follow_up.verified_on:
        raise Refused("Cette suite est déjà vérifiée.")
    if actor is not None and writing.can_write(actor, follow_up.contract) and not can_verify(actor, follow_up):
        raise Refused("La vérification revient à une autre personne que celle qui l’a fait.")
    return writing.edit(follow_up, actor=actor, version=version, verified_by=actor, verified_on=today)


@transaction.atomic
def set_verification(*, contract, actor, wanted):
    """Whether high-priority follow-ups of `contract`, once done, wait for somebody else to verify them."""
    writing.refuse_unless(writing.can_write, actor, contract)
    held = writing.hold(contract)
    with acting(actor):
        settings, made = GovernanceSettings.objects.get_or_create(contract=held, defaults={"verify_follow_ups": wanted})
        if made or settings.verify_follow_ups == wanted:
            return settings
        current = lock(settings)
        current.verify_follow_ups = wanted
        return bump(current)
