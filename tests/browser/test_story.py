"""The story of the foundation, in a real browser with a real worker: a file becomes a contract, then a PDF."""

import json
import re

import pytest
from playwright.sync_api import expect

from contracts.models import Contract, Document
from tests.exchange_sample import sample
from tests.factories.accounts import referent
from tests.factories.territories import small_cog

pytestmark = [pytest.mark.browser, pytest.mark.services]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "contrat.json"
    path.write_text(json.dumps(sample()), encoding="utf-8")
    return path


def test_from_a_file_to_a_printed_contract(browser_page, worker, file):
    page = browser_page.sign_in(referent(small_cog().drome)).open("/contrats/importer/")
    page.get_by_label("Fichier du contrat").set_input_files(file)
    page.get_by_label("Comme un nouveau brouillon").check(force=True)
    page.get_by_role("button", name="Lire le fichier").click()
    # The progress is followed without reloading, and leads to the preview by itself.
    expect(page.get_by_text("2 fiches actions")).to_be_visible()
    assert not Contract.objects.exists()
    page.get_by_role("button", name="Importer ce contrat").click()
    page.wait_for_url("**/contrats/CLS-*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    contract = Contract.objects.get()
    assert contract.stage == "drafting"

    page.goto(page.url + "etapes/")
    expect(page.get_by_text("Bloquant").first).to_be_visible()

    page.goto(page.url.replace("etapes/", "documents/"))
    page.get_by_role("button", name="Faire le PDF").click()
    # Followed to its end, the job leads back to the documents, where the PDF now is.
    expect(page.get_by_role("link", name=re.compile("^Projet"))).to_be_visible(timeout=60_000)
    document = Document.objects.get(contract=contract, kind="contract_pdf")
    assert document.title.startswith("Projet")
    assert browser_page.errors == []


def test_a_wrong_file_is_named_by_its_path(browser_page, worker, tmp_path):
    document = sample()
    document["contract"]["axes"][0]["title"] = None
    path = tmp_path / "faux.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    page = browser_page.sign_in(referent(small_cog().drome)).open("/contrats/importer/")
    page.get_by_label("Fichier du contrat").set_input_files(path)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("contract.axes[0].title")).to_be_visible()
    assert not Contract.objects.exists()
