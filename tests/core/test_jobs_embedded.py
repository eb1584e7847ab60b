"""The mode without services: SQLite and folders as a broker, in a process that is really another."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.support.worker import wait_for

ASK = """
import django; django.setup()
from core.jobs import request_job
from tests.core import job_kinds
print(request_job(kind="test_hello", key="embedded", params={"name": "Léa"}).pk)
"""
LOOK = """
import django; django.setup()
from core.models import Job
print(*Job.objects.values_list("state", "attempts", "sha256").get())
"""


@pytest.fixture
def embedded(tmp_path):
    """Runs Python on a site of its own; `BROKER_FOLDER` keeps its messages apart from those of the site."""
    unwanted = {"REDIS_URL", "CELERY_BROKER_URL", "TEST_BROKER_PREFIX"}
    environment = {
        **{name: value for name, value in os.environ.items() if name not in unwanted},
        "DJANGO_SETTINGS_MODULE": "cls_platform.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path}/cls.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "BROKER_FOLDER": str(tmp_path / "broker"),
        "TEST_IMPORTS": "tests.core.job_kinds",
    }

    def python(*arguments):
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    python.environment = environment
    python("manage.py", "migrate", "--verbosity=0")
    return python


@pytest.mark.services
def test_a_job_asked_before_any_worker_is_done_when_one_starts(embedded, tmp_path):
    embedded("-c", ASK)
    command = [sys.executable, "-m", "celery", "-A", "cls_platform", "worker", "--pool=solo", "--loglevel=INFO"]
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=embedded.environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        state = wait_for(lambda: (s := embedded("-c", LOOK)).startswith("done") and s, 60, "the job to be done")
    finally:
        worker.terminate()
        worker.wait(15)
    assert state.split()[1] == "1"
