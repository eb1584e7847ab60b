"""The pages of a contract in a real browser: within a telephone, accessible, and kind to who saves second."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contracts.models import Contract
from contracts.services.contract import edit_contract
from tests.factories import contracts
from tests.factories.contracts import ArticleFactory, RegionSettingsFactory, SignatoryFactory, VisaFactory

pytestmark = pytest.mark.browser

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PAGES = ["contract", "edit", "perimeter", "texts", "long_texts", "roles", "predecessors"]


@pytest.fixture
def world(transactional_db):
    made = contracts.world()
    RegionSettingsFactory(region=made.region)
    SignatoryFactory(contract=made.draft)
    ArticleFactory(contract=made.draft, text="<p>Cinq ans</p>")
    VisaFactory(contract=made.draft)
    return made


def test_pages_fit_a_telephone_and_are_accessible(browser_page, world):
    browser_page.sign_in(world.referent)
    paths = [reverse("home"), reverse("contracts:list"), reverse("contracts:create")]
    paths += [reverse(f"contracts:{name}", args=[world.draft.reference]) for name in PAGES]
    for width in (375, 1280):
        browser_page.resize(width)
        for path in paths:
            page = browser_page.open(path)
            # The rich text editor takes its place after the page is loaded.
            page.wait_for_function(FITS, timeout=5000)
            if width == 375:
                assert browser_page.axe() == [], path
    assert browser_page.errors == []


def test_a_commune_is_found_while_typing(browser_page, world):
    page = browser_page.sign_in(world.referent).open(reverse("contracts:create"))
    page.locator("[name=title]").fill("CLS de Nyons")
    page.get_by_label("Communes et EPCI").fill("nyo")
    expect(page.get_by_role("option", name="Nyons")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Créer le contrat").click()
    expect(page.get_by_text("est créé")).to_be_visible()
    assert Contract.objects.get(title="CLS de Nyons").territory.members.get().code == "26220"


def test_who_saves_second_keeps_her_text_and_chooses(browser_page, world):
    address = reverse("contracts:edit", args=[world.draft.reference])
    page = browser_page.sign_in(world.coordinator).open(address)
    edit_contract(contract=world.draft, actor=world.referent, version=1, title="Le sien")
    page.locator("[name=title]").fill("Le mien")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Rachid Référent a enregistré")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("Le mien")
    page.locator("label[for=conflict-title-theirs]").click()
    expect(page.locator("[name=title]")).to_have_value("Le sien")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("L’identité du contrat est enregistrée.")).to_be_visible()
    world.draft.refresh_from_db()
    assert world.draft.title == "Le sien"
