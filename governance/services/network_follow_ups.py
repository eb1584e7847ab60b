"""What follows from the decisions of a network: who, by when, with what proof."""

from django.db import transaction

from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.versioned import change, lock
from governance.models import NetworkFollowUp
from governance.permissions import can_finish_for_network

from .networks import accounts_of, hold, insert, refuse_unless_held_by

NOT_ASKED = "Cette suite est confiée à quelqu’un d’autre."


@transaction.atomic
def add_follow_up(*, network, actor, text, decision=None, **fields) -> NetworkFollowUp:
    held = hold(network)
    refuse_unless_held_by(actor, held)
    _refuse_foreign(held, decision)
    _refuse_stranger(held, fields.get("owner"))
    return insert(NetworkFollowUp(network=held, text=text, decision=decision, **fields), actor)


def _refuse_foreign(network, decision):
    if decision is not None and decision.network_id != network.pk:
        raise Invalid(fields={"decision": ["Cette décision est d’une autre instance."]})


def _refuse_stranger(network, owner):
    """Whoever is given something is named on the page and reminded of it: nobody but a member."""
    if owner is not None and not accounts_of(network).filter(pk=owner.pk).exists():
        raise Invalid(fields={"owner": ["Cette personne n’est pas membre de l’instance."]})


@transaction.atomic
def edit_follow_up(row, *, actor, version=None, **fields) -> NetworkFollowUp:
    held = hold(row.network)
    refuse_unless_held_by(actor, held)
    _refuse_foreign(held, fields.get("decision"))
    if fields.get("owner") != row.owner:
        _refuse_stranger(held, fields.get("owner"))
    return _change(row, actor, version, **fields)


@transaction.atomic
def finish_follow_up(row, *, actor, on, today, proof="", version=None) -> NetworkFollowUp:
    """Said by whoever it was given to, and by those who hold the network. Not dated in the future."""
    hold(row.network)
    if actor is not None and not can_finish_for_network(actor, row):
        raise Forbidden(NOT_ASKED)
    if on > today:
        raise Invalid(fields={"done_on": ["Cette date est à venir."]})
    _refuse_settled(row)
    return _change(row, actor, version, done_on=on, done_by=actor, proof=proof.strip())


@transaction.atomic
def drop_follow_up(row, *, actor, reason, version=None) -> NetworkFollowUp:
    refuse_unless_held_by(actor, hold(row.network))
    if not reason.strip():
        raise Invalid(fields={"dropped_reason": ["Dites pourquoi elle est abandonnée."]})
    _refuse_settled(row)
    return _change(row, actor, version, dropped_reason=reason.strip())


@transaction.atomic
def reopen_follow_up(row, *, actor, version=None) -> NetworkFollowUp:
    """A slip of the hand: open again as it was."""
    refuse_unless_held_by(actor, hold(row.network))
    return _change(row, actor, version, done_on=None, done_by=None, proof="", dropped_reason="")


def _refuse_settled(row):
    if not lock(row).open:
        raise Refused("Cette suite est déjà faite ou abandonnée.")


def _change(row, actor, version, **fields):
    with acting(actor):
        return change(row, version=version, **fields)
