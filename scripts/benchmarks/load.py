"""Twenty people who read their first pages at once, on two workers as production has them, over loopback.

What these workers could do at most is known from the time of each page asked alone: every request done in `seconds`
is counted for that time, and the sum is compared to that of workers who never wait. What two computations at once
lose on this machine, without any site, is said beside it. In `make bench` for SECONDS; by hand on a database that
`BENCH_KEEP=1 make bench` left:

    DATABASE_URL=postgres://…/cls_bench python scripts/benchmarks/load.py [seconds]
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

PEOPLE, WORKERS = 20, 2
SECONDS = int(os.environ.get("BENCH_LOAD_SECONDS", 60))
ALONE, WARM_UP = 15, 5
LEAST = 0.95
WAIT = 30


@dataclass
class Reader:
    """One person who asks for the same page again and again, each time as soon as it is read."""

    words: str
    url: str
    cookie: str
    port: int
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def read(self, connection) -> float:
        begun = time.perf_counter()
        connection.request("GET", self.url, headers={"Cookie": f"sessionid={self.cookie}"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            self.errors.append(f"{self.url} répond {response.status}")
        return time.perf_counter() - begun

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)

    def read_until(self, deadline):
        connection = self.connect()
        while time.perf_counter() < deadline:
            try:
                self.took.append(self.read(connection))
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(f"{self.url} : {type(error).__name__} {error}")
                connection.close()
        connection.close()

    def alone(self) -> float:
        """The mean of ALONE requests, nobody else being there."""
        connection = self.connect()
        for _ in range(2 * WORKERS):
            self.read(connection)
        mean = statistics.mean(self.read(connection) for _ in range(ALONE))
        connection.close()
        return mean


def dashboards(table, people, seconds=SECONDS):
    if not seconds:
        return
    with Server() as server:
        readers = _readers(people, server.port)
        _warm_up(readers)
        kinds = readers[: len(people)]
        before = [reader.alone() for reader in kinds]
        spent = _all_at_once(readers, seconds)
        after = [reader.alone() for reader in kinds]
    # Before and after, since a machine is not the same at all moments.
    alone = {kind.words: statistics.mean(both) for kind, *both in zip(kinds, before, after, strict=True)}
    _tell(table, readers, alone, spent)
    table.say(
        "deux calculs à la fois, à l’allure d’un seul", f"{100 * pace_of_two():.0f} %", "ce que la machine permet"
    )


def _readers(people, port):
    """`people`: (words, url, user), one a kind of page; PEOPLE of them in all, in turn."""
    kinds = [(words, url, _session(user)) for words, url, user in people]
    return [Reader(*kinds[rank % len(kinds)], port) for rank in range(PEOPLE)]


def _session(user):
    from .country import signed_in

    return signed_in(user).cookies["sessionid"].value


def _warm_up(readers):
    """A first rush, so that each thread of each worker has its connection and its templates."""
    _all_at_once(readers, WARM_UP)
    for reader in readers:
        reader.took.clear()


def _all_at_once(readers, seconds) -> float:
    begun = time.perf_counter()
    threads = [threading.Thread(target=reader.read_until, args=[begun + seconds]) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _tell(table, readers, alone, spent):
    errors = [error for reader in readers for error in reader.errors]
    took = sorted(each for reader in readers for each in reader.took)
    note = errors[0] if errors else f"{len(took)} pages en {spent:.0f} s"
    table.add(f"{PEOPLE} lecteurs à la fois : erreurs", len(errors), 0, unit="", note=note)
    could = sum(alone[reader.words] * len(reader.took) for reader in readers) / (WORKERS * spent)
    words = " ; ".join(f"{name} {1000 * each:.0f} ms seul" for name, each in alone.items())
    table.add("débit que permet une requête seule / débit", 1 / could, 1 / LEAST, note=words)
    if len(took) > 1:
        table.say(
            "page servie dans 95 % des cas en",
            f"{1000 * statistics.quantiles(took, n=20)[-1]:.0f} ms",
            f"{len(took) / spent:.1f} pages par seconde",
        )


#: Some arithmetic, that touches no memory to speak of.
COUNTING = "print(sum(n * n for n in range(6_000_000)))"


def pace_of_two(runs=5) -> float:
    """How fast each of WORKERS computations goes while the others do, compared to one that is alone."""
    from .tools import in_turn

    alone, together = in_turn(lambda: _count(1), lambda: _count(WORKERS), runs=runs, warm_up=1)
    return alone / together


def _count(processes):
    command = [sys.executable, "-c", COUNTING]
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(processes)]
    for process in started:
        process.wait()


class Server:
    """gunicorn, as `scripts/run.py` and the image start it."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "cls_platform.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(WORKERS), "--log-level", "error"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cls_platform.settings.test"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        self._wait()
        return self

    def _wait(self):
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.2)
        self.process.kill()
        raise RuntimeError("gunicorn ne répond pas")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(WAIT)


def first_pages(whose):
    """(words, url, user): what each person lands on."""
    from . import dashboards as pages

    urls = pages.addresses(whose)
    kept = {"siege", "referent", "coordinator", "elected"}
    landed = [(words, who) for words, name, who, _taken in pages.PAGES if who in kept and "coverage" not in name]
    return [(words, urls[words], whose[who]) for words, who in landed]


if __name__ == "__main__":
    from bench import start_django

    start_django()
    from benchmarks import dashboards as first
    from benchmarks.load import dashboards as read_at_once
    from benchmarks.load import first_pages as landed
    from benchmarks.tools import Table

    shown = Table()
    read_at_once(shown, landed(first.people(None)), int(sys.argv[1]) if sys.argv[1:] else SECONDS)
    shown.show()
