"""The jobs of campaigns, thin: the work is in the services."""

from django.urls import reverse
from django.utils import timezone

from core.jobs import job

from .campaign_permissions import manages, reads_results
from .models import Campaign
from .services import campaign_exports, campaign_mails


def _campaign(job_):
    return Campaign.objects.get(pk=job_.params["campaign"])


def _may_follow(user, job_):
    return manages(user, _campaign(job_))


def _may_read(user, job_):
    return reads_results(user, _campaign(job_))


def _progress(job_):
    return reverse("evaluation:campaign_progress", args=[job_.params["campaign"]])


@job(campaign_mails.KIND, label="Courriels de la campagne", may_read=_may_follow, done_url=_progress)
def campaign_mails_job(context):
    campaign_mails.send_mails(context.params["mails"], progress=context.progress)


@job(campaign_exports.KIND, label="Résultats de la campagne", may_read=_may_read)
def campaign_pdf(context):
    on = timezone.localdate(context.job.created_at)
    return campaign_exports.make_pdf(context.params, on=on, progress=context.progress)
