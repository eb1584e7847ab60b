"""The jobs of contracts, thin: the work is in the services."""

from django.urls import reverse
from django.utils import timezone

from core.jobs import job

from .models import Contract, ContractImport
from .services import imports, pdf, signature


def may_read_contract_job(user, job_):
    """Whoever may read the contract may read what was made of it."""
    return Contract.objects.visible_to(user).filter(pk=job_.scope).exists()


def _deposit(job_):
    return ContractImport.objects.select_related("deposited_by", "department", "contract").get(pk=job_.params["import"])


def _import_page(job_):
    return reverse("contracts:import_preview", args=[job_.params["import"]])


@job(imports.PREVIEW, label="Lecture du fichier", done_url=_import_page)
def contract_import_preview(context):
    context.progress(10, "Lecture du fichier")
    imports.make_preview(_deposit(context.job), progress=context.progress)


def _imported_contract(job_):
    """Straight to the contract, or to the page that says that it is gone since."""
    contract = _deposit(job_).contract
    return contract.get_absolute_url() if contract else _import_page(job_)


@job(imports.IMPORT, label="Import du contrat", done_url=_imported_contract)
def contract_import(context):
    context.progress(20, "Enregistrement du contrat")
    imports.make_import(_deposit(context.job))


def _documents(job_):
    return reverse("contracts:documents", args=[Contract.objects.get(pk=job_.scope).reference])


def _signature(job_):
    return reverse("contracts:signature", args=[Contract.objects.get(pk=job_.scope).reference])


@job(
    pdf.KIND, label="PDF du contrat", may_read=may_read_contract_job, on_done=pdf.keep_contract_pdf, done_url=_documents
)
def contract_pdf(context):
    return pdf.make_contract_pdf(
        context.params, on=timezone.localdate(context.job.created_at), progress=context.progress
    )


@job(
    signature.KIND,
    label="Texte à signer",
    may_read=may_read_contract_job,
    on_done=signature.keep_signed_pdf,
    done_url=_signature,
)
def signed_text(context):
    return signature.make_signed_pdf(context.params, progress=context.progress)
