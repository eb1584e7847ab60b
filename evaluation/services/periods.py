"""The periods of a region: chosen, told, closed by its siège; then corrected, never changed."""

import copy
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from accounts.permissions import may_manage_region
from contracts.models import Contract
from contracts.services.region import NOT_YOURS
from core import richtext
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.versioned import bump, lock, validated
from core.wording import cut
from evaluation.consolidated import consolidate, revived
from evaluation.models import EvaluationPeriod, PeriodCorrection
from evaluation.period_places import place_of
from evaluation.sizes import sizes_of
from evaluation.small_groups import fewest_of

CLOSED = "Cette période est close\xa0: ses chiffres ne changent que par une correction."


def choosable(region):
    """The signed contracts of the region."""
    found = Contract.objects.in_regions([region.pk]).signed()
    return found.select_related("territory").order_by("title", "pk")


def told(period, *, today) -> dict:
    """What the period says: what was kept where it is closed, else what is known today or was on its last day."""
    if period.closed:
        return revived(copy.deepcopy(period.snapshot))
    contracts = period.contracts.select_related("territory").order_by("pk")
    return consolidate(
        contracts,
        today=today,
        at=min(period.ends_on, today),
        sizes=sizes_of(period.region),
        fewest=fewest_of(period.region_id),
    )


@transaction.atomic
def open_period(*, region, actor, title, starts_on, ends_on, contracts=None) -> EvaluationPeriod:
    """Every signed contract of the region is in it unless some are chosen."""
    _refuse(actor, region)
    chosen = choosable(region) if contracts is None else contracts
    with acting(actor):
        made = validated(EvaluationPeriod(region=region, title=title, starts_on=starts_on, ends_on=ends_on))
        made.save()
        made.contracts.set(_of_region(region, chosen))
    return made


@transaction.atomic
def edit_period(*, period, actor, version=None, contracts=None, **fields):
    """Its name, its dates and its contracts, as long as it is open."""
    _refuse(actor, period.region)
    with acting(actor):
        current = lock(period, version=version)
        if current.closed:
            raise Refused(CLOSED)
        for name, value in fields.items():
            setattr(current, name, value)
        bump(validated(current))
        if contracts is not None:
            current.contracts.set(_of_region(period.region, contracts))
    return current


def _of_region(region, contracts):
    wanted = list(contracts)
    if len(wanted) != choosable(region).filter(pk__in=[each.pk for each in wanted]).count():
        raise Invalid(fields={"contracts": ["Un contrat choisi n’est pas un contrat signé de la région."]})
    return wanted


@transaction.atomic
def write_synthesis(*, period, actor, synthesis, version=None):
    """The words of the ARS may still change after the closing: they are no figure."""
    _refuse(actor, period.region)
    with acting(actor):
        current = lock(period, version=version)
        current.synthesis = richtext.sanitize(synthesis)
        return bump(validated(current))


@transaction.atomic
def close_period(*, period, actor, today, version=None, at=None):
    """Its figures are kept as they are now. Not before its last day."""
    _refuse(actor, period.region)
    with acting(actor):
        current = lock(period, version=version)
        if current.closed:
            raise Refused("Cette période est déjà close.")
        if current.ends_on > today:
            raise Refused("La période n’est pas finie\xa0: elle se clôt à partir de son dernier jour.")
        if not current.contracts.exists():
            raise Refused("Choisissez d’abord les contrats de la période.")
        current.snapshot = json.loads(json.dumps(told(current, today=today), cls=DjangoJSONEncoder))
        current.closed_at, current.closed_by = at or timezone.now(), actor
        return bump(validated(current))


@transaction.atomic
def correct_figure(*, period, actor, code, line, column, value, reason, whole=None, version=None) -> PeriodCorrection:
    """One number of a closed period (`evaluation.period_places`), with its reason; what follows from it follows.

    `whole`: that of a part told beside its rest, where it is wrong too.
    """
    _refuse(actor, period.region)
    wrong = {}
    if not reason.strip():
        wrong["reason"] = ["Dites pourquoi ce chiffre est corrigé."]
    if value is None or value < 0:
        wrong["value"] = ["Écrivez un nombre, zéro ou plus."]
    if wrong:
        raise Invalid(fields=wrong)
    with acting(actor):
        current = _hold_closed(period, version)
        place = place_of(current.snapshot, code, line, column)
        was, before = place.read()
        if was == value and whole in (None, place.own_whole):
            raise Invalid(fields={"value": ["C’est déjà la valeur de ce chiffre."]})
        place.write(value, whole if place.own_whole is not None else None)
        return _traced(current, actor, place.label, before, place.words, reason)


@transaction.atomic
def correct_sentence(*, period, actor, place, sentence, reason, version=None) -> PeriodCorrection:
    """One sentence of what is not comparable: its figures too are kept; empty, it goes."""
    _refuse(actor, period.region)
    if not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi cette phrase est corrigée."]})
    with acting(actor):
        current = _hold_closed(period, version)
        kept: dict = current.snapshot or {}
        said, words = kept["unsaid"], " ".join(sentence.split())
        if not 0 <= place < len(said):
            raise Invalid("Cette phrase n’est pas dans la période.")
        before = said[place]
        if words == before:
            raise Invalid(fields={"sentence": ["C’est déjà cette phrase."]})
        said[place : place + 1] = [words] if words else []
        return _traced(current, actor, SENTENCES, before, words or "phrase retirée", reason)


SENTENCES = "Ce qui n’est pas comparable"


def _hold_closed(period, version) -> EvaluationPeriod:
    current = lock(period, version=version)
    if not current.closed:
        raise Refused("La période est ouverte\xa0: ses chiffres se corrigent là où ils sont saisis.")
    return current


def _traced(current, actor, place, before, after, reason) -> PeriodCorrection:
    bump(current)
    made = PeriodCorrection(
        period=current, place=cut(place, 500), before=before, after=after, reason=reason.strip(), by=actor
    )
    validated(made).save()
    return made


def _refuse(actor, region):
    if actor is not None and not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)
