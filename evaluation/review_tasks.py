"""The jobs of the yearly reviews, thin: the work is in the services."""

from django.utils import timezone

from contracts.tasks import may_read_contract_job
from core.jobs import job
from evaluation.models import Review

from .services import review_papers, reviews


def _page(job_):
    return Review.objects.select_related("contract").get(pk=job_.params["review"]).get_absolute_url()


@job(
    reviews.KIND,
    label="Bilan annuel",
    may_read=may_read_contract_job,
    on_done=review_papers.keep_paper,
    done_url=_page,
)
def review(context):
    return review_papers.make_review(context.job, today=timezone.localdate(), progress=context.progress)


@job(review_papers.KIND, label="Document du bilan", may_read=may_read_contract_job, on_done=review_papers.keep_paper)
def review_paper(context):
    on = timezone.localdate(context.job.created_at)
    return review_papers.make_paper(context.params["report"], context.params["kind"], on=on, progress=context.progress)
