"""The papers of a meeting: asked for by a person, made by a job, kept among the documents of the contract."""

import hashlib

from django.db import transaction

from contracts import writing
from contracts.enums import DocumentKind
from contracts.exchange.writing import canonical
from contracts.models import Contract
from contracts.pdf import contract_facts
from contracts.permissions import can_deposit
from contracts.services.documents import keep_made
from core.jobs import Result, request_job
from core.wording import day
from governance.enums import MeetingState
from governance.papers import figures_of, pages, snapshot

KIND = "meeting_paper"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NOT_YOURS = "Les documents d’une séance se rangent parmi ceux du contrat\xa0: il faut pouvoir y déposer."
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 5
#: Code of the address → (what is made, as slides, what the button says).
PAPERS = {
    "convocation": ("convocation", False, "Convocation (PDF)"),
    "emargement": ("attendance", False, "Feuille d’émargement (PDF)"),
    "diapositives": ("pack", True, "Diapositives (PPTX)"),
    "dossier": ("pack", False, "Dossier de séance (PDF)"),
    "releve": ("minutes", False, "Relevé de décisions (PDF)"),
}


@transaction.atomic
def request_paper(*, meeting, paper, actor, today):
    """The job that makes `paper` (a key of `PAPERS`) of the meeting as it is now; the same content is one document."""
    writing.refuse_unless(can_deposit, actor, meeting.contract, NOT_YOURS)
    kind, as_slides, _label = PAPERS[paper]
    content = content_of(meeting, kind, today=today)
    params = {"contract": meeting.contract_id, "kind": kind, "slides": as_slides, "content": content}
    params["title"] = (
        f"{pages.TITLES[kind]}{' (diapositives)' if as_slides else ''} – {meeting.body}, {day(meeting.on)}"
    )
    params["name"] = f"{kind}-{meeting.on:%Y-%m-%d}-{meeting.pk}.{'pptx' if as_slides else 'pdf'}"
    key = hashlib.sha256(canonical({**params, "layout": LAYOUT})).hexdigest()
    return request_job(kind=KIND, params=params, key=key, scope=meeting.contract_id, actor=actor)


def content_of(meeting, kind, *, today) -> dict:
    contract = meeting.contract
    facts = contract_facts(contract)
    content = {
        "contract": contract.title,
        "reference": contract.reference,
        "fictional": contract.fictional,
        "facts": {name: facts[name] for name in ("header", "region", "logo")},
        "meeting": snapshot.of_meeting(meeting),
        "draft": is_draft(meeting, kind),
    }
    return content | ({"figures": figures_of.of_contract(contract, today)} if kind == "pack" else {})


def is_draft(meeting, kind) -> bool:
    """« Projet »: minutes until the meeting is closed, a convocation until it is sent."""
    if kind == "minutes":
        return meeting.state != MeetingState.CLOSED
    return kind == "convocation" and meeting.state == MeetingState.PREPARED


def make_paper(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    if params["slides"]:
        from governance.papers import slides  # python-pptx is heavy: only the worker that needs it

        return Result(slides.make(params["content"]), params["name"], content_type=SLIDES)
    rendered = pages.render(params["kind"], params["content"], on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))


def keep_paper(job):
    """Among the documents of the contract, once for the same content."""
    contract = Contract.objects.get(pk=job.params["contract"])
    with job.file.open("rb") as file:
        if contract.documents.filter(sha256=job.sha256, kind=DocumentKind.MEETING).exists():
            return
        keep_made(
            contract=contract,
            content=file,
            name=job.file_name,
            kind=DocumentKind.MEETING,
            title=job.params["title"],
            content_type=job.content_type,
            actor=job.requested_by,
            at=job.created_at,
        )
