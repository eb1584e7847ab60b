"""The jobs of the governance, thin: the work is in the services."""

from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract
from contracts.tasks import may_read_contract_job
from core.jobs import job

from .services import convocations, handovers, network_convocations, network_papers, papers, sheets


@job(convocations.KIND, label="Convocations")
def meeting_mails(context):
    convocations.send_mails(context.params["sendings"], progress=context.progress)


def _documents(job_):
    return reverse("contracts:documents", args=[Contract.objects.get(pk=job_.scope).reference])


@job(
    papers.KIND,
    label="Document de séance",
    may_read=may_read_contract_job,
    on_done=papers.keep_paper,
    done_url=_documents,
)
def meeting_paper(context):
    on = timezone.localdate(context.job.created_at)
    return papers.make_paper(context.params, on=on, progress=context.progress)


@job(
    sheets.KIND,
    label="Document de gouvernance",
    may_read=may_read_contract_job,
    on_done=sheets.keep_sheet,
    done_url=_documents,
)
def governance_sheet(context):
    return sheets.make_sheet(context.params, progress=context.progress)


@job(
    handovers.KIND,
    label="Dossier de passation",
    may_read=handovers.may_read_job,
    on_done=handovers.keep_kit,
    done_url=handovers.page_of_job,
)
def handover_kit(context):
    return sheets.make_sheet(context.params, progress=context.progress)


@job(network_convocations.KIND, label="Convocations d’une instance de territoire")
def network_mails(context):
    network_convocations.send_mails(context.params["sendings"], progress=context.progress)


@job(network_papers.KIND, label="Document d’une instance de territoire", may_read=network_papers.may_read_job)
def network_paper(context):
    on = timezone.localdate(context.job.created_at)
    return network_papers.make_paper(context.params, on=on, progress=context.progress)
