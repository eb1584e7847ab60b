"""Runs one job: lease, heartbeat, exactly one result."""

import contextlib
import datetime
import logging
import threading
import uuid

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from .errors import ServiceError
from .files import safe_name, sha256_of
from .history import Channel, acting
from .job_model import Job, JobState
from .jobs import Result, kind_of

logger = logging.getLogger(__name__)

BACKOFF_SECONDS = 5


class LeaseLost(Exception):
    """Another worker took the job over: whatever is made here counts for nothing."""


class Context:
    """What a job's function sees."""

    def __init__(self, job, worker):
        self.job = job
        self.params = job.params
        self._held = Job.objects.filter(pk=job.pk).held_by(worker)

    def progress(self, percent, message=""):
        percent = max(0, min(100, int(percent)))
        if not self._held.update(progress=percent, message=str(message)[:200], **_renewed()):
            raise LeaseLost
        self.job.progress, self.job.message = percent, str(message)


def _renewed():
    now = timezone.now()
    return {"heartbeat_at": now, "lease_until": now + _lease()}


def _lease():
    return datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def run(job_id, *, worker=""):
    """Take the job and do it; nothing happens when somebody else has it, or when it is done already."""
    # Unique per run: the same worker that comes back after a lost lease is another holder.
    worker = f"{worker[:80]}:{uuid.uuid4().hex}"
    if not Job.objects.take(job_id, worker=worker, now=timezone.now(), lease=_lease()):
        return
    job = Job.objects.select_related("requested_by").get(pk=job_id)
    kind = kind_of(job)
    try:
        with heartbeat(job, worker), acting(job.requested_by, Channel.JOB):
            _complete(job, worker, kind, kind.function(Context(job, worker)))
    except LeaseLost:
        logger.warning("Job %s was taken over: this result is dropped", job_id)
    except ServiceError as error:
        # A refusal stays a refusal: trying again would give the same answer.
        _fail(job, worker, " ".join(error.sentences), again=False)
    except Exception as error:
        logger.exception("Job %s failed", job_id)
        sentence = f"La tâche a échoué sur une erreur inattendue ({type(error).__name__})."
        _fail(job, worker, sentence, again=job.attempts < kind.max_attempts)


@contextlib.contextmanager
def heartbeat(job, worker):
    stop = threading.Event()
    thread = threading.Thread(target=_keep_beating, args=(job.pk, worker, stop), name="job-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_beating(job_id, worker, stop):
    """A thread has its own database connection, so it beats even inside the job's own transaction."""
    held = Job.objects.filter(pk=job_id).held_by(worker)
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                close_old_connections()
                if not held.update(**_renewed()):
                    return
            except Exception as error:  # noqa: BLE001  a database busy for a moment: the next beat will do
                logger.warning("No heartbeat for job %s: %s", job_id, error)
    finally:
        connection.close()


def _complete(job, worker, kind, result):
    path, fields = _store(job, result) if result else ("", {})
    try:
        with transaction.atomic():
            now = timezone.now()
            done = (
                Job.objects.filter(pk=job.pk)
                .held_by(worker)
                .update(
                    state=JobState.DONE,
                    progress=100,
                    message=(result.message if result else ""),
                    finished_at=now,
                    lease_until=None,
                    **fields,
                )
            )
            if not done:
                raise LeaseLost
            job.refresh_from_db()
            if kind.on_done:
                kind.on_done(job)
    except BaseException:
        if path:
            default_storage.delete(path)
        raise


def _store(job, result: Result):
    content = result.content if hasattr(result.content, "read") else ContentFile(result.content)
    content = content if isinstance(content, File) else File(content)
    digest = sha256_of(content)
    name = safe_name(result.name)
    # The run's own folder: a zombie that deletes its dropped file cannot touch the good one.
    path = default_storage.save(f"jobs/{job.pk}/{uuid.uuid4().hex[:8]}/{name}", content)
    return path, {
        "file": path,
        "file_name": name,
        "content_type": result.content_type,
        "sha256": digest,
        "size": content.size,
    }


def _fail(job, worker, sentence, *, again):
    now = timezone.now()
    held = Job.objects.filter(pk=job.pk).held_by(worker)
    if again:
        later = now + datetime.timedelta(seconds=BACKOFF_SECONDS * 2 ** (job.attempts - 1))
        held.update(state=JobState.QUEUED, worker="", lease_until=None, sent_at=None, not_before=later, error=sentence)
        return
    held.update(state=JobState.FAILED, worker="", lease_until=None, finished_at=now, error=sentence)
