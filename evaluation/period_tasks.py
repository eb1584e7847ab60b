"""The job of the consolidated evaluation, thin: the work is in the services."""

from django.utils import timezone

from core.jobs import job

from .permissions import reads_region
from .services import period_papers


def _may_read(user, job_):
    return reads_region(user, job_.params["region"])


@job(period_papers.KIND, label="Évaluation consolidée", may_read=_may_read)
def paper_of_period(context):
    on = timezone.localdate(context.job.created_at)
    return period_papers.make_paper(context.params, on=on, progress=context.progress)
