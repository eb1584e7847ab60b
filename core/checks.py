"""The check constraints of a row, read in Python: for rows written in bulk, without a query each."""

import operator

from django.db.models import CheckConstraint, F, Q

from .errors import Invalid

_COMPARED = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def refuse_unless_holding(row):
    """Raises `Invalid` with the sentence of the first constraint that does not hold."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint) and _holds(constraint.condition, row) is False:
            raise Invalid(str(constraint.violation_error_message))


def _holds(condition, row):
    """True, False, or None where SQL would not know: a constraint refuses only what is false."""
    known = [_holds(child, row) if isinstance(child, Q) else _term(child, row) for child in condition.children]
    if condition.connector == Q.AND:
        value = False if False in known else None if None in known else True
    elif condition.connector == Q.OR:
        value = True if True in known else None if None in known else False
    else:
        value = None if None in known else sum(known) % 2 == 1
    return value if value is None or not condition.negated else not value


def _term(term, row):
    path, expected = term
    name, _, lookup = path.partition("__")
    value = _value(row, name)
    if lookup == "isnull":
        return (value is None) is expected
    if lookup == "in":
        return None if value is None else value in expected
    other = _value(row, expected.name) if isinstance(expected, F) else expected
    return None if value is None or other is None else _COMPARED[lookup or "exact"](value, other)


def _value(row, name):
    return getattr(row, row._meta.get_field(name).attname)
