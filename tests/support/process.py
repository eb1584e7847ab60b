"""Another process of the site, on the database of the test: started, waited for, stopped."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

START_SECONDS = 60


def database_url():
    """The address of the database that the test runs on (not the one it was created from)."""
    db = connection.settings_dict
    host, port = db["HOST"] or "127.0.0.1", db["PORT"] or 5432
    secret = f":{quote(db['PASSWORD'], safe='')}" if db["PASSWORD"] else ""
    return f"postgres://{quote(db['USER'] or 'postgres', safe='')}{secret}@{quote(host, safe='')}:{port}/{db['NAME']}"


class SiteProcess:
    """`python -m <module> <arguments>`, with the settings of the tests; `ready` is what it prints then."""

    arguments: tuple[str, ...] = ()
    ready = "ready"

    def __init__(self, media_root, **environment):
        self.log = Path(tempfile.mkstemp(prefix=f"cls-{self.arguments[0]}-", suffix=".log")[1])
        self.environment = {
            **os.environ,
            **environment,
            "DJANGO_SETTINGS_MODULE": "cls_platform.settings.test",
            "DATABASE_URL": database_url(),
            "MEDIA_ROOT": str(media_root),
        }

    def start(self):
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.arguments],
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
            if self.process.poll() is not None or self.ready in self.output():
                break
            time.sleep(0.1)
        if self.ready not in self.output():
            self.kill()
            raise RuntimeError(f"{self.arguments[0]} did not start:\n{self.output()}")

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
