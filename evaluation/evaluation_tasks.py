"""The jobs of the evaluation of contracts, thin: the work is in the services."""

from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract
from contracts.tasks import may_read_contract_job
from core.jobs import job

from .services import evaluation_report


def _documents(job_):
    return reverse("contracts:documents", args=[Contract.objects.get(pk=job_.scope).reference])


@job(
    evaluation_report.KIND,
    label="Rapport d’évaluation",
    may_read=may_read_contract_job,
    on_done=evaluation_report.keep_report,
    done_url=_documents,
)
def report_of_evaluation(context):
    on = timezone.localdate(context.job.created_at)
    return evaluation_report.make_report(context.params, on=on, progress=context.progress)
