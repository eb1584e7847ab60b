"""The worker says that it lives: a date in the cache, written by a thread of its main process.

Asking the worker through the broker would take seconds, and a folder used as a broker cannot carry the question.
"""

import threading
import time

from django.core.cache import cache

KEY = "worker-heartbeat"
EVERY_SECONDS = 10
# Three beats may be missed: a machine that sleeps or a long garbage collection is not a dead worker.
ALIVE_SECONDS = 40

_stopping = threading.Event()


def beat():
    cache.set(KEY, time.time(), timeout=10 * ALIVE_SECONDS)


def seconds_since_last(now=None):
    """Seconds since a worker last said that it lives, or None when none did."""
    last = cache.get(KEY)
    return None if last is None else (now or time.time()) - last


def start(**_):
    _stopping.clear()
    threading.Thread(target=_keep_beating, name="heartbeat", daemon=True).start()


def stop(**_):
    _stopping.set()


def _keep_beating():
    while not _stopping.is_set():
        try:
            beat()
        except Exception:  # noqa: BLE001  a cache that is away for a while must not end the thread
            pass
        _stopping.wait(EVERY_SECONDS)
