"""The whole site on one machine: prepares the database, then keeps a server and a worker going until told to stop.

Only the standard library. Each child leads its own process group, so that stopping one stops all it started.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = int(os.environ.get("PORT") or 8000)
STOP_SECONDS = 12
WORKER_RESTARTS = 5
READY_SECONDS = 60

SERVER = [
    *(sys.executable, "-m", "gunicorn", "cls_platform.wsgi"),
    *("--bind", f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"),
    *("--workers", "2", "--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning"),
]
WORKER = [
    *(sys.executable, "-W", "ignore:You're running the worker with superuser privileges", "-m", "celery"),
    *("--quiet", "-A", "cls_platform", "worker", "-B", "-s", "var/celerybeat-schedule"),
    *("--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
]


class Stop(Exception):
    """Somebody asked the site to stop."""


def say(sentence, sign="→"):
    print(f"{sign} {sentence}", flush=True)


def environment():
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or "cls_platform.settings.dev",
        "SITE_URL": os.environ.get("SITE_URL") or address(),
        # Celery's worker processes are forked; without this macOS kills them.
        "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
    }


def address():
    shown = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(HOST, HOST)
    return f"http://[{shown}]:{PORT}" if ":" in shown else f"http://{shown}:{PORT}"


def port_is_taken():
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            return str(error)
    return ""


class Child:
    def __init__(self, name, command, restarts=0):
        self.name, self.command, self.restarts = name, command, restarts

    def start(self):
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, start_new_session=True
        )

    def is_dead(self):
        return self.process.poll() is not None

    def revive(self):
        """Starts it again; False when it has died too often."""
        if not self.restarts:
            return False
        self.restarts -= 1
        say(f"{self.name} s’est arrêté (code {self.process.returncode}) ; il repart", "!")
        self.signal(signal.SIGKILL)
        self.start()
        return True

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            pass


def stop_all(children):
    # Each leader stops its own people in good order; whoever is left after a while is killed.
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        # Also what the child itself left behind.
        child.signal(signal.SIGKILL)
        child.process.wait()


def listen_for_stop():
    def asked(number, frame):
        # Once is enough: a second Ctrl-C must not interrupt the stopping.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, asked)


def answers():
    try:
        with urllib.request.urlopen(f"{address()}/sante", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def watch(children, parent):
    """Until something ends it: returns the exit code."""
    ready, started = False, time.monotonic()
    while True:
        for child in children:
            if child.is_dead() and not child.revive():
                say(f"{child.name} s’est arrêté (code {child.process.returncode})", "✗")
                return 1
        if parent and os.getppid() != parent:
            return 0
        if not ready and (answers() or time.monotonic() - started > READY_SECONDS):
            ready = True
            say(f"Le site est là : {address()}   (Ctrl-C pour l’arrêter)")
        time.sleep(0.5)


def main():
    problem = port_is_taken()
    if problem:
        say(f"Le port {PORT} n’est pas libre ({problem}). Un autre : make run PORT=8001", "✗")
        return 1
    listen_for_stop()
    # make may be killed without a word: the site then goes with it.
    parent = os.getppid() if os.environ.get("MAKELEVEL") else None
    children = [Child("Le serveur", SERVER), Child("Le travailleur", WORKER, restarts=WORKER_RESTARTS)]
    running = []
    try:
        subprocess.run([sys.executable, "scripts/prepare.py"], cwd=ROOT, env=environment(), check=True)
        for child in children:
            child.start()
            running.append(child)
        return watch(children, parent)
    except Stop:
        return 0
    except subprocess.CalledProcessError as error:
        say("La base n’a pas pu être préparée : voir ci-dessus.", "✗")
        return error.returncode or 1
    finally:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        if running:
            stop_all(running)
            say("Tout est arrêté.")


if __name__ == "__main__":
    sys.exit(main())
