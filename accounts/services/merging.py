"""Two names for one organisation: everything that pointed to the second then points to the first.

The walk is generic: it follows every foreign key of the database, so that no app needs to be known here. What was
signed keeps the name that it was signed under: apps say which rows stay with `leave_in_place`, and a row that the
database refuses to touch stays too.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, models, transaction

from accounts.models import Organisation, OrganisationAlias
from accounts.permissions import may_merge_organisations
from core.errors import Forbidden, Refused
from core.history import acting
from core.search import search_key
from core.versioned import Versioned, bump

_stays: dict[str, Callable] = {}


def leave_in_place(label, rows_that_stay):
    """`rows_that_stay(queryset)` narrows rows of the model `label` ("app.Model") to those that a merge leaves."""
    _stays[label.lower()] = rows_that_stay


@dataclass
class Merge:
    """What a merge does, counted by the French name of the rows."""

    moved: Counter = field(default_factory=Counter)
    joined: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)

    # A template asking a Counter for `items` counts the word « items »: hence these lists.
    @property
    def moved_lines(self) -> list[tuple[str, int]]:
        return sorted((label, n) for label, n in self.moved.items() if n)

    @property
    def left_lines(self) -> list[tuple[str, int]]:
        return sorted((label, n) for label, n in self.left.items() if n)


def merge_preview(*, merged) -> Merge:
    """What would be moved, and what would stay under the old name, without touching anything."""
    preview = Merge()
    for relation in _references(Organisation):
        rows = _rows(relation, merged)
        staying = _staying(relation, rows).count()
        label = str(relation.related_model._meta.verbose_name_plural)
        if moving := rows.count() - staying:
            preview.moved[label] += moving
        if staying:
            preview.left[label] += staying
    return preview


@transaction.atomic
def merge_organisations(*, kept, merged, actor) -> Merge:
    """`kept` takes over the references, names and, where it has none, the SIREN, kind and sector of `merged`.

    Raises `Refused` where one of them has been merged meanwhile.
    """
    if not may_merge_organisations(actor):
        raise Forbidden("Vous ne pouvez pas fusionner des organisations.")
    if kept.pk == merged.pk:
        raise Refused("Choisissez deux organisations différentes.")
    kept, merged = _both_locked(kept, merged)
    done = Merge()
    with acting(actor=actor):
        # First, so that its name and SIREN are free for the one that stays.
        merged.merged_into = kept
        bump(merged)
        _move_references(merged, kept, done)
        _take_over(kept, merged)
    return done


def _both_locked(kept, merged):
    pks = sorted([kept.pk, merged.pk])
    # In one order whatever the direction, so that two merges the other way round do not wait for each other.
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    for pk in pks:
        if pk not in rows or rows[pk].merged_into_id:
            raise Refused("L’une de ces organisations vient d’être fusionnée avec une autre. Relisez la liste.")
    return rows[kept.pk], rows[merged.pk]


def _take_over(kept, merged):
    for name in ("siren", "kind", "sector"):
        setattr(kept, name, getattr(kept, name) or getattr(merged, name))
    if merged.search != kept.search:
        OrganisationAlias.objects.get_or_create(
            search=search_key(merged.name), defaults={"name": merged.name, "organisation": kept}
        )
    OrganisationAlias.objects.filter(organisation=kept, search=kept.search).delete()
    bump(kept)


def _references(model):
    """Every foreign key that points to `model`, hidden ones (the tables of many-to-many fields) included."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one) and relation.auto_created and not relation.concrete
    ]


def _rows(relation, target):
    return relation.related_model._base_manager.filter(**{relation.field.name: target})


def _staying(relation, rows):
    narrow = _stays.get(relation.related_model._meta.label_lower)
    return narrow(rows) if narrow else rows.none()


def _move_references(source, target, done):
    for relation in _references(type(source)):
        label = str(relation.related_model._meta.verbose_name_plural)
        staying = set(_staying(relation, _rows(relation, source)).values_list("pk", flat=True))
        done.left[label] += len(staying)
        for row in _rows(relation, source):
            if row.pk not in staying:
                _move(row, relation.field, target, done, label)


def _move(row, foreign_key, target, done, label):
    try:
        with transaction.atomic():
            setattr(row, foreign_key.name, target)
            if twin := _twin(row):
                _join(row, twin, done)
                done.joined[label] += 1
            else:
                _save(row)
                done.moved[label] += 1
    except DatabaseError:
        done.left[label] += 1


def _save(row):
    bump(row) if isinstance(row, Versioned) else row.save()


def _twin(row):
    """The row that already says the same thing of the organisation that stays, as the unique constraints see it."""
    model = type(row)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            same = _like(row, constraint.fields)
            if constraint.condition is not None and same is not None:
                same = same.filter(constraint.condition)
            if same is not None and (twin := same.first()):
                return twin
    sets = [
        *model._meta.unique_together,
        *([f.name] for f in model._meta.local_fields if f.unique and not f.primary_key),
    ]
    return next((twin for names in sets if (same := _like(row, names)) is not None and (twin := same.first())), None)


def _like(row, names):
    values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
    if None in values.values():
        return None
    return type(row)._base_manager.filter(**values).exclude(pk=row.pk)


def _join(row, twin, done):
    """Empty fields of `twin` are filled from `row`, what hung on `row` hangs on `twin`, and `row` goes."""
    unique = {name for c in row._meta.constraints for name in getattr(c, "fields", ())}
    gained = False
    for each in row._meta.local_concrete_fields:
        if each.editable and not each.primary_key and not each.unique and each.name not in unique:
            mine, theirs = getattr(row, each.attname), getattr(twin, each.attname)
            if theirs in (None, "") and mine not in (None, ""):
                setattr(twin, each.attname, mine)
                gained = True
    if gained:
        _save(twin)
    _move_references(row, twin, done)
    row.delete()
