"""Does in this process what a worker would."""

from core.job_model import Job, JobState
from core.job_worker import run


def do_jobs():
    """All the jobs that wait, in the order in which they were asked."""
    for job_id in list(Job.objects.filter(state=JobState.QUEUED).order_by("created_at").values_list("pk", flat=True)):
        run(job_id)
