"""Rows as they were at the end of a past day, by undoing what the journal told since: one query for all of them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, ForeignKey, JSONField, Model
from django.utils import timezone

from core.models import Change

#: What the journal writes for an empty value.
NOTHING = "None"


def end_of(day: date) -> datetime:
    """The first moment that is no longer of that day, here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def undo(rows: Mapping[type[Model], Iterable], fields: Mapping[type[Model], tuple[str, ...]], *, scopes, at) -> dict:
    """`{model: rows}` as they were at the end of `at`: `rows` as they are now, changed in memory alone.

    A row deleted since comes back with what the journal kept of it, one made since goes.
    """
    moment = end_of(at)
    types = {ContentType.objects.get_for_model(model).pk: model for model in rows}
    known = {model: {row.pk: row for row in found if row.created_at < moment} for model, found in rows.items()}
    lines = Change.objects.filter(scope__in=scopes, content_type__in=types, timestamp__gte=moment)
    told = lines.order_by("-timestamp", "-id").values_list("content_type", "object_id", "action", "changes", "scope")
    for kind, pk, action, changes, scope in told:
        model = types[kind]
        if action == Change.Action.CREATE:
            known[model].pop(pk, None)
        elif action == Change.Action.DELETE:
            known[model][pk] = _as_kept(model, pk, scope, changes, fields[model])
        elif pk in known[model]:
            _put_back(known[model][pk], changes, fields[model])
    return {model: list(found.values()) for model, found in known.items()}


def _as_kept(model, pk, scope, changes, names):
    row = model(pk=pk, contract_id=scope)
    _put_back(row, changes, names)
    return row


def _put_back(row, changes, names):
    for name in names:
        told = (changes or {}).get(name)
        # The rows of a many-to-many are told as a dictionary, and are not put back.
        if isinstance(told, list) and len(told) == 2:
            field = row._meta.get_field(name)
            setattr(row, field.attname, _value(field, told[0]))


def _value(field: Field, words):
    if words == NOTHING:
        return None if field.null else field.get_default()
    if isinstance(field, JSONField):
        return json.loads(words)
    if isinstance(field, ForeignKey):
        return field.target_field.to_python(words)
    return field.to_python(words)
