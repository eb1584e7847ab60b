"""A query asked often, each time about other keys: its SQL is worked out once for each number of keys.

Django takes longer to write a small query than PostgreSQL to answer it, and a figure of one contract asks some fifteen
of them. Only for querysets of plain values (`values_list`) in which nothing changes but the keys: no day of today.

    names = Prepared(lambda keys: Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
    dict(names({3, 5}))
"""

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

#: Stands for the first key while the SQL is worked out, the next ones for the others; no row has such a key.
MARK = -(2**62)
#: Above, the rows take longer than the SQL, which is not kept.
MANY = 500


class Prepared:
    """`of(keys)` gives the queryset. Called with keys, its rows, as tuples."""

    def __init__(self, of: Callable[[list[int]], QuerySet]):
        self.of = of
        self._worked_out = lru_cache(maxsize=32)(self._work_out)

    def __call__(self, keys: Collection[int]) -> Iterator[Any]:
        if not keys:
            return iter(())
        work_out = self._worked_out if len(keys) <= MANY else self._work_out
        sql, params, places, converters = work_out(len(keys))
        given, params = list(keys), list(params)
        for place, rank in places:
            params[place] = given[rank]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        return (_converted(row, converters) for row in rows) if converters else iter(rows)

    def _work_out(self, n):
        """The SQL for so many keys, its parameters, the places of the keys in them, what makes Python of its answer."""
        compiler = self.of([MARK + rank for rank in range(n)]).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        ranks = {MARK + rank: rank for rank in range(n)}
        places = [
            (place, ranks[param]) for place, param in enumerate(params) if isinstance(param, int) and param in ranks
        ]
        converters = compiler.get_converters([selected[0] for selected in compiler.select])
        return sql, params, places, list(converters.items())


def _converted(row, converters):
    row = list(row)
    for place, (functions, expression) in converters:
        for function in functions:
            row[place] = function(row[place], expression, connection)
    return tuple(row)
