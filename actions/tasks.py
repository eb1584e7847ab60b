"""The jobs of fiches, thin: the work is in the services."""

from django.http import QueryDict
from django.utils import timezone

from contracts.models import Contract
from contracts.tasks import may_read_contract_job
from core.jobs import job

from .forms.filters import listed_fiches
from .models import SheetImport
from .services import news, printing, sheet_export, sheet_import


@job(news.KIND, label="Demande de nouvelles")
def news_mails(context):
    news.send_news_mails(context.params["mails"], progress=context.progress)


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


def _deposit(job_):
    return SheetImport.objects.select_related("contract", "deposited_by").get(pk=job_.params["import"])


def _preview_page(job_):
    return _deposit(job_).get_absolute_url()


@job(sheet_import.PREVIEW, label="Lecture du tableur", may_read=may_read_contract_job, done_url=_preview_page)
def fiches_import_preview(context):
    context.progress(5, "Lecture du tableur")
    sheet_import.make_preview(_deposit(context.job), tell=context.progress)


@job(sheet_import.IMPORT, label="Import du tableur", may_read=may_read_contract_job, done_url=_preview_page)
def fiches_import(context):
    context.progress(5, "Lecture du tableur")
    sheet_import.make_import(_deposit(context.job), actor=context.job.requested_by, tell=context.progress)
