"""The plan's frame: axes and strategic objectives, added, renamed, moved, renumbered."""

import re
from collections import Counter

from django.db import transaction

from contracts import writing
from contracts.models import Axis, Objective
from contracts.permissions import can_write
from contracts.writing import add, edit, hold, refuse_unless, remove, reorder
from core.errors import Invalid, Refused
from core.richtext import sanitize


def next_axis_number(contract) -> str:
    """One more than the greatest number printed so far; real numbers are text, so others are passed over."""
    return str(max((int(n) for n in contract.axes.values_list("number", flat=True) if n.isdecimal()), default=0) + 1)


def next_objective_number(axis) -> str:
    """`2.3` after `2.2`; follows the way the axis numbers its objectives."""
    tails = [_tail(number) for number in axis.objectives.values_list("number", flat=True)]
    after = max((tail for tail in tails if tail), default=0) + 1
    return f"{axis.number}.{after}" if axis.number else str(after)


def _tail(number):
    found = re.search(r"(\d+)\D*$", number)
    return int(found[1]) if found else 0


def add_axis(*, contract, actor, title, number=None, description="", **fields):
    """A new axis at the end; its number is proposed where none is given."""
    return add(
        Axis,
        contract=contract,
        actor=actor,
        title=title,
        number=next_axis_number(contract) if number is None else number,
        description=sanitize(description),
        **fields,
    )


def edit_axis(*, axis, actor, version=None, **fields):
    if "description" in fields:
        fields["description"] = sanitize(fields["description"])
    return edit(axis, actor=actor, version=version, **fields)


def add_objective(*, axis, actor, title, number=None, prs_objectives=()):
    return add(
        Objective,
        contract=axis.contract,
        actor=actor,
        axis=axis,
        title=title,
        number=next_objective_number(axis) if number is None else number,
        prs_objectives=list(prs_objectives),
    )


@transaction.atomic
def edit_objective(*, objective, actor, version=None, **fields):
    """Rename, renumber, or move to another axis of the same contract: its fiches go with it."""
    axis = fields.get("axis")
    if axis is not None and axis.contract_id != objective.contract_id:
        raise Invalid(fields={"axis": ["Cet axe est d’un autre contrat."]})
    before = objective.axis_id
    if axis is not None and axis.pk != before:
        last = axis.objectives.order_by("-position").values_list("position", flat=True).first()
        fields["position"] = (last or 0) + 1
    changed = edit(objective, actor=actor, version=version, **fields)
    if axis is not None and axis.pk != before:
        _take_along(changed, before, axis, actor)
    return changed


def _take_along(objective, before, axis, actor):
    """What hangs on the objective and on its former axis follows it (the fiches, from the right of the line)."""
    for relation in Objective._meta.related_objects:
        model = relation.related_model
        if any(field.name == "axis" for field in model._meta.fields):
            for row in model._base_manager.filter(**{relation.field.name: objective, "axis": before}):
                edit(row, actor=actor, axis=axis)


def remove_axis(*, axis, actor, version=None):
    _refuse_if_used(axis)
    remove(axis, actor=actor, version=version)


def remove_objective(*, objective, actor, version=None):
    _refuse_if_used(objective)
    remove(objective, actor=actor, version=version)


def _refuse_if_used(row):
    """An axis with fiches or indicators is not deleted under them."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        if relation.many_to_many or model is Objective and not isinstance(row, Axis):
            continue
        used = model._base_manager.filter(**{relation.field.name: row})
        if count := used.count():
            words = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            raise Refused(f"«\xa0{row}\xa0» porte {count} {words}\xa0: déplacez-les ou retirez-les d’abord.")


def given_twice(axes) -> list[str]:
    """The numbers that two axes bear, or two objectives of one axis. `axes` come with their objectives."""
    lists = [axes, *(axis.objectives.all() for axis in axes)]
    counted = (Counter(row.number for row in rows if row.number) for rows in lists)
    return sorted({number for counts in counted for number, times in counts.items() if times > 1})


def move(*, row, actor, up):
    """One place up or down among its own."""
    writing.move(row, actor=actor, up=up, **({"axis": row.axis} if isinstance(row, Objective) else {}))


def order(*, model, contract, actor, ids, **scope):
    reorder(model, contract=contract, ids=ids, actor=actor, **scope)


def renumbered(contract) -> list[tuple]:
    """(row, number) of each axis and objective whose number would change: 1, 2, 3… and 1.1, 1.2…"""
    changes = []
    for place, axis in enumerate(contract.axes.prefetch_related("objectives"), start=1):
        wanted = [(axis, str(place))]
        wanted += [(row, f"{place}.{n}") for n, row in enumerate(axis.objectives.all(), start=1)]
        changes += [(row, number) for row, number in wanted if row.number != number]
    return changes


@transaction.atomic
def renumber(*, contract, actor):
    """Number axes and objectives anew, in their order."""
    refuse_unless(can_write, actor, contract)
    held = hold(contract)
    changes = renumbered(held)
    for row, number in changes:
        edit(row, actor=actor, number=number)
    return len(changes)
