"""Many rows written in few queries, checked and journalled like those that people type one by one.

Called with the contract held (`contracts.writing.hold`): every service takes that lock first, so that no row changes
between its comparison and its writing.
"""

import copy
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Action
from contracts.exchange.reader import BATCH
from core.checks import refuse_unless_holding
from core.errors import Invalid
from core.history import journal_changed, journal_created


def checked(row):
    """The fields and the check constraints of `row`, without a query; raises `Invalid`."""
    relations = [each.name for each in row._meta.fields if each.is_relation or each.primary_key]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from error
    starts, ends = getattr(row, "starts_on", None), getattr(row, "ends_on", None)
    if starts and ends and ends < starts:
        raise Invalid(fields={"ends_on": ["La fin de la fiche précède son début."]})
    refuse_unless_holding(row)
    return row


def changed(row, fields):
    """(as it was, as it becomes), checked; nothing is written."""
    before = copy.copy(row)
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, Action):
        row.refresh_search()
    return before, checked(row)


def save_changes(pairs):
    """Write the rows of (before, after, names of fields); one query for those that change the same fields."""
    alike = defaultdict(list)
    now = timezone.now()
    for _before, after, names in pairs:
        after.version += 1
        after.updated_at = now
        alike[tuple(sorted(names))].append(after)
    for names, rows in alike.items():
        searched = ["search"] if isinstance(rows[0], Action) else []
        fields = [*names, *searched, "version", "updated_at"]
        type(rows[0])._base_manager.bulk_update(rows, fields, batch_size=max(BATCH // len(fields), 20))
    journal_changed((before, after) for before, after, _names in pairs)


def save_new(rows):
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
        journal_created(rows)
    return rows


def touch(action_ids):
    """A row that moves is news of its fiche."""
    Action.objects.filter(pk__in=list(action_ids)).update(updated_at=timezone.now())
