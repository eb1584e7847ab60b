"""The jobs of fiches, thin: the work is in the services."""

from django.http import QueryDict
from django.utils import timezone

from contracts.models import Contract
from contracts.tasks import may_read_contract_job
from core.jobs import job

from .forms.filters import listed_fiches
from .services import news, printing, sheet_export


@job(news.KIND, label="Demande de nouvelles")
def news_mails(context):
    news.send_news_mails(context.params["links"], message=context.params["message"], progress=context.progress)


@job(sheet_export.KIND, label="Export des fiches", may_read=may_read_contract_job)
def fiches_export(context):
    contract = Contract.objects.get(pk=context.params["contract"])
    context.progress(10, "Lecture des fiches")
    actions = listed_fiches(contract, QueryDict(context.params["query"]))
    return sheet_export.export_fiches(contract=contract, actions=actions, kind=context.params["kind"])


@job(printing.KIND, label="PDF de fiches actions", may_read=may_read_contract_job)
def fiches_pdf(context):
    on = timezone.localdate(context.job.created_at)
    return printing.make_fiches_pdf(context.params, on=on, progress=context.progress)
