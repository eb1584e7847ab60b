"""Kinds of jobs for tests; real workers import this module (TEST_IMPORTS), so what it needs comes in its parameters."""

import time
from pathlib import Path

from core.errors import Refused
from core.jobs import Result, job


@job("test_hello", label="Bonjour", may_read=lambda user, job: user.email.startswith("lecteur"))
def hello(context):
    context.progress(50, "À mi-chemin")
    return Result(f"Bonjour {context.params['name']}".encode(), "Bonjour à tous.txt", "text/plain")


@job("test_slow", label="Lente", max_attempts=5)
def slow(context):
    """Writes one line per start, then waits for the file that lets it end."""
    folder = Path(context.params["folder"])
    with (folder / "starts").open("a") as starts:
        starts.write("start\n")
    while not (folder / "go").exists():
        context.progress(10, "Attente")
        time.sleep(0.05)
    return Result(b"fini", "fini.txt", "text/plain")


@job("test_refused", label="Refusée")
def refused(context):
    raise Refused("Le contrat n’a pas de périmètre.")


@job("test_broken", label="Cassée", max_attempts=2)
def broken(context):
    raise ZeroDivisionError


@job("test_leads", label="Essai", may_read=lambda user, job: True, done_url=lambda job: "/aide/")
def leads(context):
    return None
