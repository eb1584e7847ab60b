"""The papers of a review: what is on the page, as PDF, Word, slides or a workbook, kept among the documents."""

import hashlib

from django.db import transaction

from contracts.enums import DocumentKind
from contracts.exchange.writing import canonical
from contracts.models import Contract
from contracts.pdf import contract_facts
from contracts.services.documents import keep_made
from contracts.writing import refuse_unless_read
from core.files import CONTENT_TYPES
from core.jobs import Result, request_job
from evaluation.models import Review
from evaluation.papers import report_pdf, report_sheet
from evaluation.review_enums import ReviewState

from . import reviews

KIND = "review_paper"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 2
FACTS = ("header", "logo", "region", "fictional")
#: Code of the address → what the button says.
FORMATS = {"pdf": "PDF", "docx": "Word (DOCX)", "pptx": "Diapositives (PPTX)", "xlsx": "Données (XLSX)"}
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def report_of(review) -> dict:
    """All that a paper says; the frozen text where the review is frozen."""
    content = reviews.content_shown(review)
    return {
        **content,
        "title": str(review),
        "subject": content["contract"],
        "facts": facts_of(review.contract),
        "draft": review.state != ReviewState.VALIDATED,
    }


def facts_of(contract) -> dict:
    facts = contract_facts(contract)
    return {name: facts[name] for name in FACTS}


@transaction.atomic
def request_paper(*, review, kind, actor):
    """The job that makes this paper of the review as it is now; the same content is one document."""
    refuse_unless_read(actor, review.contract)
    report = report_of(review)
    params = {"contract": review.contract_id, "kind": kind, "report": report}
    key = hashlib.sha256(canonical({**params, "layout": LAYOUT})).hexdigest()
    return request_job(kind=KIND, params=params, key=key, scope=review.contract_id, actor=actor)


def make_paper(report, kind, *, on, progress) -> Result:
    progress(60, "Mise en page")
    name = f"bilan-{report['year']}-{report['reference']}.{kind}"
    match kind:
        # python-docx and python-pptx are heavy: only the worker that needs them.
        case "docx":
            from evaluation.papers import report_docx

            content, missing = report_docx.make(report)
        case "pptx":
            from evaluation.papers import report_slides

            content, missing = report_slides.make(report)
        case "xlsx":
            content, missing = report_sheet.make(report), []
        case _:
            rendered = report_pdf.render(report, on=on)
            content, missing = rendered.content, rendered.missing
    content_type = PPTX if kind == "pptx" else CONTENT_TYPES[kind]
    return Result(content, name, content_type, message=" ".join(missing)[:200])


def make_review(job, *, today, progress) -> Result:
    """Read the figures, keep them, lay the pages out. Run again after a crash, it starts anew."""
    review = Review.objects.select_related("contract").get(pk=job.params["review"])
    progress(5, "Lecture des chiffres")
    content = reviews.read_figures(review, today=today, progress=progress)
    kept = reviews.keep_snapshot(review=review, content=content, actor=job.requested_by)
    kept.contract = review.contract
    return make_paper(report_of(kept), "pdf", on=today, progress=progress)


def keep_paper(job):
    """Among the documents of the contract, once for the same content."""
    contract = Contract.objects.get(pk=job.params["contract"])
    if contract.documents.filter(sha256=job.sha256, kind=DocumentKind.REVIEW).exists():
        return
    with job.file.open("rb") as file:
        keep_made(
            contract=contract,
            content=file,
            name=job.file_name,
            kind=DocumentKind.REVIEW,
            title=f"{_title(job)} ({FORMATS[job.file_name.rpartition('.')[2]].split(' ')[0]})",
            content_type=job.content_type,
            actor=job.requested_by,
            at=job.created_at,
        )


def _title(job) -> str:
    if report := job.params.get("report"):
        return report["title"]
    return str(Review.objects.get(pk=job.params["review"]))
