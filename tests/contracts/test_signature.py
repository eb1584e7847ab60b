"""From the signature on: what was signed is fixed, signed, proved; going back voids it; nothing is lost."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import services as organisations
from contracts import triggers
from contracts.enums import Stage
from contracts.exchange import import_contract
from contracts.models import Contract, ContractTheme, Document, SignedVersion
from contracts.services import documents, signature
from contracts.services.contract import edit_contract
from contracts.services.lifecycle import pass_stage
from contracts.writing import edit
from core.errors import Forbidden, Frozen, Invalid, PassageRefused, Refused, Stale
from core.history import Change
from core.job_model import Job
from core.job_worker import run
from tests.contracts.test_lifecycle import ready_to_sign
from tests.contracts.test_triggers import refused
from tests.exchange_sample import sample
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import ArticleFactory, CommitmentFactory, FindingFactory, ObjectiveFactory, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return world()


@pytest.fixture
def presented(people):
    """A contract at the stage of signature, its PDF made."""
    contract = ready_to_sign(people.draft)
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.CONSULTATION)
    pass_stage(contract=contract, target=Stage.SIGNATURE, actor=people.referent)
    run(Job.objects.get(kind=signature.KIND, scope=contract.pk).pk, worker="essai")
    return Contract.objects.get(pk=contract.pk)


def pdf(name="scan.pdf", content=b"%PDF-1.7 signed"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def fixed(contract):
    return contract.signed_versions.get(voided_at__isnull=True)


def test_entering_the_signature_fixes_text_and_fingerprints(presented):
    version = fixed(presented)
    assert presented.frozen and version.json.size and version.pdf.file.open("rb").read(5) == b"%PDF-"
    assert signature.verify(presented) == []
    axis = presented.axes.get()
    with pytest.raises(Frozen):
        edit(axis, actor=None, title="Autre")


def test_the_whole_way_to_in_force(people, presented):
    with pytest.raises(PassageRefused) as refusal:
        pass_stage(contract=presented, target=Stage.IN_FORCE, actor=people.referent)
    assert {item.code for item in refusal.value.missing} == {"signature", "scan"}
    for number, signatory in enumerate(presented.signatories.all(), start=1):
        signature.record_signature(signatory=signatory, actor=people.referent, signed_on=date(2026, 4, number))
    signature.attach_scan(contract=presented, file=pdf(), actor=people.referent)
    signed = pass_stage(contract=presented, target=Stage.IN_FORCE, actor=people.referent)
    assert signed.signed_on == date(2026, 4, 2)
    assert signature.verify(Contract.objects.get(pk=signed.pk)) == []
    signatory = signed.signatories.first()
    with pytest.raises(Refused):
        signature.record_signature(signatory=signatory, actor=people.referent, signed_on=date(2026, 5, 1))


def test_going_back_voids_the_text_visibly_and_frees_the_draft(people, presented):
    kept = fixed(presented).json
    pass_stage(contract=presented, target=Stage.CONSULTATION, actor=people.referent, reason="Une erreur à l’axe 1")
    contract = Contract.objects.get(pk=presented.pk)
    version = contract.signed_versions.get()
    assert (contract.frozen, version.voided_by, version.voided_reason) == (
        False,
        people.referent,
        "Une erreur à l’axe 1",
    )
    assert Document.objects.filter(pk=kept.pk).exists()
    edit(contract.axes.get(), actor=people.referent, title="Axe corrigé")
    again = pass_stage(contract=contract, target=Stage.SIGNATURE, actor=people.referent)
    assert again.signed_versions.count() == 2


def test_verify_names_a_file_that_was_altered(presented, capsys):
    call_command("verify_contract", presented.reference)
    assert fixed(presented).json.sha256 in capsys.readouterr().out
    kept = Path(fixed(presented).json.file.path)
    kept.chmod(0o600)
    kept.write_bytes(b"{}")
    with pytest.raises(CommandError, match="ne correspond plus"):
        call_command("verify_contract", presented.reference)
    kept.unlink()
    with pytest.raises(CommandError, match="manque"):
        call_command("verify_contract", presented.reference)


TAMPERED = {
    "les axes": "UPDATE contracts_axis SET title = 'Réécrit en douce'",
    "les objectifs": "UPDATE contracts_objective SET prs_objectives = '[\"Autre\"]'",
    "le titre ou la place des fiches": "UPDATE actions_action SET objective_id = NULL",
    "les signataires": "UPDATE contracts_signatory SET capacity = 'associated'",
    "les engagements": "UPDATE contracts_commitment SET text = 'Rien'",
    "les constats": "DELETE FROM contracts_finding_axes",
    "les dispositifs": "UPDATE contracts_schemelink SET who_does_what = 'Rien'",
    "le périmètre": "UPDATE territories_territorymember SET code = '26146'",
    "le porteur": "UPDATE contracts_contract SET carrier_id = NULL",
    "les thématiques socles": "UPDATE contracts_contracttheme SET answer = 'excluded'",
    "les articles": "UPDATE contracts_article SET text = 'Rien'",
    "la fin": "UPDATE contracts_contract SET ends_on = '2035-12-31'",
}


@pytest.fixture
def full(people):
    """A contract presented to the signature that says something of each kind of signed matter."""
    contract = ready_to_sign(people.draft)
    axis, signatory = contract.axes.get(), contract.signatories.first()
    objective = ObjectiveFactory(axis=axis, prs_objectives=["Réduire les inégalités"])
    contract.actions.update(objective=objective)
    CommitmentFactory(contract=contract, signatory=signatory)
    FindingFactory(contract=contract).axes.add(axis)
    ArticleFactory(contract=contract, text="Chacun s’engage.")
    ContractTheme.objects.create(contract=contract, theme="Santé mentale", answer="covered")
    carrier = OrganisationFactory(name="CC d’essai")
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.CONSULTATION, carrier=carrier)
    pass_stage(contract=contract, target=Stage.SIGNATURE, actor=people.referent)
    run(Job.objects.get(kind=signature.KIND, scope=contract.pk).pk, worker="essai")
    return Contract.objects.get(pk=contract.pk)


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_names_signed_matter_changed_in_the_database(full, what):
    assert signature.verify(full) == []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAMPERED[what])
    triggers.remove("default")
    with connection.cursor() as cursor:
        cursor.execute(TAMPERED[what])
    triggers.install("default")
    assert signature.verify(Contract.objects.get(pk=full.pk)) == [
        f"Dans la base, {what} ne correspond plus au texte signé."
    ]


def test_an_organisation_renamed_or_merged_in_the_register_does_not_trouble_the_proof(full, people):
    signed = full.carrier
    organisations.change_organisation(organisation=signed, actor=people.referent, name="CC d’essai et du Val")
    assert signature.verify(Contract.objects.get(pk=full.pk)) == []
    kept = OrganisationFactory(name="Communauté du Val")
    preview = organisations.merge_preview(merged=signed)
    done = organisations.merge_organisations(kept=kept, merged=signed, actor=people.referent)
    assert preview.left_lines == done.left_lines != []
    assert Contract.objects.get(pk=full.pk).carrier == signed
    assert signature.verify(Contract.objects.get(pk=full.pk)) == []


def test_verify_says_when_there_is_nothing_signed(people):
    with pytest.raises(CommandError, match="rien de signé"):
        call_command("verify_contract", people.draft.reference)
    with pytest.raises(CommandError, match="Aucun contrat"):
        call_command("verify_contract", "INCONNU")


def test_progress_does_not_trouble_the_proof(presented):
    presented.actions.update(status="done")
    presented.commitments.update(state="kept")
    assert signature.verify(presented) == []


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (pdf(content=b""), "vide"),
        (pdf("contrat.pdf", b"PK\x03\x04 pas un pdf"), "PDF"),
    ],
)
def test_a_scan_is_judged_by_its_content(people, presented, file, sentence):
    with pytest.raises(Invalid, match=sentence):
        signature.attach_scan(contract=presented, file=file, actor=people.referent)


def test_only_who_steers_attaches_the_scan(people, presented):
    with pytest.raises(Forbidden):
        signature.attach_scan(contract=presented, file=pdf(), actor=people.coordinator)


def test_nobody_signs_in_the_future(people, presented):
    with pytest.raises(Invalid) as refusal:
        signature.record_signature(
            signatory=presented.signatories.first(),
            actor=people.referent,
            signed_on=date(2026, 4, 2),
            today=date(2026, 4, 1),
        )
    assert "signed_on" in refusal.value.fields


def test_two_people_record_a_signature_at_once(people, presented):
    first = presented.signatories.first()
    stale = presented.signatories.first()
    signature.record_signature(
        signatory=first, actor=people.referent, version=first.version, signed_on=date(2026, 4, 1)
    )
    with pytest.raises(Stale):
        signature.record_signature(
            signatory=stale, actor=people.coordinator, version=stale.version, signed_on=date(2026, 5, 1)
        )
    assert Change.objects.filter(scope=presented.pk, part="signatories", actor=people.referent).exists()


def test_sealing_a_live_contract(people):
    contract = import_contract(sample(), department=people.drome).contract
    edit(contract, actor=people.referent, title="Encore modifiable")
    signature.seal_contract(contract=contract, file=pdf(), actor=people.referent)
    sealed = Contract.objects.get(pk=contract.pk)
    assert sealed.frozen and signature.verify(sealed) == []
    with pytest.raises(Frozen):
        edit(sealed, actor=people.referent, title="Trop tard")
    with pytest.raises(Refused):
        signature.seal_contract(contract=sealed, file=pdf(), actor=people.referent)
    with pytest.raises(Refused):
        signature.seal_contract(contract=people.draft, file=pdf(), actor=people.referent)


def test_documents_are_versioned_and_withdrawn_never_deleted(people):
    first = documents.deposit_document(contract=people.draft, actor=people.referent, file=pdf(), kind="annex")
    second = documents.deposit_document(
        contract=people.draft, actor=people.referent, file=pdf(content=b"%PDF-2"), kind="annex", replaces=first
    )
    with pytest.raises(Refused):
        documents.deposit_document(
            contract=people.draft, actor=people.referent, file=pdf(content=b"%PDF-3"), kind="annex", replaces=first
        )
    with pytest.raises(Invalid):
        documents.withdraw_document(document=second, reason=" ", actor=people.referent)
    documents.withdraw_document(document=second, reason="Mauvais fichier", actor=people.referent)
    with pytest.raises(Refused):
        documents.withdraw_document(document=second, reason="Encore", actor=people.coordinator)
    assert Document.objects.filter(contract=people.draft).count() == 2
    assert Change.objects.filter(scope=people.draft.pk, part="documents", actor=people.referent).count() == 3


def test_what_proves_the_signature_is_not_withdrawn(people, presented):
    signature.attach_scan(contract=presented, file=pdf(), actor=people.referent)
    for document in (fixed(presented).json, fixed(presented).pdf, fixed(presented).scan):
        with pytest.raises(Refused):
            documents.withdraw_document(document=document, reason="Non", actor=people.referent)
        new = {"file": pdf(content=b"%PDF-9"), "kind": document.kind, "replaces": document}
        with pytest.raises(Refused, match="fait foi"):
            documents.deposit_document(contract=presented, actor=people.coordinator, **new)


def test_a_file_too_big_is_refused(people, settings):
    settings.MAX_UPLOAD_MB = 0.000001
    with pytest.raises(Invalid, match="dépasse"):
        documents.deposit_document(contract=people.draft, actor=people.referent, file=pdf(), kind="annex")


def test_the_signature_of_a_sealed_contract_keeps_its_day(people):
    Contract.objects.filter(pk=people.signed.pk).update(entered_live=True)
    contract = Contract.objects.get(pk=people.signed.pk)
    with pytest.raises(Invalid):
        edit_contract(contract=contract, actor=people.referent, signed_on=date(2024, 1, 1))


def test_the_database_keeps_what_proves_the_signature(people, presented):
    """Fingerprints, files, the voiding and the passages: written once, refused to `update()` afterwards."""
    signature.attach_scan(contract=presented, file=pdf(), actor=people.referent)
    version, table = fixed(presented), SignedVersion.objects.filter(contract=presented)
    refused(lambda: table.update(pdf=None))
    refused(lambda: Document.objects.filter(pk=version.json_id).update(sha256="0" * 64))
    refused(lambda: Document.objects.filter(pk=version.pdf_id).update(file="ailleurs.pdf"))
    refused(lambda: Document.objects.filter(pk=version.pdf_id)._raw_delete("default"))
    refused(lambda: presented.passages.update(reason="Autre"))
    table.update(scan=None)
    table.update(scan=version.scan)
    Contract.objects.filter(pk=presented.pk).update(stage=Stage.IN_FORCE)
    refused(lambda: table.update(scan=None))
    table.update(voided_at=timezone.now())
    refused(lambda: table.update(voided_at=None))
