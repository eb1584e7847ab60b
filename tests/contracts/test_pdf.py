"""The printed contract: what a prefecture would accept, tagged, from the exchange document alone."""

import base64
import io
from datetime import date

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.enums import ContractRoleKind, Stage
from contracts.exchange import export_contract, import_contract
from contracts.models import Document
from contracts.pdf import complete, content_key, contract_facts, render_contract_html, render_contract_pdf
from contracts.services.documents import deposit_document, withdraw_document
from contracts.services.pdf import keep_contract_pdf, request_contract_pdf
from core.errors import Forbidden, Invalid
from core.job_model import Job, JobState
from core.job_worker import run
from tests.exchange_sample import sample
from tests.factories.accounts import UserFactory
from tests.factories.contracts import with_role
from tests.factories.territories import small_cog

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 28)
#: One white point.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)


@pytest.fixture
def contract():
    small_cog()
    return import_contract(sample(), fictional=True).contract


def html_of(contract, *, draft=False):
    return render_contract_html(export_contract(contract), contract_facts(contract), draft=draft, on=DAY)


def test_everything_that_matters_is_printed(contract):
    html = html_of(contract)
    for words in [
        "Contrat local de santé fictif",
        "Du 1er\u00a0janvier 2025 au 31\u00a0décembre 2029",
        "9\u202f200 habitants",
        "Héberger la coordination",
        "Consultation avancée de médecine générale",
        "12\u202f500,00\u00a0€",
        "Annexe 1 – Tableau des fiches actions",
        "Délibération du 10\u00a0septembre 2025",
        "Données fictives",
        "Projet territorial de santé mentale",
    ]:
        assert words in html, words


def test_what_came_after_the_signature_is_printed_of_a_signed_contract_alone(contract):
    life = ["Freins et leviers", "Poste vacant", "Changements depuis la signature"]
    assert all(words in html_of(contract) for words in life)
    contract.signed_on = None
    contract.save()
    unsigned = html_of(contract)
    assert not any(words in unsigned for words in life)
    assert "Convention " in unsigned


def test_addresses_of_people_are_not_printed(contract):
    assert "@exemple.fr" not in html_of(contract)


def test_the_watermark_goes_with_the_draft(contract):
    assert 'class="watermark"' in html_of(contract, draft=True)
    assert 'class="watermark"' not in html_of(contract)


def test_an_almost_empty_contract_is_printed():
    small_cog()
    contract = import_contract(
        {"format": "cls-exchange/1", "contract": {"title": "Vide", "territory": {"name": "Ici"}}}
    ).contract
    html = html_of(contract, draft=True)
    assert "Aucun axe n’est encore écrit" in html and "Aucun signataire" in html


def test_text_typed_by_people_is_not_markup(contract):
    document = export_contract(contract)
    document["contract"]["axes"][0]["title"] = "<script>alert(1)</script>"
    html = render_contract_html(document, contract_facts(contract), draft=False, on=DAY)
    assert "<script>" not in html


def test_the_pdf_is_tagged(contract):
    rendered = render_contract_pdf(export_contract(contract), contract_facts(contract), draft=True, on=DAY)
    with pikepdf.open(io.BytesIO(rendered.content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert "/Outlines" in pdf.Root and "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "Contrat local de santé fictif"
    assert rendered.missing == []


def test_the_logos_of_the_parties_stand_on_the_cover(contract):
    def logo(title, content=PNG):
        file = SimpleUploadedFile("logo.png", content)
        return deposit_document(contract=contract, actor=None, file=file, kind="logo", title=title)

    logo("Communauté de communes des Baronnies")
    withdraw_document(document=logo("Par erreur"), reason="Mauvais logo", actor=None)
    with pytest.raises(Invalid, match="de qui est ce logo"):
        logo(" ")
    with pytest.raises(Invalid, match="type accepté"):
        logo("Un texte", b"%PDF-1.7")
    facts = contract_facts(contract)
    assert [words for _name, words in facts["logos"]] == ["Communauté de communes des Baronnies"]
    rendered = render_contract_pdf(export_contract(contract), facts, draft=True, on=DAY)
    assert rendered.missing == []
    with pikepdf.open(io.BytesIO(rendered.content)) as pdf:
        figures = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
        assert "Communauté de communes des Baronnies" in [str(each.get("/Alt")) for each in figures]


def test_complete_fills_every_key_of_the_schema():
    node = complete({"title": "T", "territory": {"name": "N"}, "axes": [{"title": "A"}]}, "contract")
    assert node["preamble"] is None and node["signatories"] == [] and node["axes"][0]["objectives"] == []


def reader(contract):
    return with_role(contract, ContractRoleKind.READER)


def test_whoever_does_not_read_the_contract_asks_for_no_paper(contract):
    with pytest.raises(Forbidden):
        request_contract_pdf(contract=contract, actor=UserFactory())


def test_the_same_content_asked_twice_is_one_job(contract):
    actor = reader(contract)
    first = request_contract_pdf(contract=contract, actor=actor)
    assert request_contract_pdf(contract=contract, actor=actor) == first
    contract.axes.update(title="Autre titre")
    assert request_contract_pdf(contract=contract, actor=actor) != first


def test_the_key_tells_a_draft_from_the_real_thing(contract):
    document, facts = export_contract(contract), contract_facts(contract)
    assert content_key(document, facts, draft=True) != content_key(document, facts, draft=False)


@pytest.mark.parametrize(("stage", "draft"), [(Stage.DRAFTING, True), (Stage.IN_FORCE, False)])
def test_the_job_keeps_its_result_among_the_documents(contract, stage, draft):
    type(contract).objects.filter(pk=contract.pk).update(stage=stage)
    contract.refresh_from_db()
    job = request_contract_pdf(contract=contract, actor=reader(contract))
    run(job.pk, worker="essai")
    job.refresh_from_db()
    assert (job.state, job.params["draft"]) == (JobState.DONE, draft)
    keep_contract_pdf(job)
    document = Document.objects.get(contract=contract)
    assert document.sha256 == Job.objects.get(pk=job.pk).sha256
    assert document.file.open("rb").read(5) == b"%PDF-"
