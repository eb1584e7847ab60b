"""The periods of a region: chosen, told, closed by its siège; then corrected, never changed."""

import copy
import json
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from accounts.permissions import may_manage_region
from contracts.models import Contract
from contracts.services.region import NOT_YOURS
from core import richtext
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.shares import shares
from core.versioned import bump, lock, validated
from core.wording import number
from evaluation.consolidated import consolidate, revived
from evaluation.figures import named
from evaluation.figures.told import Cell
from evaluation.models import EvaluationPeriod, PeriodCorrection
from evaluation.sizes import sizes_of

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
    return consolidate(contracts, today=today, at=min(period.ends_on, today), sizes=sizes_of(period.region))


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
def correct_figure(*, period, actor, code, line, column, value, reason, version=None) -> PeriodCorrection:
    """One cell of a closed period, with its reason; the shares of its whole follow."""
    _refuse(actor, period.region)
    wrong = {}
    if not reason.strip():
        wrong["reason"] = ["Dites pourquoi ce chiffre est corrigé."]
    if value is None or value < 0:
        wrong["value"] = ["Écrivez un nombre, zéro ou plus."]
    if wrong:
        raise Invalid(fields=wrong)
    with acting(actor):
        current = lock(period, version=version)
        if not current.closed:
            raise Refused("La période est ouverte\xa0: ses chiffres se corrigent là où ils sont saisis.")
        figure, row, place = cell_of(current.snapshot, code, line, column)
        cell = row["cells"][place]
        before = cell["words"]
        if Decimal(str(cell["value"] or 0)) == value:
            raise Invalid(fields={"value": ["C’est déjà la valeur de ce chiffre."]})
        _correct(figure, cell, place, value)
        bump(current)
        made = PeriodCorrection(
            period=current,
            place=f"{figure['label']}, {row['label']}, {figure['columns'][place]['label']}"[:500],
            before=before,
            after=cell["words"],
            reason=reason.strip(),
            by=actor,
        )
        validated(made).save()
    return made


def cell_of(snapshot, code, line, column):
    """(figure, line, place of the column) of a snapshot, by their codes; raises `Invalid` where there is none."""
    figure = next((each for each in snapshot["figures"] if each["code"] == code), None)
    row = next((each for each in figure["lines"] if each["code"] == line), None) if figure else None
    places = [at for at, each in enumerate(figure["columns"]) if each["code"] == column] if figure else []
    if row is None or not places:
        raise Invalid("Ce chiffre n’est pas dans la période.")
    return figure, row, places[0]


def _correct(figure, cell, place, value):
    """The cell, its share, those of the other parts of the same whole, and the total under them."""
    unit = figure["columns"][place]["unit"]
    column = [line["cells"][place] for line in figure["lines"]]
    parts = [each for each in column if each["whole"]]
    adds_up = _add_up(figure, parts, place)
    whole = Decimal(str(cell["whole"])) if cell["whole"] else None
    if whole is not None and not adds_up and value > whole:
        raise Invalid(fields={"value": [f"Ce chiffre est une part de {number(whole)}\xa0: il ne le dépasse pas."]})
    cell["value"] = int(value) if value == value.to_integral_value() else str(value)
    if cell in parts and adds_up:
        told = shares(dict(enumerate(map(_value, parts))), decimals=named(figure["code"]).decimals)
        for each, share in zip(parts, told.values(), strict=True):
            _say(each, unit, share.total, share.percent)
    else:
        _say(cell, unit, whole, (100 * value / whole).quantize(Decimal("0.1")) if whole else None)
    if figure["total"] is not None:
        total = figure["total"]["cells"][place]
        total["value"] = str(sum(map(_value, column)))
        total["words"] = Cell(_value(total), unit).words


def _add_up(figure, parts, place) -> bool:
    """These cells are all the parts of one whole, which a correction moves.

    One part told beside its rest is not, nor are lines on which the same fiche may count several times.
    """
    if named(figure["code"]).overlaps:
        return False
    if parts and figure["total"] is not None:
        return not figure["total"]["cells"][place]["whole"]
    wholes = {Decimal(str(each["whole"])) for each in parts}
    return len(parts) > 1 and wholes == {sum(map(_value, parts))}


def _value(cell) -> Decimal:
    return Decimal(str(cell["value"] or 0))


def _say(cell, unit, whole, percent):
    if whole:
        cell["whole"], cell["percent"] = str(whole), str(percent)
    cell["words"] = Cell(_value(cell), unit, whole=whole, percent=percent).words


def _refuse(actor, region):
    if actor is not None and not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)
