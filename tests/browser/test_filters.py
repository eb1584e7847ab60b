"""The filters of a list: in sight on a desk, folded on a telephone, where the list comes first."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import referent
from tests.factories.territories import small_cog

pytestmark = pytest.mark.browser


def test_filters_are_folded_on_a_telephone_and_say_how_many_are_active(transactional_db, browser_page):
    browser_page.sign_in(referent(small_cog().drome))
    browser_page.resize(1280)
    page = browser_page.open(reverse("contracts:list") + "?q=diois")
    expect(page.get_by_role("button", name="Filtrer")).to_be_visible()

    browser_page.resize(375)
    fold = page.locator("[data-filters]")
    expect(fold).not_to_have_attribute("open", "")
    summary = fold.locator("summary").first
    expect(summary).to_have_text("Filtres\xa0(1 actif)")
    summary.click()
    expect(fold.get_by_role("button", name="Filtrer")).to_be_visible()
    assert browser_page.errors == []


def test_the_search_of_the_head_opens_on_a_telephone(transactional_db, browser_page):
    browser_page.sign_in(referent(small_cog().drome))
    browser_page.resize(375)
    page = browser_page.open(reverse("home"))
    page.locator("#button-search").click()
    expect(page.locator("#quick-search")).to_be_visible()
    assert browser_page.errors == []
