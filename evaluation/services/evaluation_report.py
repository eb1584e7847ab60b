"""The report of an evaluation: asked for by whoever reads the contract, made by a job, kept among its documents."""

import hashlib

from django.db import transaction

from contracts.enums import DocumentKind
from contracts.exchange.writing import canonical
from contracts.models import Contract
from contracts.services.documents import keep_made, withdraw_document
from contracts.writing import hold, refuse_unless_read
from core.errors import Invalid, Refused
from core.files import CONTENT_TYPES
from core.job_model import Job, JobState
from core.jobs import Result, forget, request_job
from evaluation.models import Interview, Quote, QuotingReport
from evaluation.papers import evaluation_pdf, evaluation_snapshot
from evaluation.terms import Consent

KIND = "evaluation_report"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 3
FORMATS = {"pdf": "PDF", "docx": "Word"}
TITLES = {format: f"{evaluation_pdf.TITLE} ({label})" for format, label in FORMATS.items()}
TAKEN_BACK = "Une personne citée ne consent plus à l’être\xa0: un nouveau rapport se demande, sans ses mots."


@transaction.atomic
def request_report(*, contract, format, actor, today):
    """The job that makes the report of the evaluation as it is now; the same content is one document."""
    refuse_unless_read(actor, contract)
    if format not in FORMATS:
        raise Invalid("Ce format de rapport n’existe pas.")
    if not contract.evaluation_questions.exists():
        raise Refused("L’évaluation n’a pas encore de question\xa0: le rapport serait vide.")
    content = evaluation_snapshot.of_contract(contract, today=today)
    quoted = Quote.objects.shown().filter(contract=contract, question__isnull=False)
    params = {
        "contract": contract.pk,
        "format": format,
        "content": content,
        "interviews": sorted(set(quoted.values_list("interview", flat=True))),
        "title": TITLES[format],
        "name": f"evaluation-{contract.reference}.{format}",
    }
    key = hashlib.sha256(canonical({**params, "layout": LAYOUT})).hexdigest()
    return request_job(kind=KIND, params=params, key=key, scope=contract.pk, actor=actor)


def make_report(params, *, on, progress) -> Result:
    _refuse_taken_back(params)
    progress(20, "Mise en page")
    if params["format"] == "docx":
        from evaluation.papers import evaluation_docx  # python-docx is heavy: only the worker that needs it

        content = evaluation_docx.make(params["content"], on=on)
        return Result(content, params["name"], content_type=CONTENT_TYPES["docx"])
    rendered = evaluation_pdf.render(params["content"], on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))


def keep_report(job):
    """Among the documents of the contract, once for the same content, with whom it quotes."""
    contract = hold(Contract(pk=job.params["contract"]))
    _refuse_taken_back(job.params)
    with job.file.open("rb") as file:
        kept = contract.documents.filter(sha256=job.sha256, kind=DocumentKind.OTHER, withdrawn_at=None)
        if kept.exists():
            return
        document = keep_made(
            contract=contract,
            content=file,
            name=job.file_name,
            kind=DocumentKind.OTHER,
            title=job.params["title"],
            content_type=job.content_type,
            actor=job.requested_by,
            at=job.created_at,
        )
    QuotingReport.objects.create(contract=contract, document=document).interviews.set(job.params.get("interviews", []))


def _refuse_taken_back(params):
    """Somebody quoted took her consent back, or her interview away, since the report was asked for."""
    quoted = params.get("interviews", [])
    if Interview.objects.filter(pk__in=quoted, consent=Consent.GIVEN).count() < len(quoted):
        raise Refused("Une personne citée a repris son consentement\xa0: demandez de nouveau le rapport.")


def withdraw_quoting(interview, *, actor, today) -> int:
    """The reports that quote this interview leave the documents that one opens, and the jobs that gave them go.

    Nothing of the documents is deleted: the files are kept, closed, with the reason. One made before whom a report
    quotes was kept is thought to quote everybody. Returns how many.
    """
    contract = interview.contract
    known = QuotingReport.objects.filter(contract=contract)
    unknown = contract.documents.filter(kind=DocumentKind.OTHER, title__in=TITLES.values(), withdrawn_at=None)
    for document in unknown.exclude(pk__in=known.values("document")):
        QuotingReport.objects.create(contract=contract, document=document).interviews.set([interview])
    reports = known.filter(interviews=interview, document__withdrawn_at=None).select_related("document__contract")
    for report in reports:
        withdraw_document(document=report.document, reason=TAKEN_BACK, actor=actor)
        report.taken_back_on = today
        report.save()
    jobs = Job.objects.filter(kind=KIND, scope=contract.pk, state__in=[JobState.DONE, JobState.FAILED])
    forget([job_ for job_ in jobs if interview.pk in job_.params.get("interviews", [interview.pk])])
    return len(reports)
