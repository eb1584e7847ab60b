"""Background jobs: the registry of kinds, and how a job is asked for, sent, and found again when lost.

An app declares its kinds in its `tasks.py`; `core.job_worker` runs them.

    @job("contract_pdf", label="PDF du contrat", may_read=may_read_contract_job)
    def contract_pdf(context):
        context.progress(10, "Mise en page")
        return Result(render(context.params["contract"]), "contrat.pdf")
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from .errors import Refused
from .job_model import Job, JobState

logger = logging.getLogger(__name__)

# The request of a person must not wait for a broker that is away.
BROKER_PATIENCE = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}


def requester_only(user, job):
    return job.requested_by_id is not None and job.requested_by_id == user.pk


@dataclass(frozen=True)
class Result:
    """What a job gives back: bytes or an open file, under the name that the person will see."""

    content: Any
    name: str
    content_type: str = "application/pdf"
    message: str = ""


@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    function: Callable
    max_attempts: int = 3
    may_read: Callable = requester_only
    on_done: Callable | None = None
    done_url: Callable | None = None


_kinds: dict[str, Kind] = {}


def job(name, *, label, max_attempts=3, may_read=requester_only, on_done=None, done_url=None):
    """Declare a kind of job; the function takes a context and gives a `Result` or nothing.

    `may_read(user, job)` says who sees its page and its file; `on_done(job)` runs in the transaction that completes
    the job (attach the file there); `done_url(job)` is where the page leads once it is done.
    The function may run again after a crash: what it writes itself must bear being written twice.
    """

    def declare(function):
        _kinds[name] = Kind(name, label, function, max_attempts, may_read, on_done, done_url)
        return function

    return declare


def kind_of(job_):
    """The declared kind of a job; a kind that left the code still has a readable page."""
    if job_.kind not in _kinds:
        autodiscover_modules("tasks")
    return _kinds.get(job_.kind) or Kind(job_.kind, "Tâche de fond", _unknown, max_attempts=1)


def _unknown(context):
    raise Refused("Cette nature de tâche n’existe plus dans le logiciel.")


@transaction.atomic
def request_job(*, kind, params, key, scope=None, actor=None):
    """The job that makes this content: the one already asked for, or a new one sent when the transaction commits.

    `key` must change whenever the content would (a fingerprint, a version). Asking again after a failure tries again.
    """
    job_, created = Job.objects.get_or_create(
        kind=kind, key=key, defaults={"params": params, "scope": scope, "requested_by": actor}
    )
    if created:
        send_on_commit(job_)
    elif job_.state == JobState.FAILED:
        restart_job(job=job_, actor=actor)
    return job_


@transaction.atomic
def restart_job(*, job, actor=None):
    """Try a failed job again from the start."""
    restarted = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED,
        attempts=0,
        progress=0,
        message="",
        error="",
        worker="",
        sent_at=None,
        not_before=None,
        finished_at=None,
        **({"requested_by": actor} if actor and job.requested_by_id is None else {}),
    )
    job.refresh_from_db()
    if not restarted:
        raise Refused("Seule une tâche échouée peut être relancée.")
    send_on_commit(job)
    return job


def send_on_commit(job_):
    transaction.on_commit(partial(send, job_.pk))


def send(job_id):
    """Wake a worker. When the broker does not answer the row stays queued, and the sweep sends it later."""
    from .tasks import run_job

    now = timezone.now()
    try:
        with run_job.app.connection_for_write(transport_options=BROKER_PATIENCE) as connection:
            run_job.apply_async(args=[str(job_id)], connection=connection, retry=False)
    except Exception as error:  # noqa: BLE001  each broker has its own family of errors
        logger.warning("The broker did not take job %s: %s", job_id, error)
        return False
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=now)
    return True


def sweep(*, at=None, everything=False):
    """Find again what was never sent, what a broker lost, and what a dead worker held. Returns how many were sent.

    `everything` sends all that waits, even what was sent a moment ago: a message sent twice is harmless.
    """
    now = at or timezone.now()
    for job_ in Job.objects.expired(now):
        _take_back(job_, now)
    lost_after = datetime.timedelta(seconds=0 if everything else 4 * settings.JOB_SWEEP_SECONDS)
    sent = 0
    for job_id in Job.objects.unsent(now, lost_after).order_by("created_at").values_list("pk", flat=True):
        if not send(job_id):
            break
        sent += 1
    return sent


def purge(*, at=None, limit=500):
    """Forget the jobs finished long ago, with the files that they gave. Returns how many.

    What a contract keeps is a document of its own, a copy of the job's file; asking again for a forgotten content
    makes it again. Bounded, since the clock calls it often.
    """
    before = (at or timezone.now()) - datetime.timedelta(days=settings.JOB_KEEP_DAYS)
    old = list(Job.objects.outlived(before).order_by("finished_at")[:limit])
    return forget(old)


@transaction.atomic
def forget(jobs) -> int:
    """These jobs go, with the files that they gave. Returns how many."""
    for job_ in jobs:
        # The row first: without it nobody asks for the file any more.
        job_.delete()
        if job_.file:
            transaction.on_commit(partial(job_.file.delete, save=False))
    return len(jobs)


def _take_back(job_, now):
    held = Job.objects.expired(now).filter(pk=job_.pk, worker=job_.worker)
    if job_.attempts < kind_of(job_).max_attempts:
        held.update(state=JobState.QUEUED, worker="", lease_until=None, sent_at=None, message="Reprise après un arrêt")
        return
    held.update(
        state=JobState.FAILED,
        worker="",
        lease_until=None,
        finished_at=now,
        error=f"Le service de fond s’est arrêté {job_.attempts}\u00a0fois pendant cette tâche.",
    )
