"""The report of an evaluation: asked for by whoever reads the contract, made by a job, kept among its documents."""

import hashlib

from django.db import transaction

from contracts.enums import DocumentKind
from contracts.exchange.writing import canonical
from contracts.models import Contract
from contracts.services.documents import keep_made
from contracts.writing import refuse_unless_read
from core.errors import Invalid, Refused
from core.files import CONTENT_TYPES
from core.jobs import Result, request_job
from evaluation.papers import evaluation_pdf, evaluation_snapshot

KIND = "evaluation_report"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 3
FORMATS = {"pdf": "PDF", "docx": "Word"}


@transaction.atomic
def request_report(*, contract, format, actor, today):
    """The job that makes the report of the evaluation as it is now; the same content is one document."""
    refuse_unless_read(actor, contract)
    if format not in FORMATS:
        raise Invalid("Ce format de rapport n’existe pas.")
    if not contract.evaluation_questions.exists():
        raise Refused("L’évaluation n’a pas encore de question\xa0: le rapport serait vide.")
    content = evaluation_snapshot.of_contract(contract, today=today)
    params = {
        "contract": contract.pk,
        "format": format,
        "content": content,
        "title": f"{evaluation_pdf.TITLE} ({FORMATS[format]})",
        "name": f"evaluation-{contract.reference}.{format}",
    }
    key = hashlib.sha256(canonical({**params, "layout": LAYOUT})).hexdigest()
    return request_job(kind=KIND, params=params, key=key, scope=contract.pk, actor=actor)


def make_report(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    if params["format"] == "docx":
        from evaluation.papers import evaluation_docx  # python-docx is heavy: only the worker that needs it

        content = evaluation_docx.make(params["content"], on=on)
        return Result(content, params["name"], content_type=CONTENT_TYPES["docx"])
    rendered = evaluation_pdf.render(params["content"], on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))


def keep_report(job):
    """Among the documents of the contract, once for the same content."""
    contract = Contract.objects.get(pk=job.params["contract"])
    with job.file.open("rb") as file:
        if contract.documents.filter(sha256=job.sha256, kind=DocumentKind.OTHER).exists():
            return
        keep_made(
            contract=contract,
            content=file,
            name=job.file_name,
            kind=DocumentKind.OTHER,
            title=job.params["title"],
            content_type=job.content_type,
            actor=job.requested_by,
            at=job.created_at,
        )
