"""The three gestures that every service of a contract makes on its rows: add, change, remove.

Each locks the contract's row first, so that a signature and an edit cannot cross; each refuses what is frozen and
counts the version up. Services stay about the field's rules.
"""

from collections.abc import Iterable

from django.db import models, transaction

from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.versioned import bump, held, lock, validated

from .freeze import refuse_frozen_change, refuse_frozen_delete, refuse_frozen_insert
from .kept import proofs_leaning_on
from .models import Contract
from .permissions import can_read, can_write

NOT_YOURS = "Vous pouvez lire ce contrat, mais pas le modifier."
NOT_READ = "Ce contrat ne vous est pas ouvert."
LEANED_ON = "Cette ligne ne se retire pas\xa0: {what} en dépendent, et ne changent jamais."
FOREIGN = "Cette ligne est d’un autre contrat."


def hold(contract):
    """The contract's row, locked until the end of the transaction, as it is now."""
    return held(contract)


def refuse_unless(predicate, actor, contract, sentence=NOT_YOURS):
    """`actor` None is a command or a job, which has already been allowed."""
    if actor is not None and not predicate(actor, contract):
        raise Forbidden(sentence)


def refuse_unless_read(actor, contract):
    """Before a service hands the contract over in another form."""
    refuse_unless(can_read, actor, contract, NOT_READ)


def refuse_foreign(contract, **values):
    """What a row of `contract` points to, one row or several, is of the same contract."""
    wrong = {name: [FOREIGN] for name, value in values.items() if any(_foreign(contract, row) for row in _rows(value))}
    if wrong:
        raise Invalid(fields=wrong)


def _rows(value):
    return [value] if isinstance(value, models.Model) or not isinstance(value, Iterable) else value


def _foreign(contract, row) -> bool:
    owner = getattr(row, "contract_id", None) if isinstance(row, models.Model) else None
    return owner is not None and owner != contract.pk


@transaction.atomic
def add(model, *, contract, actor, m2m=None, may=can_write, across=(), **fields):
    """Create a row of `model` in `contract`, at the end of its list unless `position` is given.

    `across` names the fields that lead to another contract on purpose, such as the one that this one follows.
    """
    refuse_unless(may, actor, contract)
    held = hold(contract)
    within = {name: value for name, value in fields.items() if name not in across}
    refuse_foreign(held, **within, **(m2m or {}))
    row = model(contract=held, **fields)
    refuse_frozen_insert(held, model, row)
    if not row.position:
        last = model._base_manager.filter(contract=held).order_by("-position").values_list("position", flat=True)
        row.position = (last.first() or 0) + 1
    with acting(actor):
        validated(row)
        row.save()
        for name, values in (m2m or {}).items():
            getattr(row, name).set(values)
    return row


@transaction.atomic
def edit(row, *, actor, version=None, m2m=None, may=can_write, **fields):
    """Change `fields` (and many-to-many `m2m`) of `row`; only what differs counts, and only that may be frozen."""
    refuse_unless(may, actor, row if isinstance(row, Contract) else row.contract)
    held = hold(row if isinstance(row, Contract) else row.contract)
    current = lock(row, version=version)
    if not isinstance(current, Contract):
        current.contract = held
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    lists = {
        name: values
        for name, values in (m2m or {}).items()
        if {v.pk for v in values} != set(getattr(current, name).values_list("pk", flat=True))
    }
    if not changed and not lists:
        return current
    refuse_foreign(held, **changed, **lists)
    refuse_frozen_change(current, [*changed, *lists])
    with acting(actor):
        for name, value in changed.items():
            setattr(current, name, value)
        validated(current)
        bump(current)
        for name, values in lists.items():
            getattr(current, name).set(values)
    return current


@transaction.atomic
def remove(row, *, actor, version=None, may=can_write):
    refuse_unless(may, actor, row.contract)
    held = hold(row.contract)
    current = lock(row, version=version)
    current.contract = held
    refuse_frozen_delete(current)
    if proofs := proofs_leaning_on(current):
        raise Refused(LEANED_ON.format(what=" et ".join(proofs)))
    with acting(actor):
        current.delete()


@transaction.atomic
def reorder(model, *, contract, ids, actor, may=can_write, **scope):
    """Put the rows of `contract` (inside `scope`, such as one axis) in the order of `ids`."""
    refuse_unless(may, actor, contract)
    held = hold(contract)
    rows = {row.pk: row for row in model._base_manager.filter(contract=held, **scope)}
    wanted = [pk for pk in ids if pk in rows] + [pk for pk in rows if pk not in set(ids)]
    moved = [(rows[pk], place) for place, pk in enumerate(wanted, start=1) if rows[pk].position != place]
    for row, _place in moved:
        refuse_frozen_change(row, ["position"])
    with acting(actor):
        for row, place in moved:
            row.position = place
            bump(row)


def place(row, *, actor, rank, **scope):
    """Put `row` at `rank`, from 1, among the rows of its contract (inside `scope`); beyond the end, at the end."""
    ids = [pk for pk in _in_order(row, scope) if pk != row.pk]
    ids.insert(max(rank - 1, 0), row.pk)
    reorder(type(row), contract=row.contract, ids=ids, actor=actor, **scope)


def move(row, *, actor, up, **scope):
    """One place up or down among the rows of its contract (inside `scope`); at the end of the list nothing happens."""
    here = _in_order(row, scope).index(row.pk) + 1
    place(row, actor=actor, rank=here - 1 if up else here + 1, **scope)


def _in_order(row, scope) -> list[int]:
    return list(type(row).objects.filter(contract=row.contract, **scope).values_list("pk", flat=True))
