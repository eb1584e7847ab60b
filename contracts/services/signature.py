"""The text that people sign: fixed with its fingerprints, signed one by one, proved ever after."""

import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.services import names_now
from contracts.enums import DocumentKind, Stage
from contracts.exchange import canonical, export_contract
from contracts.models import Contract, SignedVersion
from contracts.pdf import contract_facts, render_contract_pdf
from contracts.permissions import can_steer
from contracts.signed_matter import differences
from contracts.writing import hold, refuse_unless
from core.errors import Refused
from core.files import stored_sha256
from core.history import acting
from core.jobs import Result, request_job
from core.versioned import bump

from .documents import deposit_document, keep_made
from .parties import edit_signatory

KIND = "signed_text"


def fix_text(*, contract, actor, at):
    """Keep the JSON of the contract as it is, and ask for its PDF; called inside the passage to the signature."""
    version = SignedVersion.objects.create(contract=contract, json=_keep_json(contract, actor, at), created_by=actor)
    params = {"version": version.pk, "facts": contract_facts(contract), "on": timezone.localdate(at).isoformat()}
    request_job(kind=KIND, params=params, key=f"{contract.pk}:{version.pk}", scope=contract.pk, actor=actor)
    return version


def _keep_json(contract, actor, at):
    return keep_made(
        contract=contract,
        content=canonical(export_contract(contract)),
        name=f"{contract.reference}.json",
        kind=DocumentKind.SIGNED_TEXT,
        title="Texte présenté à la signature (JSON)",
        content_type="application/json",
        actor=actor,
        at=at,
    )


def void_text(*, contract, actor, reason, at):
    """Going back a stage voids the fixed text, visibly; its files stay. The contract may be written again."""
    current = contract.signed_versions.filter(voided_at__isnull=True)
    current.update(voided_at=at, voided_by=actor, voided_reason=reason)
    contract.frozen_at = contract.frozen_by = None


def make_signed_pdf(params, *, progress) -> Result:
    """The PDF of the fixed text, made from the JSON that was kept, so that the two cannot differ."""
    version = SignedVersion.objects.select_related("json").get(pk=params["version"])
    with version.json.file.open("rb") as file:
        document = json.load(file)
    progress(20, "Mise en page")
    rendered = render_contract_pdf(document, params["facts"], draft=False, on=date.fromisoformat(params["on"]))
    progress(90, "Enregistrement")
    return Result(rendered.content, f"{document['contract']['reference']}.pdf")


def keep_signed_pdf(job):
    """Attach the PDF to its version, in the transaction that completes the job."""
    version = (
        SignedVersion.objects.select_for_update(of=("self",)).select_related("contract").get(pk=job.params["version"])
    )
    if version.pdf_id:
        return
    with job.file.open("rb") as file:
        version.pdf = keep_made(
            contract=version.contract,
            content=file.read(),
            name=job.file_name,
            kind=DocumentKind.SIGNED_TEXT,
            title="Texte présenté à la signature (PDF)",
            content_type="application/pdf",
            actor=job.requested_by,
            at=timezone.now(),
        )
    version.save(update_fields=["pdf"])


def record_signature(*, signatory, actor, version=None, today=None, **dates):
    """The deliberation (date, number) and the signature of one signatory: `deliberated_on`, `signed_on`…"""
    return edit_signatory(signatory=signatory, actor=actor, version=version, today=today, **dates)


@transaction.atomic
def attach_scan(*, contract, file, actor, dated_on=None):
    """The signed scan of the fixed text: a PDF, kept with its fingerprint. A mistake before the passage is replaced."""
    refuse_unless(can_steer, actor, contract)
    held = hold(contract)
    version = held.signed_versions.filter(voided_at__isnull=True).select_for_update().first()
    if version is None:
        raise Refused("Le texte à signer n’est pas fixé\xa0: le scan se joint ensuite.")
    if held.stage != Stage.SIGNATURE and version.scan_id:
        raise Refused("Le contrat signé est déjà joint\xa0: il fait foi.")
    version.scan = deposit_document(
        contract=held,
        actor=actor,
        file=file,
        kind=DocumentKind.SCAN,
        title="Contrat signé",
        dated_on=dated_on,
        may=can_steer,
    )
    version.save(update_fields=["scan"])
    return version.scan


@transaction.atomic
def seal_contract(*, contract, file, actor, at=None):
    """Seal a contract that was signed elsewhere: its scan and its JSON are kept, and it is frozen like a signature."""
    refuse_unless(can_steer, actor, contract)
    at = at or timezone.now()
    held = hold(contract)
    if held.frozen:
        raise Refused("Ce contrat est déjà figé.")
    if not held.signed:
        raise Refused("Seul un contrat déjà signé se scelle\xa0; celui-ci passe par la signature.")
    with acting(actor):
        scan = deposit_document(
            contract=held, actor=actor, file=file, kind=DocumentKind.SCAN, title="Contrat signé", may=can_steer
        )
        json_document = _keep_json(held, actor, at)
        SignedVersion.objects.create(contract=held, json=json_document, scan=scan, created_by=actor)
        held.frozen_at, held.frozen_by = at, actor
        bump(held)
    return held


def verify(contract: Contract) -> list[str]:
    """What no longer matches of what was signed, as French sentences; empty where all holds."""
    versions = list(contract.signed_versions.select_related("pdf", "json", "scan"))
    faults = []
    for version in versions:
        for document in filter(None, (version.json, version.pdf, version.scan)):
            if not document.file.storage.exists(str(document.file.name)):
                faults.append(f"Le fichier de «\xa0{document.title}\xa0» manque.")
            elif stored_sha256(document.file.name) != document.sha256:
                faults.append(f"«\xa0{document.title}\xa0» ne correspond plus à son empreinte {document.sha256}.")
    current = next((v for v in versions if v.voided_at is None), None)
    if current and not faults and contract.frozen:
        with current.json.file.open("rb") as file:
            signed = json.load(file)
        faults += [
            f"Dans la base, {what} ne correspond plus au texte signé."
            for what in differences(signed["contract"], export_contract(contract)["contract"], names=names_now())
        ]
    return faults
