"""A démarche begins, is described, passes from a state to another, and becomes a contract."""

from django.db import transaction
from django.utils import timezone

from contracts.approach_lifecycle import LIFECYCLE
from contracts.enums import ApproachState
from contracts.following import followers_of
from contracts.models import Approach, ApproachPassage
from contracts.permissions import can_create, follows_approach
from contracts.services.contract import create_contract
from core.errors import Forbidden, Invalid, PassageRefused, Refused
from core.history import acting
from core.versioned import bump, lock, validated
from territories.models import Department, Territory
from territories.services import set_perimeter

NOT_YOURS = "Les démarches sont suivies par les référents du département et le siège de l’ARS."
OVER = "Cette démarche est close\xa0: elle se relit, elle ne change plus."
MOVED = "Cette démarche n’est plus à l’état que vous aviez sous les yeux."
DEDICATED = "Devenir un contrat se fait avec son titre, par «\xa0En faire un contrat\xa0»."


@transaction.atomic
def open_approach(*, actor, name, department, asked_on, members=(), at=None, **fields) -> Approach:
    """`members`: `(level, code, name)` of the perimeter that is thought of; none is an answer too."""
    if actor is not None and not can_create(actor):
        raise Forbidden(NOT_YOURS)
    approach = Approach(name=_tidy(name), department=department, asked_on=asked_on, **fields)
    with acting(actor) as now:
        _refuse_out_of_sight(approach, actor)
        territory = validated(Territory(name=approach.name))
        territory.save()
        approach.territory = territory
        validated(approach)
        approach.save()
        if members:
            set_perimeter(territory=territory, members=list(members), actor=actor)
        _tell_passage(approach, "", now, at)
    return approach


@transaction.atomic
def change_approach(*, approach, actor, version=None, members=None, **fields) -> Approach:
    """Raises `Stale`, `Invalid`, or `Refused` for a démarche that is over."""
    current = hold_approach(approach, actor, version=version)
    if "name" in fields:
        fields["name"] = _tidy(fields["name"])
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    if not changed and members is None:
        return current
    with acting(actor):
        for name, value in changed.items():
            setattr(current, name, value)
        _refuse_out_of_sight(current, actor)
        bump(validated(current))
        if members is not None:
            set_perimeter(territory=current.territory, members=list(members), actor=actor)
    return current


@transaction.atomic
def pass_approach(*, approach, target, actor, reason="", version=None, at=None) -> Approach:
    """Raises `PassageRefused` where the table has no such line, `Invalid` without the reason that it wants."""
    if target == ApproachState.CONTRACT:
        raise Refused(DEDICATED)
    current = hold_approach(approach, actor, version=version, closed=True)
    line = _line(current, target)
    if line.needs_reason and not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi\xa0: la raison est gardée avec le passage."]})
    return _pass(current, target, actor=actor, reason=reason.strip(), at=at)


@transaction.atomic
def become_contract(*, approach, title, actor, version=None, at=None):
    """A contract at the stage « Initiative », with the département and the perimeter that are known.

    The démarche stays, and each leads to the other. A second time is a `PassageRefused`.
    """
    at = at or timezone.now()
    current = hold_approach(approach, actor, version=version, closed=True)
    _line(current, ApproachState.CONTRACT)
    members = [(row.level, row.code, row.name) for row in current.territory.members.all()]
    current.contract = create_contract(
        actor=actor,
        title=title,
        department=current.department,
        members=members,
        territory_name=current.name,
        today=timezone.localdate(at),
    )
    _pass(current, ApproachState.CONTRACT, actor=actor, at=at)
    return current.contract


def hold_approach(approach, actor, *, version=None, closed=False):
    """The démarche as it is, locked, for whoever follows it; `closed` lets in one that is over."""
    current = lock(approach, version=version)
    if actor is not None and not follows_approach(actor, current):
        raise Forbidden(NOT_YOURS)
    if not closed and not current.is_open:
        raise Refused(OVER)
    return current


def _line(approach, target):
    line = LIFECYCLE.find(approach.state, target)
    if line is None:
        raise PassageRefused(MOVED)
    return line


def _pass(approach, target, *, actor, reason="", at=None):
    source, approach.state = approach.state, target
    with acting(actor) as now:
        bump(validated(approach))
        _tell_passage(approach, source, now, at, reason)
    return approach


def _tell_passage(approach, source, now, at, reason=""):
    ApproachPassage.objects.create(
        approach=approach,
        source=source,
        target=approach.state,
        actor=now.actor,
        channel=now.channel,
        at=at or timezone.now(),
        reason=reason,
    )


def _refuse_out_of_sight(approach, actor):
    """Nobody puts a démarche out of their own sight, nor in the hands of somebody who would not see it."""
    if actor is not None and not follows_approach(actor, approach):
        raise Invalid(fields={"department": ["Choisissez un département que vous suivez."]})
    if approach.referent is None:
        return
    if not followers_of(Department.objects.filter(pk=approach.department_id)).filter(pk=approach.referent_id).exists():
        raise Invalid(fields={"referent": ["Cette personne ne suit pas ce département."]})


def _tidy(name):
    return " ".join(str(name or "").split())
