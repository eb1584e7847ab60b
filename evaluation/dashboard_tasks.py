"""The job of the dashboard, thin: the work is in the services. Its requester alone reads it: she sees what she sees."""

from django.utils import timezone

from core.jobs import job

from .services import dashboard


@job(dashboard.KIND, label="PDF du tableau de bord")
def dashboard_pdf(context):
    on = timezone.localdate(context.job.created_at)
    return dashboard.make_pdf(context.params, on=on, progress=context.progress)
