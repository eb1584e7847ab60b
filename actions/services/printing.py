"""The PDF of chosen fiches: asked for by whoever reads the contract, made by a job, the same content once."""

from django.db import transaction
from django.utils.text import slugify

from actions.pdf_excerpt import excerpt, excerpt_facts, excerpt_key, render_fiches_pdf
from contracts.exchange import export_contract
from contracts.pdf import contract_facts
from contracts.services.pdf import is_draft
from contracts.writing import refuse_unless_read
from core.errors import Refused
from core.jobs import Result, request_job

KIND = "fiches_pdf"


@transaction.atomic
def request_fiches_pdf(*, contract, chosen, actor):
    """The job that makes the PDF of the fiches `chosen` (their ids), as they are now, in the order of the plan."""
    refuse_unless_read(actor, contract)
    plan = contract.actions.in_plan_order().values_list("pk", flat=True)
    places = {place for place, pk in enumerate(plan, start=1) if pk in chosen}
    if not places:
        raise Refused("Choisissez au moins une fiche à imprimer.")
    document = excerpt(export_contract(contract), places)
    facts, draft = excerpt_facts(contract_facts(contract)), is_draft(contract)
    params = {"document": document, "facts": facts, "draft": draft}
    key = excerpt_key(document, facts, draft=draft)
    return request_job(kind=KIND, params=params, key=key, scope=contract.pk, actor=actor)


def make_fiches_pdf(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    rendered = render_fiches_pdf(params["document"], params["facts"], draft=params["draft"], on=on)
    progress(90, "Enregistrement")
    return Result(rendered.content, _file_name(params["document"]["contract"]), message=" ".join(rendered.missing))


def _file_name(node) -> str:
    """« CLS-26-2026-DEMO-02-fiche-1-2.pdf » for one fiche, « …-12-fiches.pdf » for more."""
    homes = [home for axis in node["axes"] for home in (axis, *axis["objectives"])]
    fiches = [action for home in homes for action in home["actions"]]
    which = f"{len(fiches)}-fiches" if len(fiches) > 1 else f"fiche-{slugify(fiches[0]['number'].replace('.', '-'))}"
    return f"{node['reference']}-{which}.pdf"
