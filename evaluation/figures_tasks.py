"""The jobs of the figures, thin: the work is in the services."""

from django.utils import timezone

from contracts.tasks import may_read_contract_job
from core.jobs import job

from .services import figures


@job(figures.KIND, label="PDF des chiffres", may_read=may_read_contract_job)
def figures_pdf(context):
    on = timezone.localdate(context.job.created_at)
    return figures.make_figures_pdf(context.params, on=on, progress=context.progress)
