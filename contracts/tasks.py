"""The jobs of contracts, thin: the work is in the services."""

from django.urls import reverse

from core.jobs import job

from .models import ContractImport
from .services import imports


def _deposit(job_):
    return ContractImport.objects.select_related("deposited_by", "department", "contract").get(pk=job_.params["import"])


def _import_page(job_):
    return reverse("contracts:import_preview", args=[job_.params["import"]])


@job(imports.PREVIEW, label="Lecture du fichier", done_url=_import_page)
def contract_import_preview(context):
    context.progress(10, "Lecture du fichier")
    imports.make_preview(_deposit(context.job), progress=context.progress)


@job(imports.IMPORT, label="Import du contrat", done_url=_import_page)
def contract_import(context):
    context.progress(20, "Enregistrement du contrat")
    imports.make_import(_deposit(context.job))
