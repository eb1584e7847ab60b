"""Reviews against real workers that are really killed, and a real broker that is really stopped."""

import uuid
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from contracts.models import Document
from core.job_model import Job, JobState
from core.jobs import sweep
from evaluation.models import Review
from evaluation.services import reviews
from tests.core.test_jobs_services import LONG, OwnRedis, files_of, state, wait_done
from tests.evaluation import slow_reviews
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, world
from tests.support.worker import Broker, WorkerProcess, wait_for

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def quick_leases(monkeypatch, settings, tmp_path):
    settings.JOB_LEASE_SECONDS = 2
    monkeypatch.setenv("JOB_LEASE_SECONDS", "2")
    monkeypatch.setenv("TEST_IMPORTS", "tests.evaluation.slow_reviews")
    monkeypatch.setenv(slow_reviews.FOLDER, str(tmp_path))


def prepared(people):
    ActionFactory(axis=AxisFactory(contract=people.draft), title="Ouvrir une maison sport santé")
    return reviews.prepare_review(contract=people.draft, year=2026, actor=people.coordinator, today=TODAY)


def documents():
    return list(Document.objects.filter(kind="review"))


def test_a_worker_killed_in_the_middle_of_a_review_gives_one_document(start_worker, tmp_path):
    people = world()
    first = start_worker()
    review, job = prepared(people)
    wait_for(lambda: (tmp_path / slow_reviews.READ).exists(), LONG, "the figures to be read")
    first.kill()
    assert state(job) == JobState.RUNNING and documents() == []
    (tmp_path / slow_reviews.GO).touch()
    start_worker()
    wait_done(job, sweep)
    review.refresh_from_db()
    assert job.attempts == 2 and len(files_of(job)) == 1
    assert [(each.title, each.sha256) for each in documents()] == [("Bilan 2026 (PDF)", job.sha256)]
    assert Review.objects.count() == 1 and review.snapshot["year"] == 2026
    assert default_storage.exists(documents()[0].file.name)


def test_redis_stopped_the_page_says_so_and_the_review_leaves_once_it_is_back(
    transactional_db, media_root, tmp_path, client
):
    people = world()
    (tmp_path / slow_reviews.GO).touch()
    server = OwnRedis(tmp_path)
    server.start()
    broker = Broker(server.url, f"cls-test-{uuid.uuid4().hex}:")
    broker.open()
    worker = WorkerProcess(broker, media_root).start()
    try:
        server.stop()
        client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
        asked = client.post(reverse("evaluation:review_prepare", args=[people.draft.reference]), {"year": 2026})
        job = Job.objects.get(kind="review")
        page = client.get(asked["Location"]).content.decode()
        assert job.is_waiting_for_service and "service de fond" in page
        server.start()
        wait_done(job, sweep)
        assert (job.attempts, Review.objects.count(), len(documents())) == (1, 1, 1)
    finally:
        worker.stop()
        broker.close()
        server.stop()
