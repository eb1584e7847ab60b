"""The number that a new fiche is proposed: the one after its neighbours', as they are written."""

import re

LAST_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$")


def next_number(contract, *, axis, objective=None) -> str:
    """After « 4 » comes « 5 », after « 2.3 » comes « 2.4 »; never one that is taken; the first is « 1 »."""
    rows = contract.actions.order_by("position", "id").values_list("axis_id", "objective_id", "number")
    numbers = [(place, number) for *place, number in rows if number]
    if not numbers:
        return "1"
    taken = {number for _place, number in numbers}
    plain = [int(number) for number in taken if number.isascii() and number.isdigit()]
    if len(plain) == len(taken):
        return str(max(plain) + 1)
    return _after(_neighbours(numbers, axis, objective), taken)


def _neighbours(numbers, axis, objective):
    here = [number for place, number in numbers if place == [axis.pk, objective.pk if objective else None]]
    return here or [number for place, number in numbers if place[0] == axis.pk]


def _after(neighbours, taken) -> str:
    parts = LAST_NUMBER.match(neighbours[-1]) if neighbours else None
    if not parts:
        return ""
    before, count, after = parts.group(1), int(parts.group(2)), parts.group(3)
    while f"{before}{count}{after}" in taken:
        count += 1
    return f"{before}{count}{after}"
