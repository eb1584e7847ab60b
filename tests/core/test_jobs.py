"""A job's states: asked once per content, taken once, completed once, found again when lost."""

import datetime
import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.errors import Refused
from core.job_model import Job, JobState
from core.job_worker import run
from core.jobs import Result, kind_of, purge, request_job, restart_job, sweep
from tests.core import job_kinds  # noqa: F401  declares the kinds
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)


def ask(kind="test_hello", key="k1", actor=None, **params):
    return request_job(kind=kind, key=key, params={"name": "Léa", **params}, scope=7, actor=actor)


@pytest.fixture
def sent(monkeypatch):
    """What left for the broker."""
    gone = []

    def apply_async(args, **_):
        gone.append(args[0])

    monkeypatch.setattr("core.tasks.run_job.apply_async", apply_async)
    return gone


def stored(job):
    return default_storage.listdir(f"jobs/{job.pk}")[0] if default_storage.exists(f"jobs/{job.pk}") else []


def test_the_same_content_asked_twice_is_one_job(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second, other = ask(), ask(), ask(key="k2")
    assert first == second != other
    assert sent == [str(first.pk), str(other.pk)]


def test_a_finished_job_is_given_back(sent, django_capture_on_commit_callbacks):
    job = ask()
    run(job.pk)
    with django_capture_on_commit_callbacks(execute=True):
        again = ask()
    assert (again.pk, again.state, sent) == (job.pk, JobState.DONE, [])


def test_a_job_done_has_its_file_and_its_fingerprint():
    job = ask()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts) == (JobState.DONE, 100, 1)
    assert job.file_name == "Bonjour-a-tous.txt"
    with default_storage.open(job.file.name) as file:
        assert file.read().decode() == "Bonjour Léa"
    assert job.sha256 == hashlib.sha256("Bonjour Léa".encode()).hexdigest()


def test_a_message_received_twice_does_the_work_once():
    job = ask()
    run(job.pk)
    run(job.pk)
    job.refresh_from_db()
    assert job.attempts == 1
    assert len(stored(job)) == 1


def test_a_broker_that_is_away_loses_nothing(monkeypatch, sent, django_capture_on_commit_callbacks):
    def away(**_):
        raise OSError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr("core.tasks.run_job.apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            job = ask()
    job.refresh_from_db()
    assert job.is_waiting_for_service
    assert sweep() == 1
    assert sent == [str(job.pk)]


def test_the_sweep_sends_again_only_what_may_be_lost(sent, settings):
    now = timezone.now()
    job = ask()
    Job.objects.update(sent_at=now)
    assert sweep(at=now + MINUTE / 60) == 0
    assert sweep(at=now + MINUTE / 60, everything=True) == 1
    assert sweep(at=timezone.now() + 5 * datetime.timedelta(seconds=settings.JOB_SWEEP_SECONDS)) == 1
    assert sent == [str(job.pk)] * 2


def test_an_expired_lease_is_taken_back_and_a_live_one_is_not(sent, settings):
    now = timezone.now()
    job = ask("test_slow")
    lease = datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    assert Job.objects.take(job.pk, worker="w1", now=now, lease=lease) == 1
    assert Job.objects.take(job.pk, worker="w2", now=now, lease=lease) == 0
    sweep(at=now)
    job.refresh_from_db()
    assert job.worker == "w1"
    sweep(at=now + 2 * lease)
    job.refresh_from_db()
    assert (job.state, job.worker) == (JobState.QUEUED, "")
    assert sent == [str(job.pk)]


def test_a_job_that_kills_its_workers_ends_by_failing(sent):
    now = timezone.now()
    job = ask("test_slow")
    for _ in range(kind_of(job).max_attempts):
        Job.objects.take(job.pk, worker="w", now=now, lease=MINUTE)
        sweep(at=now + 2 * MINUTE)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "5\u00a0fois" in job.error


def test_the_result_of_a_worker_that_lost_its_lease_is_dropped(monkeypatch):
    job = ask("test_stolen")

    def stolen(context):
        Job.objects.filter(pk=job.pk).update(worker="another")
        return Result(b"zombie", "z.txt")

    monkeypatch.setitem(jobs._kinds, "test_stolen", jobs.Kind("test_stolen", "Volée", stolen))
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.worker, job.file.name) == (JobState.RUNNING, "another", "")
    assert not any(default_storage.listdir(f"jobs/{job.pk}/{folder}")[1] for folder in stored(job))


