"""Jobs against real workers that are really killed, and a real broker that is really stopped."""

import socket
import subprocess
import uuid

import pytest
import redis
from django.core.files.storage import default_storage

from core.job_model import Job, JobState
from core.jobs import request_job, sweep
from tests.core import job_kinds  # noqa: F401  declares the kinds
from tests.support.worker import Broker, WorkerProcess, wait_for

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

LONG = 60


@pytest.fixture(autouse=True)
def quick_leases(monkeypatch, settings):
    settings.JOB_LEASE_SECONDS = 2
    monkeypatch.setenv("JOB_LEASE_SECONDS", "2")
    monkeypatch.setenv("TEST_IMPORTS", "tests.core.job_kinds")


def state(job):
    job.refresh_from_db()
    return job.state


def wait_done(job, turn=lambda: None):
    """`turn` is what the clock would do meanwhile."""

    def look():
        turn()
        return state(job) == JobState.DONE

    wait_for(look, LONG, "the job to be done")


def starts(folder):
    path = folder / "starts"
    return path.read_text().count("start") if path.exists() else 0


def files_of(job):
    folders = default_storage.listdir(f"jobs/{job.pk}")[0]
    return [name for folder in folders for name in default_storage.listdir(f"jobs/{job.pk}/{folder}")[1]]


def test_a_worker_killed_in_the_middle_the_work_is_done_later_once(start_worker, tmp_path):
    first = start_worker()
    job = request_job(kind="test_slow", key="kill", params={"folder": str(tmp_path)})
    wait_for(lambda: starts(tmp_path) == 1, LONG, "the first start")
    first.kill()
    assert state(job) == JobState.RUNNING
    (tmp_path / "go").touch()
    start_worker()
    wait_done(job, sweep)
    assert (job.attempts, starts(tmp_path), files_of(job)) == (2, 2, ["fini.txt"])


def test_two_workers_and_one_message_each_give_one_result(start_worker, tmp_path):
    from core.tasks import run_job

    start_worker()
    start_worker()
    job = request_job(kind="test_slow", key="two", params={"folder": str(tmp_path)})
    for _ in range(3):
        run_job.delay(str(job.pk))
    wait_for(lambda: starts(tmp_path) == 1, LONG, "the start")
    (tmp_path / "go").touch()
    wait_done(job)
    last = request_job(kind="test_hello", key="last", params={"name": "Léa"})
    wait_done(last)
    assert (job.attempts, starts(tmp_path), files_of(job)) == (1, 1, ["fini.txt"])


class OwnRedis:
    """A server of our own, that can be stopped."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.url = folder, f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(self.answers, LONG, "redis to answer")

    def answers(self):
        try:
            with redis.Redis.from_url(self.url) as client:
                return client.ping()
        except redis.ConnectionError:
            return False

    def stop(self):
        self.process.kill()
        self.process.wait(10)


def test_redis_stopped_when_asked_the_work_is_done_once_it_is_back(transactional_db, media_root, tmp_path):
    server = OwnRedis(tmp_path)
    server.start()
    broker = Broker(server.url, f"cls-test-{uuid.uuid4().hex}:")
    broker.open()
    worker = WorkerProcess(broker, media_root).start()
    try:
        server.stop()
        job = request_job(kind="test_hello", key="redis", params={"name": "Léa"})
        assert state(job) == JobState.QUEUED
        assert job.is_waiting_for_service
        server.start()
        wait_done(job, sweep)
        assert (job.attempts, Job.objects.count()) == (1, 1)
    finally:
        worker.stop()
        broker.close()
        server.stop()
