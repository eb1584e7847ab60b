"""The rows behind a number of the dashboard, in words, each with its contract."""

from evaluation.behind import Described, describe
from evaluation.figures import Rows

from .rows import Case, Talk


def described(rows, whole) -> list[Described]:
    """What a row hangs on is read for the contracts of these rows alone."""
    contracts = {row.contract.pk: row.contract for row in rows if row.contract}
    near = Rows(contracts.values(), today=whole.today)
    return [_case(row) if isinstance(row, Case | Talk) else describe(row, near) for row in rows]


def _case(case) -> Described:
    return Described(case.label or case.contract.title, case.url, case.tell(), case.contract)
