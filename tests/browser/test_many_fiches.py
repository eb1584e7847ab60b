"""Fiches found and changed: a card moved by keyboard and by mouse, several fiches changed and put back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from actions.models import Action
from tests.factories import contracts
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def fiches(transactional_db):
    world = contracts.world()
    axis = AxisFactory(contract=world.draft)
    made = [ActionFactory(axis=axis, status="planned", title=f"Fiche d’essai {n}") for n in (1, 2, 3)]
    made[0].person = world.referent
    return made


def opened(browser_page, fiches, view):
    return browser_page.sign_in(fiches[0].person).open(reverse(f"actions:{view}", args=[fiches[0].contract.reference]))


def status_of(action):
    return Action.objects.values_list("status", flat=True).get(pk=action.pk)


def column(page, status):
    return page.locator(f'[data-status="{status}"]')


def test_a_card_moves_by_keyboard_and_keeps_the_focus(browser_page, fiches):
    first = fiches[0]
    page = opened(browser_page, fiches, "board")
    page.locator(f"#passer-{first.pk}").focus()
    page.locator(f"#passer-{first.pk}").select_option("in_progress")
    page.keyboard.press("Tab")
    expect(page.locator(f"#deplacer-{first.pk}")).to_be_focused()
    page.keyboard.press("Enter")
    # What happened is said to who does not see it, and the card is still under the keyboard.
    expect(page.get_by_role("status").filter(has_text="est maintenant")).to_be_visible()
    expect(column(page, "in_progress").get_by_text(first.title).first).to_be_visible()
    expect(page.locator(f"#deplacer-{first.pk}")).to_be_focused()
    assert status_of(first) == "in_progress"
    page.get_by_role("button", name="Annuler").click()
    expect(column(page, "planned").get_by_text(first.title).first).to_be_visible()
    assert status_of(first) == "planned"
    assert browser_page.axe() == [] and browser_page.errors == []


def test_a_card_is_dragged_to_another_column(browser_page, fiches):
    second = fiches[1]
    page = opened(browser_page, fiches, "board")
    card = page.locator("[data-card]").filter(has_text=second.title)
    with page.expect_response(lambda answer: "/statut/" in answer.url):
        card.drag_to(column(page, "in_progress"))
    expect(column(page, "in_progress").get_by_text(second.title).first).to_be_visible()
    assert status_of(second) == "in_progress"
    assert browser_page.errors == []


def test_ticked_fiches_are_changed_after_a_preview_and_put_back(browser_page, fiches):
    page = opened(browser_page, fiches, "list")
    for action in fiches[:2]:
        page.get_by_label(f"Cocher « {action} »".replace("« ", "«\xa0").replace(" »", "\xa0»")).check()
    page.get_by_role("button", name="Modifier les fiches cochées").click()
    kind = page.get_by_label("Ce qui change")
    # Only the fields of the chosen change are there.
    expect(page.get_by_label("Nombre de mois")).to_be_hidden()
    kind.select_option("status")
    page.get_by_label("Nouveau statut").select_option("done")
    expect(page.get_by_label("Structure pilote", exact=True)).to_be_hidden()
    assert browser_page.axe() == []
    page.get_by_role("button", name="Voir ce qui change").click()
    page.get_by_role("button", name="Changer 2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    assert [status_of(each) for each in fiches] == ["done", "done", "planned"]
    page.get_by_role("button", name="Annuler ce changement").click()
    expect(page.get_by_text("Le changement est annulé.")).to_be_visible()
    assert {status_of(each) for each in fiches} == {"planned"}
    assert browser_page.errors == []


def test_columns_are_chosen_and_everything_fits_a_telephone(browser_page, fiches):
    page = opened(browser_page, fiches, "list")
    page.get_by_text("Colonnes", exact=True).click()
    page.get_by_label("Priorité", exact=True).last.check(force=True)
    page.get_by_role("button", name="Afficher ces colonnes").click()
    expect(page.get_by_role("columnheader", name="Priorité")).to_be_visible()
    for view in ("list", "board", "timeline", "by_lead", "bulk"):
        opened(browser_page, fiches, view)
        for width in (375, 1280):
            browser_page.resize(width)
            assert not browser_page.scrolls_sideways() and browser_page.axe() == [], (view, width)
    assert browser_page.errors == []
