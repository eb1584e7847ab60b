"""A person leaves: what she held is given to others, then her account closes."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from accounts.holdings import held_by, holders
from accounts.models import User
from accounts.permissions import may_manage_account
from core.errors import Forbidden, Invalid, Refused
from core.history import acting

from .people import NOT_YOURS, deactivate

NOT_THERE = "Cette personne ne peut rien tenir sur ce contrat\xa0: donnez-lui d’abord un rôle."


def holdings_for(user, actor) -> list:
    """(kind, holding) of what `user` holds and `actor` may give to somebody."""
    found = held_by(_alone(user))
    return found if may_manage_account(actor, user) else [pair for pair in found if pair[0].may(actor, pair[1].host)]


def waiting_for(actor) -> list:
    """(person, how many things) of people withdrawn from sign-in whose things wait on the contracts of `actor`.

    One query; of the person, what names her.
    """
    counted = Counter(holders(User.objects.filter(is_active=False), by=actor))
    names = ["id", "email", "display_name"]
    return [(User.from_db(None, names, person), count) for person, count in counted.items()]


def _alone(user):
    return User.objects.filter(pk=user.pk)


@transaction.atomic
def reassign(*, user, gifts, actor, today=None) -> int:
    """`gifts`: {key of a holding: the account that takes it}. All of them or none; returns how many.

    Managers of the account give everything, the référent what lies on his contracts. Raises `Refused` where a thing is
    no longer held, `Invalid` by key where the one who takes it cannot.
    """
    # Whoever takes is held too: her account does not close at the same moment.
    people = User.objects.select_for_update().filter(pk__in={user.pk, *(to.pk for to in gifts.values())})
    now = {each.pk: each for each in people.order_by("pk")}
    held = {holding.key: (kind, holding) for kind, holding in held_by(_alone(user))}
    if missing := [key for key in gifts if key not in held]:
        raise Refused(f"{len(missing)}\xa0élément(s) ne sont plus à cette personne\xa0: rechargez la page.")
    refused = {}
    with acting(actor):
        for key, (kind, holding) in held.items():
            if key in gifts:
                refused |= _give(kind, holding, now[gifts[key].pk], user, actor, today or timezone.localdate())
    if refused:
        raise Invalid(fields=refused)
    return len(gifts)


def _give(kind, holding, to, user, actor, today) -> dict:
    if not (may_manage_account(actor, user) or kind.may(actor, holding.host)):
        raise Forbidden(NOT_YOURS)
    if to.pk == user.pk or not to.is_active or to not in kind.candidates(holding.host):
        return {holding.key: [NOT_THERE]}
    kind.give(holding.row, to, today)
    return {}


@transaction.atomic
def close_account(*, user, actor, at=None):
    """For good: refused as long as something waits for somebody. The journal keeps her name."""
    current = User.objects.select_for_update().get(pk=user.pk)
    if not may_manage_account(actor, current):
        raise Forbidden(NOT_YOURS)
    if current.closed_at:
        raise Refused("Ce compte est déjà fermé.")
    if waiting := len(held_by(_alone(current))):
        raise Refused(f"{waiting}\xa0élément(s) sont encore à cette personne\xa0: donnez-les d’abord à quelqu’un.")
    deactivate(user=current, actor=actor)
    current.closed_at = at or timezone.now()
    with acting(actor):
        current.save(update_fields=["closed_at"])
    return current
