"""A sheet on paper (a signatory, a hand-over): its content is kept with the job, its PDF among the documents."""

import hashlib
from datetime import date

from django.db import transaction
from django.template.loader import render_to_string

from contracts.exchange.writing import canonical
from contracts.models import Contract
from contracts.pdf import contract_facts, on_paper
from contracts.services.documents import keep_made
from core import wording
from core.jobs import Result, request_job

KIND = "governance_sheet"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 2


@transaction.atomic
def request_sheet(*, contract, template, document_kind, title, name, sheet, actor, today, kind=KIND, **more):
    """The job that prints `sheet` (plain values) by `template`; the same content of one day is one document.

    `more` are parameters of the job that its `on_done` needs.
    """
    facts = contract_facts(contract)
    params = {
        **more,
        "contract": contract.pk,
        "template": template,
        "document_kind": document_kind,
        "title": title,
        "name": name,
        "on": today.isoformat(),
        "content": {
            "contract": contract.title,
            "reference": contract.reference,
            "fictional": contract.fictional,
            "facts": {key: facts[key] for key in ("header", "region", "logo")},
            "sheet": sheet,
        },
    }
    key = hashlib.sha256(canonical({**params, "layout": LAYOUT})).hexdigest()
    return request_job(kind=kind, params=params, key=key, scope=contract.pk, actor=actor)


def html(params) -> str:
    content = params["content"]
    document = {
        "title": params["title"],
        "reference": content["reference"],
        "date": f"Édité le {wording.day(date.fromisoformat(params['on']))}",
        "is_draft": False,
        "author": content["facts"]["header"] or content["facts"]["region"],
        "subject": content["contract"],
    }
    context = {"document": document, "content": content, "facts": content["facts"], "sheet": content["sheet"]}
    return render_to_string(params["template"], {**context, "preview": False})


def make_sheet(params, *, progress) -> Result:
    progress(20, "Mise en page")
    rendered = on_paper(html(params), params["content"]["facts"])
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))


def keep_sheet(job):
    """Among the documents of the contract, once for the same content."""
    contract, kind = Contract.objects.get(pk=job.params["contract"]), job.params["document_kind"]
    if known := contract.documents.filter(sha256=job.sha256, kind=kind).first():
        return known
    with job.file.open("rb") as file:
        return keep_made(
            contract=contract,
            content=file,
            name=job.file_name,
            kind=kind,
            title=job.params["title"],
            content_type=job.content_type,
            actor=job.requested_by,
            at=job.created_at,
        )
