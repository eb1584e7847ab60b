"""What Celery calls; the work is in `core.jobs` and `core.job_worker`."""

from celery import shared_task


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
