"""Passages from a stage to another, and the facts beside them."""

from django.db import transaction
from django.utils import timezone

from contracts.enums import Stage
from contracts.lifecycle import LIFECYCLE
from contracts.models import Justification, Passage, Suspension
from contracts.permissions import can_steer
from contracts.requirements import missing_for
from contracts.writing import add, edit, hold, refuse_unless
from core.errors import Invalid, Missing, PassageRefused, Stale
from core.history import Acting, acting
from core.versioned import bump, validated
from core.wording import day

from . import signature

NOT_YOUR_PASSAGE = "Ce passage n’est pas de votre rôle."


@transaction.atomic
def pass_stage(*, contract, target, actor, reason="", version=None, at=None):
    """Take `contract` to the stage `target`.

    Raises `PassageRefused` where the table has no such line, where a reason is wanted, or where something blocking is
    missing (`.missing`); `Forbidden` where the actor may not; `Stale` where somebody passed it meanwhile.
    """
    at = at or timezone.now()
    held = hold(contract)
    if version is not None and held.version != int(version):
        raise Stale(held)
    transition = LIFECYCLE.find(held.stage, target)
    if transition is None:
        label = dict(Stage.choices).get(target, target)
        raise PassageRefused(f"De l’étape «\xa0{held.get_stage_display()}\xa0», on ne passe pas à «\xa0{label}\xa0».")
    refuse_unless(transition.who, actor, held, NOT_YOUR_PASSAGE)
    if transition.needs_reason and not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi : la raison est gardée avec le passage."]})
    missing = LIFECYCLE.missing(transition, held, today=timezone.localdate(at))
    if blocking := [item for item in missing if item.blocking]:
        raise PassageRefused(f"«\xa0{transition.label}\xa0» n’est pas encore possible.", blocking)
    with acting(actor) as now:
        return _pass(held, transition, now=now, reason=reason.strip(), at=at)


def _pass(contract, transition, *, now: Acting, reason, at):
    source = contract.stage
    contract.stage = transition.target
    if transition.target == Stage.IN_FORCE and not contract.signed_on:
        dates = [s.signed_on for s in contract.signatories.all() if s.signed_on]
        contract.signed_on = max(dates, default=None)
    if source == Stage.SIGNATURE and transition.target == Stage.CONSULTATION:
        signature.void_text(contract=contract, actor=now.actor, reason=reason, at=at)
    if transition.target == Stage.SIGNATURE:
        contract.frozen_at, contract.frozen_by = at, now.actor
    if transition.back and transition.target == Stage.DRAFTING:
        contract.agreements.filter(voided_at__isnull=True).update(voided_at=at)
    validated(contract)
    bump(contract)
    if transition.target == Stage.SIGNATURE:
        signature.fix_text(contract=contract, actor=now.actor, at=at)
    Passage.objects.create(
        contract=contract,
        source=source,
        target=transition.target,
        actor=now.actor,
        channel=now.channel,
        at=at,
        reason=reason,
    )
    return contract


@transaction.atomic
def justifiable(contract, *, today) -> dict[str, Missing]:
    """What a named person may justify before the signature or the entry in force, by the code of its rule."""
    return {
        item.code: item
        for target in (Stage.SIGNATURE, Stage.IN_FORCE)
        for item in missing_for(contract, target=target, today=today)
        if item.justifiable
    }


def justify(*, contract, rule, text, actor, today=None):
    """A named person says why a justifiable rule does not hold; kept in the journal."""
    refuse_unless(can_steer, actor, contract, "Seul·e la ou le référent ARS justifie une exception.")
    held = hold(contract)
    if rule not in justifiable(held, today=today or timezone.localdate()):
        raise Invalid("Cette règle n’a pas à être justifiée.")
    if not text.strip():
        raise Invalid(fields={"text": ["Écrivez la justification."]})
    with acting(actor):
        row = validated(Justification(contract=held, rule=rule, text=text.strip(), by=actor))
        row.save()
    return row


def suspend(*, contract, since, reason, actor, until=None):
    """A dated fact beside the stage, of a contract that runs: one that is over is suspended no more."""
    if not contract.signed:
        raise PassageRefused("Un contrat se suspend après sa signature.")
    if contract.stage != Stage.IN_FORCE:
        raise PassageRefused(f"Ce contrat est {contract.get_stage_display().lower()}\xa0: il ne se suspend plus.")
    end = contract.effective_ends_on
    if end and since > end:
        raise Invalid(fields={"since": [f"Le contrat a pris fin le {day(end)}\xa0: donnez un jour d’avant."]})
    return add(Suspension, contract=contract, actor=actor, may=can_steer, since=since, until=until, reason=reason)


def end_suspension(*, suspension, until, actor, version=None):
    return edit(suspension, actor=actor, version=version, may=can_steer, until=until)
