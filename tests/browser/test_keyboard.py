"""A person without a mouse signs in, opens a list, chooses while typing and saves."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import contracts
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory

pytestmark = pytest.mark.browser

PASSWORD = "une phrase que je retiens"


@pytest.fixture
def fiche(transactional_db):
    world = contracts.world()
    world.referent.set_password(PASSWORD)
    world.referent.save()
    OrganisationFactory(name="Hôpital de Crest")
    action = ActionFactory(axis=AxisFactory(contract=world.draft), title="Consultation avancée")
    action.person = world.referent
    return action


def focus(page, locator, most=150):
    """Goes there as a keyboard does: what the keyboard never meets is a fault."""
    expect(locator).to_be_visible()
    for _ in range(most):
        if locator.evaluate("place => place === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {locator}")


def sign_in(page, user):
    focus(page, page.locator("[name=username]"))
    page.keyboard.insert_text(user.email)
    focus(page, page.locator("[name=password]"))
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tableau de bord")


def test_a_fiche_is_found_written_and_saved_by_keyboard(browser_page, fiche):
    page = browser_page.open(reverse("accounts:login"))
    sign_in(page, fiche.person)

    browser_page.open(reverse("actions:list", args=[fiche.contract.reference]))
    focus(page, page.get_by_role("link", name="Consultation avancée"))
    page.keyboard.press("Enter")
    focus(page, page.get_by_role("link", name="Modifier", exact=True))
    page.keyboard.press("Enter")

    focus(page, page.get_by_role("combobox", name="Structures pilotes"))
    page.keyboard.type("crest")
    option = page.get_by_role("option", name="Hôpital de Crest")
    expect(option).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Retirer Hôpital de Crest")).to_be_visible()

    focus(page, page.get_by_role("button", name="Enregistrer", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Consultation avancée")
    expect(page.get_by_role("link", name="Hôpital de Crest")).to_be_visible()
    assert fiche.organisation_parts.get().organisation.name == "Hôpital de Crest"
    assert browser_page.errors == []
