"""The workers of gunicorn serve pages by turns, and leave what they loaded out of the collection of rubbish."""

import runpy
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STARTED = """
import gc, runpy, types
import cls_platform.wsgi
runpy.run_path("gunicorn.conf.py")["post_worker_init"](types.SimpleNamespace(wsgi=cls_platform.wsgi.application))
print(gc.get_freeze_count(), len(gc.get_objects()), gc.isenabled())
"""


def test_a_worker_freezes_what_it_loaded():
    done = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)
    frozen, left, collecting = done.stdout.split()
    assert int(frozen) > 100_000 and int(left) < 5_000 and collecting == "True"


def test_pages_take_turns_and_nobody_waits_for_what_a_slow_line_sends():
    begun, go_on, asked = {}, Event(), []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        begun[environ["PATH_INFO"]].set()
        assert environ["PATH_INFO"] != "/long/" or go_on.wait(10)
        return environ["PATH_INFO"]

    serve = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["one_page_at_a_time"](application)

    def ask(method, path):
        begun[path] = Event()
        thread = Thread(target=serve, args=[{"REQUEST_METHOD": method, "PATH_INFO": path}, None])
        thread.start()
        return thread

    long = ask("GET", "/long/")
    assert begun["/long/"].wait(10)
    waiting = ask("GET", "/page/")
    sent = ask("POST", "/envoi/")
    sent.join(10)
    assert asked == ["/long/", "/envoi/"] and not begun["/page/"].wait(0.2)
    go_on.set()
    for thread in (long, waiting):
        thread.join(10)
    assert asked == ["/long/", "/envoi/", "/page/"]


def test_a_page_that_fails_gives_its_turn_away():
    def application(environ, start_response):
        if environ["PATH_INFO"] == "/panne/":
            raise RuntimeError
        return "servie"

    serve = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["one_page_at_a_time"](application)
    with pytest.raises(RuntimeError):
        serve({"REQUEST_METHOD": "GET", "PATH_INFO": "/panne/"}, None)
    assert serve({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, None) == "servie"
