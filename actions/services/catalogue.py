"""The region's catalogue of indicators: the siège writes it, every contract of the region takes from it."""

from django.db import transaction

from actions.models import CatalogueIndicator, Measure
from contracts.services.region import may_set
from contracts.writing import hold
from core.errors import Forbidden, Invalid, ServiceError, Stale
from core.history import acting
from core.versioned import change, validated

from .rows import add_measure, edit_row

NOT_YOURS = "Le catalogue d’indicateurs s’écrit par le siège de la région."


@transaction.atomic
def add_entry(*, region, actor, title, **fields) -> CatalogueIndicator:
    _refuse_unless_siege(actor, region)
    with acting(actor):
        entry = validated(CatalogueIndicator(region=region, title=" ".join(title.split()), **fields))
        entry.save()
    return entry


def change_entry(*, entry, actor, version=None, **fields) -> CatalogueIndicator:
    """The indicators already made keep their own words; the next ones take these."""
    for region in (entry.region, fields.get("region", entry.region)):
        _refuse_unless_siege(actor, region)
    with acting(actor):
        return change(entry, version=version, **fields)


def _refuse_unless_siege(actor, region):
    if actor is not None and not may_set(actor, region):
        raise Forbidden(NOT_YOURS)


class ValuesRefused(ServiceError):
    """What was refused, by the indicator's id; nothing was written."""

    def __init__(self, refusals):
        self.refusals = refusals
        super().__init__(*(sentence for refusal in refusals.values() for sentence in refusal.sentences))


@transaction.atomic
def save_values(*, indicators, on, told, actor):
    """Many values of one date at once. `told`: {indicator id: (value, text, comment, version seen or None)}.

    A value of that date is changed, else added; one left empty is left as it is. Without a version, no value of that
    date was seen: one given meanwhile is `Stale`. All or nothing: `ValuesRefused`.
    """
    # Held before one looks: two people who type the value of one day at once would each find none.
    for contract in {row.contract for row in indicators}:
        hold(contract)
    known = {row.indicator_id: row for row in Measure.objects.filter(indicator__in=indicators, on=on)}
    refusals, written = {}, 0
    for indicator in indicators:
        value, text, comment, version = told.get(indicator.pk, (None, "", "", None))
        if value is None and not text:
            if comment:
                refusals[indicator.pk] = Invalid(fields={"value": ["Donnez une valeur avec ce commentaire."]})
            continue
        try:
            _save_value(indicator, known.get(indicator.pk), on, actor, version, value, text, comment)
            written += 1
        except ServiceError as refusal:
            refusals[indicator.pk] = refusal
    if refusals:
        raise ValuesRefused(refusals)
    return written


@transaction.atomic
def _save_value(indicator, row, on, actor, version, value, text, comment):
    told = {"value": value, "text": text, "comment": comment}
    if row is None:
        return add_measure(indicator=indicator, actor=actor, on=on, **told)
    if version is None:
        raise Stale(row)
    return edit_row(row, actor=actor, version=version, **told)
