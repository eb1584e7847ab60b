"""The contract's PDF: asked for by a person, made by a job, kept among the documents."""

from django.db import transaction

from contracts.enums import DocumentKind
from contracts.exchange import export_contract
from contracts.models import Contract, Document
from contracts.pdf import content_key, contract_facts, render_contract_pdf
from contracts.writing import refuse_unless_read
from core.files import store_once
from core.jobs import Result, request_job

KIND = "contract_pdf"


@transaction.atomic
def request_contract_pdf(*, contract, actor):
    """The job that makes the PDF of the contract as it is now; the same content asked twice is one document."""
    refuse_unless_read(actor, contract)
    document, facts = export_contract(contract), contract_facts(contract)
    draft = is_draft(contract)
    params = {"contract": contract.pk, "document": document, "facts": facts, "draft": draft}
    return request_job(
        kind=KIND, params=params, key=content_key(document, facts, draft=draft), scope=contract.pk, actor=actor
    )


def is_draft(contract) -> bool:
    """« Projet » is written across the pages until the text is fixed for signature."""
    return not (contract.signed or contract.frozen)


def make_contract_pdf(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    rendered = render_contract_pdf(params["document"], params["facts"], draft=params["draft"], on=on)
    progress(90, "Enregistrement")
    reference = params["document"]["contract"]["reference"]
    return Result(rendered.content, f"{reference}.pdf", message=" ".join(rendered.missing))


def keep_contract_pdf(job):
    """Put the finished PDF among the contract's documents, once."""
    contract = Contract.objects.get(pk=job.params["contract"])
    with job.file.open("rb") as file:
        path, sha256 = store_once(file, job.file_name)
    if contract.documents.filter(sha256=sha256, kind=DocumentKind.CONTRACT_PDF).exists():
        return
    Document.objects.create(
        contract=contract,
        kind=DocumentKind.CONTRACT_PDF,
        title=f"{'Projet de contrat' if job.params['draft'] else 'Contrat'} en PDF",
        file=path,
        name=job.file_name,
        content_type=job.content_type,
        size=job.size,
        sha256=sha256,
        dated_on=job.created_at.date(),
        created_by=job.requested_by,
    )
