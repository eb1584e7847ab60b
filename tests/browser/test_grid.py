"""A table of inputs is worked as a spreadsheet: arrows, Enter, and a rectangle pasted from one."""

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from actions.models import Funding
from tests.factories import contracts
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingAgreementFactory, FundingFactory
from tests.factories.contracts import AxisFactory

pytestmark = pytest.mark.browser

PASTE = """(place, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
#: As a spreadsheet puts it in the clipboard: tabs, no-break spaces, euros, a label in capitals.
RECTANGLE = (
    "ARS\t2026\tFIR\tNOUVEAU\t12\u202f500,50\xa0€\t10 000\nCrest\t2027\tFonds propres\t\t3 000 €\t\nARS\t2028\tfir\n"
)


@pytest.fixture
def action(transactional_db):
    world = contracts.world()
    action = ActionFactory(axis=AxisFactory(contract=world.draft))
    FundingFactory(action=action, funder=OrganisationFactory(name="ARS"), year=2026, spent=Decimal("7"))
    OrganisationFactory(name="Crest")
    action.person = world.referent
    return action


def cell(page, row, column):
    return page.locator(f'[data-row="f-{row}"][data-col="{column}"]')


def test_a_rectangle_is_pasted_undone_and_saved_by_keyboard(browser_page, action):
    page = browser_page.sign_in(action.person).open(
        reverse("actions:fiche_money", args=[action.contract.reference, action.pk])
    )
    cell(page, 0, "Financeur").evaluate(PASTE, RECTANGLE)
    # The third line goes below the end: the page made it.
    expect(cell(page, 2, "Année")).to_have_value("2028")
    expect(cell(page, 0, "Origine")).to_have_value("new")
    expect(page.get_by_text("cellules remplies")).to_be_visible()
    page.get_by_role("button", name="Annuler le collage").click()
    expect(cell(page, 1, "Financeur")).to_have_value("")

    cell(page, 0, "Financeur").evaluate(PASTE, RECTANGLE)
    cell(page, 0, "Prévu").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell(page, 0, "Réalisé")).to_be_focused()
    page.keyboard.type("9 000,10")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "Réalisé")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.type("1")
    page.keyboard.press("Escape")
    expect(cell(page, 0, "Réalisé")).to_have_value("9 000,10")

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Les financements sont enregistrés.")).to_be_visible()
    kept = Funding.objects.order_by("year").values_list("funder__name", "year", "kind", "planned", "granted", "spent")
    assert list(kept) == [
        ("ARS", 2026, "fir", Decimal("12500.50"), Decimal("10000"), Decimal("9000.10")),
        ("Crest", 2027, "own_funds", Decimal("3000"), None, None),
        ("ARS", 2028, "fir", None, None, None),
    ]
    assert browser_page.errors == []


def test_a_grid_stands_on_a_telephone_and_names_every_cell(browser_page, action):
    page = browser_page.sign_in(action.person).open(
        reverse("actions:fiche_money", args=[action.contract.reference, action.pk])
    )
    for width in (1280, 375):
        browser_page.resize(width)
        assert not browser_page.scrolls_sideways() and browser_page.axe() == []
    cell(page, 0, "Année").fill("bientôt")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Écrivez une année, par exemple 2026.")).to_be_visible()
    expect(cell(page, 0, "Année")).to_have_value("bientôt")
    assert browser_page.axe() == []


def test_totals_and_conventions_stand_on_a_telephone(browser_page, action):
    FundingAgreementFactory(contract=action.contract).parties.add(OrganisationFactory())
    browser_page.sign_in(action.person)
    for name in ("money", "money_grid", "agreements", "agreement_add"):
        browser_page.open(reverse(f"actions:{name}", args=[action.contract.reference]))
        for width in (1280, 375):
            browser_page.resize(width)
            assert not browser_page.scrolls_sideways() and browser_page.axe() == [], (name, width)
    assert browser_page.errors == []
