"""The trainings that a coordinator followed, noted by herself or by the ARS of her region."""

from django.db import transaction

from core.errors import Forbidden
from core.history import acting
from core.versioned import change, lock, validated
from governance.models import Training
from governance.permissions import may_note_training

NOT_YOURS = "Une formation est notée par la personne qui l’a suivie ou par l’ARS de sa région."


def _refuse(actor, person):
    if actor is not None and not may_note_training(actor, person):
        raise Forbidden(NOT_YOURS)


@transaction.atomic
def add_training(*, person, actor, **fields) -> Training:
    _refuse(actor, person)
    row = Training(person=person, **fields)
    with acting(actor):
        validated(row).save()
    return row


@transaction.atomic
def edit_training(row, *, actor, version=None, **fields):
    _refuse(actor, row.person)
    with acting(actor):
        return change(row, version=version, **fields)


@transaction.atomic
def remove_training(row, *, actor, version=None):
    _refuse(actor, row.person)
    with acting(actor):
        lock(row, version=version).delete()
