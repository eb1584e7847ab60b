"""Medians taken in turn, queries counted, and the table."""

import re
import resource
import statistics
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

RUNS = 21
WARM_UP = 3


def redis_cache(url):
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=1).ping()
    except redis.RedisError:
        return None
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": "cls-bench"}}


def seconds(call):
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def peak() -> float:
    """The most memory that this process held, in MB.

    Not `ru_maxrss` where there is better: Linux hands the peak of the parent down to its child.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    (high,) = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())
    return int(high) / 1024


def in_turn(*calls, runs=RUNS, warm_up=WARM_UP):
    """The median duration of each call; they take turns."""
    for _ in range(warm_up):
        for call in calls:
            call()
    taken = [[] for _ in calls]
    for _ in range(runs):
        for place, call in enumerate(calls):
            taken[place].append(seconds(call))
    return [statistics.median(each) for each in taken]


def queries_of(call):
    """The SQL that `call` sends, as PostgreSQL receives it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    return [query["sql"] for query in captured.captured_queries]


def alone(statements):
    """The same SQL sent straight through psycopg2, answers fetched; that of cursors of the server, plainly."""
    from django.db import connection

    statements = [re.sub(r"^DECLARE .*? CURSOR WITH(OUT)? HOLD FOR ", "", statement) for statement in statements]

    def run():
        with connection.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()

    connection.ensure_connection()
    return run


def reported(table, what, measure):
    """A measure that cannot be made is a line of the table, not the end of the bench."""
    try:
        measure()
    except Exception as error:  # noqa: BLE001  whatever is missing, the other figures are still worth having
        if settings.DEBUG:
            traceback.print_exc()
        table.absent(what, f"{type(error).__name__} : {error}")


@dataclass
class Table:
    lines: list = field(default_factory=list)
    all_reached: bool = True

    def add(self, what, measured, reach, *, unit="×", note=""):
        reached = measured <= reach
        self.all_reached &= reached
        number = (str(measured) if isinstance(measured, int) else f"{measured:.2f}").replace(".", ",")
        limit = f"{reach:g}".replace(".", ",")
        told = (what, f"{number} {unit}".strip(), f"≤ {limit} {unit}".strip(), "oui" if reached else "NON", note)
        self.lines.append(told)

    def say(self, what, measured, note=""):
        self.lines.append((what, measured, "", "", note))

    def absent(self, what, why):
        self.all_reached = False
        self.lines.append((what, "non mesuré", "", "NON", why.splitlines()[0][:120]))

    def show(self):
        heads = ("mesure", "ici", "à atteindre", "atteint", "détail")
        widths = [max(len(line[column]) for line in [heads, *self.lines]) for column in range(5)]
        for line in [heads, tuple("-" * width for width in widths), *self.lines]:
            print(" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def ms(duration):
    return f"{duration * 1000:.1f} ms"
