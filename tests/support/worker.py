"""A real Celery worker on the test database, with a broker space of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from cls_platform.celery import app

START_SECONDS = 60


def database_url():
    """The address of the database that the test runs on (not the one it was created from)."""
    db = connection.settings_dict
    host, port = db["HOST"] or "127.0.0.1", db["PORT"] or 5432
    secret = f":{quote(db['PASSWORD'], safe='')}" if db["PASSWORD"] else ""
    return f"postgres://{quote(db['USER'] or 'postgres', safe='')}{secret}@{quote(host, safe='')}:{port}/{db['NAME']}"


class Broker:
    """Points this process and its children at Redis, under a prefix that nobody else uses."""

    def __init__(self, url, prefix):
        self.url, self.prefix = url, prefix
        self.environment = {"CELERY_BROKER_URL": url, "TEST_BROKER_PREFIX": prefix}

    def open(self):
        self._before = app.conf.broker_transport_options
        os.environ["CELERY_BROKER_URL"] = self.url
        app.conf.broker_transport_options = {"global_keyprefix": self.prefix}
        self._forget_connections()

    def close(self):
        os.environ.pop("CELERY_BROKER_URL", None)
        app.conf.broker_transport_options = self._before
        self._forget_connections()
        with redis.Redis.from_url(self.url) as client:
            for key in client.scan_iter(match=f"*{self.prefix}*"):
                client.delete(key)

    @staticmethod
    def _forget_connections():
        if app._pool is not None:
            app._pool.force_close_all()
        app._pool = None
        app.amqp._producer_pool = None


class WorkerProcess:
    def __init__(self, broker, media_root):
        self.broker = broker
        self.log = Path(tempfile.mkstemp(prefix="cls-worker-", suffix=".log")[1])
        self.environment = {
            **os.environ,
            **broker.environment,
            "DJANGO_SETTINGS_MODULE": "cls_platform.settings.test",
            "DATABASE_URL": database_url(),
            "MEDIA_ROOT": str(media_root),
        }

    def start(self):
        command = [sys.executable, "-m", "celery", "-A", "cls_platform", "worker", "--concurrency=1", "--loglevel=INFO"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_ready()
        return self

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None or " ready." in self.output():
                break
            time.sleep(0.1)
        if " ready." not in self.output():
            self.kill()
            raise RuntimeError(f"The worker did not start:\n{self.output()}")

    def output(self):
        return self.log.read_text(errors="replace")

    def kill(self):
        """As a power cut would: no time to say anything."""
        self._signal(signal.SIGKILL)

    def stop(self):
        self._signal(signal.SIGTERM)
        self.log.unlink(missing_ok=True)

    def _signal(self, number):
        try:
            os.killpg(self.process.pid, number)
            self.process.wait(15)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(15)


def wait_for(condition, seconds=30, what="the condition"):
    """What happens in another process can only be asked for; returns the first true answer."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {seconds} s for {what}")
        time.sleep(0.05)
