"""The columns that a list of fiches may show beside number and title, and what each asks of the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Sum

from actions.models import ActionPerson, Funding
from actions.querysets import ActionQuerySet

#: The name of the choice in an address (`?columns=status,lead`) and among what is remembered of a person.
NAME = "columns"


@dataclass(frozen=True)
class Column:
    """`up` and `down` are the orders that its header asks for; `usual` is shown to who chose nothing."""

    code: str
    label: str
    up: str = ""
    down: str = ""
    usual: bool = False
    prepare: Callable[..., QuerySet] = lambda rows: rows


def _people(rows):
    leads = ActionPerson.objects.filter(part="lead").exclude(name="")
    return rows.prefetch_related(Prefetch("person_parts", queryset=leads, to_attr="lead_person_rows"))


def _planned(rows):
    lines = Funding.objects.filter(action=OuterRef("pk")).order_by().values("action")
    return rows.annotate(planned_total=Subquery(lines.annotate(total=Sum("planned")).values("total")))


COLUMNS = {
    column.code: column
    for column in [
        Column("status", "Statut", "status", usual=True),
        Column("priority", "Priorité", "priority"),
        Column("lead", "Pilote", usual=True),
        Column("person", "Personne pilote", prepare=_people),
        Column("starts_on", "Début"),
        Column("ends_on", "Échéance", "ends_on", "-ends_on", usual=True),
        Column("updated_at", "Dernières nouvelles", "updated_at", "-updated_at", usual=True),
        Column("themes", "Thèmes"),
        Column("publics", "Publics"),
        Column("origin", "Provenance"),
        Column("planned", "Montant prévu", prepare=_planned),
        Column("missing", "À compléter", prepare=ActionQuerySet.with_completeness),
    ]
}
USUAL = [code for code, column in COLUMNS.items() if column.usual]


def known(codes: Iterable) -> list[str]:
    """Those that exist, in the order of the table; the usual ones where none does."""
    wanted = set(codes)
    return [code for code in COLUMNS if code in wanted] or USUAL


def chosen(query, user) -> list[Column]:
    """What the address asks for, else what this person chose last."""
    asked = [code for value in query.getlist(NAME) for code in value.split(",")]
    return [COLUMNS[code] for code in known(asked or user.preferences.get(NAME, []))]


def prepared(rows, columns) -> QuerySet:
    for column in columns:
        rows = column.prepare(rows)
    return rows
