"""Simultaneous edits: one integer version protects what people edit.

SQLite ignores `select_for_update`, so the version in the WHERE clause is what protects there.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from .days import far_days
from .errors import Gone, Invalid, Stale


class Versioned(models.Model):
    version = models.PositiveIntegerField("version", default=1, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        abstract = True


def validated(instance, **kwargs):
    """`full_clean` that speaks the services' language: raises `Invalid` with one list of sentences per field."""
    try:
        instance.full_clean(**kwargs)
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from error
    if wrong := far_days(instance):
        raise Invalid(fields=wrong)
    return instance


def held(instance, rows=None):
    """The row as it is in the database (among `rows`, such as one with its relations), locked until the transaction
    ends; raises `Gone` where somebody removed it meanwhile.
    """
    found = type(instance)._base_manager.all() if rows is None else rows
    return _found(instance, found.select_for_update(of=("self",)))


@transaction.atomic
def lock(instance, *, version=None):
    """The row as it is in the database, locked; raises `Stale` if it is not at `version`, `Gone` if it is no more."""
    current = held(instance)
    if version is not None and current.version != int(version):
        raise Stale(current)
    return current


@transaction.atomic
def change(instance, *, version=None, **fields):
    """Set `fields` on the row of `instance`, check it, save it, and count its version up.

    `version` is the one the person had in front of them; `None` means "whatever it is now" (jobs, imports).
    Nothing is written, and the version stays, where nothing differs. Returns the fresh row.
    """
    current = lock(instance, version=version)
    before = {name: getattr(current, name) for name in fields}
    if all(before[name] == value for name, value in fields.items()):
        return current
    for name, value in fields.items():
        setattr(current, name, value)
    validated(current)
    return bump(current)


@transaction.atomic
def bump(current):
    """Save `current` and count its version up, once, even when two arrive together."""
    seen = current.version
    taken = type(current)._base_manager.filter(pk=current.pk, version=seen).update(version=seen + 1)
    if not taken:
        raise Stale(_found(current, type(current)._base_manager))
    current.version = seen + 1
    current.save()
    return current


def _found(instance, rows):
    try:
        return rows.get(pk=instance.pk)
    except type(instance).DoesNotExist as error:
        raise Gone(instance._meta.verbose_name) from error
