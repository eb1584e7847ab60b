"""A campaign on the page: contracts chosen at once, an answer mended where it was refused."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluation.models import Answer
from tests.evaluation.campaigns import contract_with_coordinator, draft_campaign, opened, people

pytestmark = pytest.mark.browser


def test_all_the_contracts_shown_are_ticked_at_once_then_none(transactional_db, browser_page):
    who = people()
    campaign = draft_campaign(who)
    for n in range(3):
        contract_with_coordinator(f"Camille {n}")
    browser_page.sign_in(who.siege)
    page = browser_page.open(reverse("evaluation:campaign_contracts", args=[campaign.pk]))
    boxes = page.locator("input[name=contract]")
    count = boxes.count()
    assert count >= 3
    page.get_by_role("button", name="Tout cocher").click()
    expect(page.locator("input[name=contract]:checked")).to_have_count(count)
    page.get_by_role("button", name="Tout cocher").click()
    expect(page.locator("input[name=contract]:checked")).to_have_count(0)
    assert browser_page.axe() == [] and browser_page.errors == []


def test_a_refused_answer_once_mended_is_refused_no_more(transactional_db, browser_page):
    who = opened(("number", {}))
    browser_page.sign_in(who.coordinator)
    page = browser_page.open(reverse("evaluation:reply", args=[who.campaign.pk, who.reply.pk]))
    field = page.get_by_role("textbox", name="Comment jugez-vous")
    field.fill("douze")
    field.press("Tab")
    expect(page.get_by_text("n’est pas un nombre")).to_be_visible()
    field.fill("12,5")
    field.press("Tab")
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    expect(page.get_by_text("n’est pas un nombre")).to_have_count(0)
    assert Answer.objects.get().value == "12.5"
    assert page.locator("[class*='--error']").count() == 0
