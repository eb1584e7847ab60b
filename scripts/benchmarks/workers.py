"""Yearly reviews by real workers: two of them against one, and what one holds in memory after many.

Long: `make bench` measures it where BENCH_LONG=1. By hand, smaller, on a database that `BENCH_KEEP=1 make bench` left:

    BENCH_REVIEWS=4 BENCH_REVIEW_RUNS=1 DATABASE_URL=postgres://…/cls_bench python scripts/benchmarks/workers.py

Messages go through a Redis of loopback, in a database that the site does not use (BENCH_REDIS_URL), under a prefix of
this process; the documents go to a folder that goes with it.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

REVIEWS, RUNS = int(os.environ.get("BENCH_REVIEWS", 100)), int(os.environ.get("BENCH_REVIEW_RUNS", 3))
REDIS = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/15")
FASTER, HEAVIER = 1.6, 1.25
START, STOP = 60, 30
#: No review takes so long: beyond, something is wrong, and the bench says it.
PATIENCE = 60


def long(table):
    from .documents import child

    with tempfile.TemporaryDirectory() as folder:
        where = {"REDIS_URL": REDIS, "TEST_BROKER_PREFIX": f"cls-bench-{os.getpid()}-", "MEDIA_ROOT": folder}
        speed = child("speed", module="benchmarks.workers", **where)
        memory = child("memory", module="benchmarks.workers", **where)
    one, two = (" / ".join(f"{each:.0f}" for each in speed[name]) for name in ("one", "two"))
    told = f"{speed['faster']:.2f} fois plus vite, médiane ; un : {one} s ; deux : {two} s"
    table.add(f"{REVIEWS} bilans, deux travailleurs / un", 1 / speed["faster"], 1 / FASTER, note=told)
    few, many = memory["few"], memory["many"]
    what = f"mémoire d’un travailleur : {2 * REVIEWS} bilans / {REVIEWS // 2}"
    table.add(what, many / few, HEAVIER, note=f"{many:.0f} Mo ; {few:.0f} Mo")


class Workers:
    """As production starts them, each of one process."""

    def __init__(self, count):
        self.names = [f"banc{rank}" for rank in range(1, count + 1)]

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.processes = [self._start(name) for name in self.names]
        deadline = time.monotonic() + START
        while not all(" ready." in self._log(name).read_text() for name in self.names):
            if time.monotonic() > deadline or any(each.poll() is not None for each in self.processes):
                self.__exit__()
                raise RuntimeError("un travailleur ne démarre pas")
            time.sleep(0.1)
        return self

    def _log(self, name):
        return Path(self.folder.name, name)

    def _start(self, name):
        command = [sys.executable, "-m", "celery", "-A", "cls_platform", "worker", "--concurrency=1", "--loglevel=INFO"]
        command += ["--without-gossip", "--without-mingle", "-n", f"{name}@%h"]
        with self._log(name).open("wb") as out:
            streams = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": subprocess.STDOUT}
            return subprocess.Popen(command, cwd=ROOT, start_new_session=True, **streams)

    def __exit__(self, *_error):
        for each in self.processes:
            each.terminate()
        for each in self.processes:
            try:
                each.wait(STOP)
            except subprocess.TimeoutExpired:
                os.killpg(each.pid, signal.SIGKILL)
                each.wait()
        self.folder.cleanup()

    def memory(self) -> float:
        """MB of the leaders and their children, each shared page counted once (Linux)."""
        leaders = {each.pid for each in self.processes}
        stats = {int(path.parent.name): path for path in Path("/proc").glob("[0-9]*/stat")}
        return sum(_pss(pid) for pid, path in stats.items() if pid in leaders or _parent(path) in leaders)


def _parent(stat) -> int:
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[1])
    except FileNotFoundError:
        return 0


def _pss(pid) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _speed():
    with Workers(1):
        # Neither is the first: fonts and pages of the database are in memory for both.
        _made(2)
    times = {1: [], 2: []}
    for _ in range(RUNS):
        for count, taken in times.items():
            with Workers(count):
                taken.append(_made(REVIEWS))
    ratios = [one / two for one, two in zip(times[1], times[2], strict=True)]
    return {"one": times[1], "two": times[2], "faster": statistics.median(ratios)}


def _memory():
    few, many = REVIEWS // 2, 2 * REVIEWS
    with Workers(1) as worker:
        _made(few)
        after_few = worker.memory()
        for _ in range(3):
            _made((many - few) // 3)
        return {"few": after_few, "many": worker.memory()}


def _made(count) -> float:
    """Seconds between the request of `count` reviews and the last of them; none may fail."""
    from django.db import transaction
    from django.utils import timezone

    from contracts.enums import Stage
    from contracts.models import Contract
    from core.models import Job
    from evaluation.services import reviews

    today = timezone.localdate()
    contracts = Contract.objects.filter(stage=Stage.IN_FORCE).order_by("reference")
    chosen = list(contracts[:count])
    if len(chosen) < count:
        raise RuntimeError(f"seulement {len(chosen)} contrats en vigueur")
    begun = time.monotonic()
    with transaction.atomic():
        opened = [reviews.open_review(contract=each, year=today.year, actor=None, today=today) for each in chosen]
        jobs = {reviews.request_reading(review=review, actor=None).pk for review in opened}
    waiting = Job.objects.filter(pk__in=jobs, finished_at=None)
    while waiting.exists():
        if time.monotonic() - begun > PATIENCE * count:
            raise RuntimeError(f"{waiting.count()} bilans attendent encore")
        time.sleep(0.2)
    took = time.monotonic() - begun
    if failed := Job.objects.filter(pk__in=jobs).exclude(error="").first():
        raise RuntimeError(failed.error)
    return took


def forget_messages():
    import redis

    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        for key in client.scan_iter(match=f"*{os.environ['TEST_BROKER_PREFIX']}*"):
            client.delete(key)


if __name__ == "__main__":
    if sys.argv[1:]:
        from bench import start_django

        start_django()
        try:
            print(json.dumps({"speed": _speed, "memory": _memory}[sys.argv[1]]()))
        finally:
            forget_messages()
    else:
        from benchmarks.tools import Table
        from benchmarks.workers import long as measure

        shown = Table()
        measure(shown)
        shown.show()
