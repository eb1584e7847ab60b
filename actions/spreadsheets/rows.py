"""The rows of the three sheets, read from the base a few hundred fiches at a time."""

from collections.abc import Iterator

from django.db.models import Prefetch

from actions.models import ActionOrganisation, Funding, Indicator

from .columns import FICHES, FUNDINGS, INDICATORS, Sheet

CHUNK = 250


def whole(actions):
    """The fiches with all that the sheet « Fiches » shows, in a constant number of queries a chunk."""
    parts = ActionOrganisation.objects.select_related("organisation")
    return actions.select_related("axis", "objective", "competent_authority").prefetch_related(
        Prefetch("organisation_parts", parts), "person_parts__user", "places"
    )


def fundings_of(actions):
    rows = Funding.objects.filter(action__in=actions).select_related("action", "funder", "funding_agreement")
    return rows.order_by("action__axis__position", "action__position", "action_id", "position", "pk")


def indicators_of(actions):
    rows = Indicator.objects.filter(action__in=actions).select_related("action", "responsible")
    ordered = rows.order_by("action__axis__position", "action__position", "action_id", "position", "pk")
    return ordered.prefetch_related("measures")


def cells_of(sheet: Sheet, row) -> list:
    """Id, print, and what each column shows."""
    shown = [column.shown(row) for column in sheet.columns]
    return [row.pk, sheet.print_of(shown), *shown]


def table(sheet: Sheet, rows) -> Iterator[list]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield cells_of(sheet, row)


def tables(actions):
    """(sheet, rows) of the fiches `actions`, in the order of the workbook."""
    chosen = actions.order_by().values("pk")
    yield FICHES, table(FICHES, whole(actions))
    yield FUNDINGS, table(FUNDINGS, fundings_of(chosen))
    yield INDICATORS, table(INDICATORS, indicators_of(chosen))
