"""The rows of the three sheets, read from the base a few hundred fiches at a time.

What hangs on a fiche is read as plain tuples: an object for each name would take longer than to write the workbook.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from accounts.models import Organisation
from actions.models import (
    Action,
    ActionOrganisation,
    ActionPerson,
    ActionPlace,
    Funding,
    FundingAgreement,
    Indicator,
    Measure,
)

from .columns import FICHES, FUNDINGS, INDICATORS, Sheet

CHUNK = 250


class ShownOrganisation(NamedTuple):
    part: str
    name: str


class ShownPerson(NamedTuple):
    part: str
    name: str
    function: str
    email: str
    user_id: int | None


class ShownPlace(NamedTuple):
    level: str
    code: str
    name: str

    def __str__(self):
        return self.name or self.code


LISTS = {
    "shown_organisations": (ActionOrganisation, ShownOrganisation, ("part", "organisation__name")),
    "shown_people": (ActionPerson, ShownPerson, ("part", "name", "function", "email", "user_id")),
    "shown_places": (ActionPlace, ShownPlace, ("level", "code", "name")),
}


def with_lists(actions: list[Action]) -> list[Action]:
    """Puts on each fiche the three lists that the sheet « Fiches » shows."""
    pks = [action.pk for action in actions]
    for name, (model, shown, fields) in LISTS.items():
        held = defaultdict(list)
        rows = model._base_manager.filter(action__in=pks).order_by("position", "id")
        for pk, *values in rows.values_list("action_id", *fields):
            held[pk].append(shown(*values))
        for action in actions:
            setattr(action, name, held[action.pk])
    return actions


def whole(actions):
    return with_lists(list(actions.select_related("axis", "objective", "competent_authority")))


def fiches(actions) -> Iterator[Action]:
    found = actions.select_related("axis", "objective", "competent_authority").iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from with_lists(chunk)


def fundings(actions) -> Iterator[Funding]:
    rows = _in_order(Funding.objects.filter(action__in=actions))
    agreements = FundingAgreement.objects.filter(fundings__action__in=actions)
    named = {
        "action": _names(actions),
        "funder": Organisation.objects.filter(fundings__action__in=actions).only("name").in_bulk(),
        "funding_agreement": agreements.only("reference", "title").in_bulk(),
    }
    return (_linked(row, named) for row in rows.iterator(chunk_size=CHUNK))


def with_last_measure(indicators):
    last = Measure.objects.filter(indicator=OuterRef("pk")).order_by("-on", "-pk")
    shown = {"last_on": "on", "last_value": "value", "last_text": "text"}
    return indicators.annotate(**{name: Subquery(last.values(field)[:1]) for name, field in shown.items()})


def indicators(actions) -> Iterator[Indicator]:
    rows = _in_order(with_last_measure(Indicator.objects.filter(action__in=actions)))
    responsible = Organisation.objects.filter(indicators__action__in=actions).only("name").in_bulk()
    named = {"action": _names(actions), "responsible": responsible}
    return (_linked(row, named) for row in rows.iterator(chunk_size=CHUNK))


def _names(actions):
    return Action.objects.filter(pk__in=actions).only("number", "title").in_bulk()


def _in_order(rows):
    return rows.order_by("action__axis__position", "action__position", "action_id", "position", "pk")


def _linked(row, named):
    for field, known in named.items():
        key = getattr(row, f"{field}_id")
        if key is not None:
            # Straight into the cache: a fiche is named by many rows.
            row._state.fields_cache[field] = known[key]
    return row


def cells_of(sheet: Sheet, row) -> list:
    """Id, print, and what each column shows."""
    shown = [column.shown(row) for column in sheet.columns]
    return [row.pk, sheet.print_of(shown), *shown]


def table(sheet: Sheet, rows) -> Iterator[list]:
    return (cells_of(sheet, row) for row in rows)


def tables(actions):
    """(sheet, rows) of the fiches `actions`, in the order of the workbook."""
    chosen = actions.order_by().values("pk")
    yield FICHES, table(FICHES, fiches(actions))
    yield FUNDINGS, table(FUNDINGS, fundings(chosen))
    yield INDICATORS, table(INDICATORS, indicators(chosen))
