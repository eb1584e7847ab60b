"""What Celery calls; the work is in `core.jobs`, `core.job_worker` and `core.reminders`."""

from celery import shared_task
from django.utils import timezone

from .jobs import job, request_job


@shared_task(name="core.run_job", bind=True)
def run_job(self, job_id):
    from .job_worker import run

    run(job_id, worker=self.request.hostname or "")


@shared_task(name="core.sweep_jobs")
def sweep_jobs(everything=False):
    from .jobs import sweep

    return sweep(everything=everything)


@shared_task(name="core.purge_jobs")
def purge_jobs():
    from .jobs import purge

    return purge()


REMINDERS = "weekly_reminders"


@shared_task(name="core.weekly_reminders")
def weekly_reminders():
    """The clock asks; the work is a job, so that a worker that dies in the middle sends the rest later, and once."""
    year, week, _day = timezone.localdate().isocalendar()
    request_job(kind=REMINDERS, params={}, key=f"{year}-{week}")


@job(REMINDERS, label="Rappels de la semaine")
def send_weekly_reminders(context):
    from .reminders import send_reminders

    send_reminders(timezone.localdate(), progress=context.progress)