def test_on_done_belongs_to_the_completion(monkeypatch):
    """If the file cannot be attached, the job is not done: it is tried again."""

    def attach(job):
        raise RuntimeError("no room")

    kind = jobs.Kind("test_attach", "Attacher", lambda context: None, max_attempts=2, on_done=attach)
    monkeypatch.setitem(jobs._kinds, "test_attach", kind)
    job = ask("test_attach")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.finished_at is None


def test_an_error_is_tried_again_after_a_while_then_fails():
    job = ask("test_broken")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert "ZeroDivisionError" in job.error
    run(job.pk)  # too early: nothing happens
    Job.objects.update(not_before=timezone.now())
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 2)


def test_a_refusal_is_not_tried_again_and_can_be_restarted(sent, django_capture_on_commit_callbacks):
    job = ask("test_refused")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "Le contrat n’a pas de périmètre.")
    with django_capture_on_commit_callbacks(execute=True):
        restart_job(job=job)
    assert (job.state, job.error, sent) == (JobState.QUEUED, "", [str(job.pk)])
    with pytest.raises(Refused):
        restart_job(job=job)


# --- Pages -----------------------------------------------------------------------------------
def address(name, job):
    return reverse(f"core:{name}", args=[job.pk])


def test_only_those_the_kind_allows_see_a_job_and_its_file(client):
    job = ask(actor=UserFactory())
    run(job.pk)
    client.force_login(UserFactory(email="autre@exemple.fr"))
    names = ("job", "job_state", "job_file")
    assert [client.get(address(name, job)).status_code for name in names] == [404] * 3
    client.force_login(UserFactory(email="lecteur@exemple.fr"))
    file = client.get(address("job_file", job))
    assert b"".join(file.streaming_content).decode() == "Bonjour Léa"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"] == 'attachment; filename="Bonjour-a-tous.txt"'


def test_the_page_follows_until_the_end(client):
    job = ask()
    client.force_login(UserFactory(email="lecteur@exemple.fr"))
    waiting = client.get(address("job", job)).text
    assert "dès que le service de fond répondra" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert 'aria-live="polite"' in waiting
    run(job.pk)
    done = client.get(address("job_state", job)).text
    assert "hx-trigger" not in done
    assert address("job_file", job) in done


def test_its_page_leads_back_to_where_it_was_asked(client):
    job = ask()
    client.force_login(UserFactory(email="lecteur@exemple.fr"))
    here = f"http://testserver{address('job', job)}"
    from_a_page = client.get(address("job", job), headers={"Referer": "http://testserver/aide/"}).text
    assert 'href="http://testserver/aide/"' in from_a_page and "Revenir" in from_a_page
    for elsewhere in ("", here, "https://ailleurs.exemple/"):
        assert "Revenir" not in client.get(address("job", job), headers={"Referer": elsewhere}).text


def test_who_watches_a_job_to_its_end_is_taken_where_it_leads(client):
    """Without htmx, the link is on the page instead."""
    job = ask("test_leads")
    run(job.pk)
    client.force_login(UserFactory(email="lecteur@exemple.fr"))
    assert 'href="/aide/"' in client.get(address("job_state", job)).text
    answer = client.get(address("job_state", job), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/aide/"
    assert "c’est prêt" in client.get("/aide/").text


def test_a_failed_job_is_restarted_from_its_page(client):
    user = UserFactory()
    job = ask("test_refused", actor=user)
    run(job.pk)
    client.force_login(user)
    assert "pas de périmètre" in client.get(address("job", job)).text
    assert client.get(address("job_restart", job)).status_code == 405
    assert client.post(address("job_restart", job)).status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_what_finished_long_ago_is_forgotten_with_its_file(sent, settings, django_capture_on_commit_callbacks):
    settings.JOB_KEEP_DAYS = 30
    old, recent, waiting = ask(key="old"), ask(key="recent"), ask(key="waiting")
    run(old.pk), run(recent.pk)
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Job.objects.exclude(pk=recent.pk).update(created_at=long_ago)
    Job.objects.filter(pk=old.pk).update(finished_at=long_ago)
    other = default_storage.save("contrats/annexe.txt", ContentFile(b"gardee"))
    for job in (old, recent):
        job.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert (purge(), purge()) == (1, 0)
    assert set(Job.objects.all()) == {recent, waiting}
    assert [default_storage.exists(name) for name in (old.file.name, recent.file.name, other)] == [False, True, True]
    assert ask(key="old").state == JobState.QUEUED, "Asked again, it is made again"


def test_the_purge_is_bounded(sent):
    for key in "abc":
        run(ask(key=key).pk)
    Job.objects.update(finished_at=timezone.now() - datetime.timedelta(days=400))
    assert [purge(limit=2), purge(limit=2)] == [2, 1]
