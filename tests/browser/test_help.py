"""The help in a browser: acronyms at their first use, the stage of a contract, the first steps, a contract in brief."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contracts.enums import Stage
from contracts.models import Contract
from evaluation.models import Weather
from governance.models import AgendaItem, Attendance, Body, FollowUp, Meeting
from tests.factories import contracts
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory

pytestmark = pytest.mark.browser
WIDTHS = (1280, 375)
LONG = "Deux médecins arrivent en janvier et la navette roule. Reste à trouver qui paiera les permanences après 2027."


@pytest.fixture
def people(transactional_db):
    return contracts.world()


def checked(browser_page, path):
    for width in WIDTHS:
        browser_page.resize(width)
        browser_page.open(path)
        assert not browser_page.scrolls_sideways() and browser_page.axe() == [], (path, width)


def test_an_acronym_says_its_meaning_by_press_and_by_keyboard(browser_page):
    browser_page.resize(375)
    page = browser_page.open("/aide/etapes/initiative/")
    acronym = page.locator(".cls-abbr", has_text="ARS").first
    meaning = page.locator("#sens-ars")
    expect(meaning).to_be_hidden()
    acronym.click()
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text("Agence régionale de santé")
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    page.locator("#content").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if acronym.evaluate("place => place === document.activeElement"):
            break
    expect(meaning).to_be_visible()
    assert browser_page.axe() == [] and browser_page.errors == []


def test_the_glossary_and_a_stage_pass_the_checks(browser_page):
    for path in ("/aide/glossaire/", "/aide/etapes/consultation/"):
        checked(browser_page, path)


def test_what_to_do_at_this_stage_opens_beside_the_contract(browser_page, people):
    Contract.objects.filter(pk=people.draft.pk).update(stage=Stage.DRAFTING)
    browser_page.sign_in(people.coordinator)
    for width in WIDTHS:
        browser_page.resize(width)
        page = browser_page.open(people.draft.get_absolute_url())
        page.get_by_text("Que faire à cette étape").click()
        expect(page.get_by_role("heading", name="Maintenant : Élaboration")).to_be_visible()
        assert not browser_page.scrolls_sideways() and browser_page.axe() == []
    page.get_by_role("link", name="Dire qui paie quoi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Financements")


def test_the_first_steps_by_keyboard_on_a_telephone(browser_page, people):
    type(people.coordinator).objects.filter(pk=people.coordinator.pk).update(preferences={})
    browser_page.sign_in(people.coordinator)
    browser_page.resize(375)
    page = browser_page.open("/arrivee/")
    for title in ("Qui vous êtes", "Ce que vous voyez ici"):
        expect(page.get_by_role("heading", level=2)).to_contain_text(title)
        assert not browser_page.scrolls_sideways() and browser_page.axe() == [], title
        page.get_by_text("Continuer").focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Par où commencer")
    assert browser_page.axe() == []
    page.get_by_role("button", name="Commencer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    assert browser_page.errors == []


def await_of(user, contract):
    """A decision at the next meeting, and a follow-up."""
    body = Body.objects.create(contract=contract, kind="copil")
    on = timezone.localdate() + timedelta(days=12)
    meeting = Meeting.objects.create(contract=contract, body=body, on=on, state="convened")
    seated = {"organisation": OrganisationFactory(), "email": user.email, "answer": "comes"}
    Attendance.objects.create(contract=contract, meeting=meeting, **seated)
    AgendaItem.objects.create(contract=contract, body=body, meeting=meeting, title="Budget 2027", kind="decision")
    FollowUp.objects.create(contract=contract, text="Écrire au maire de Nyons", owner=user)


def test_a_contract_in_brief_holds_on_one_telephone_screen(browser_page, people):
    """Four axes, a weather, who pays, a decision and a promise: the last line ends on the screen, the menu of the
    contract stands below."""
    for title in (
        "Accéder aux soins près de chez soi",
        "Bien grandir et bien vieillir",
        "Prendre soin de la santé mentale",
        "Vivre dans un environnement favorable à la santé",
    ):
        action = ActionFactory(axis=AxisFactory(contract=people.draft, title=title))
    for name in ("ARS Auvergne-Rhône-Alpes", "CC des Baronnies", "Conseil départemental de la Drôme"):
        FundingFactory(action=action, funder=OrganisationFactory(name=name), planned=35000)
    Weather.objects.create(contract=people.draft, sky="reachable", synthesis=LONG, on="2026-11-09")
    Contract.objects.filter(pk=people.draft.pk).update(
        stage=Stage.IN_FORCE, signed_on="2024-06-20", ends_on="2029-06-30"
    )
    await_of(people.elected, people.draft)
    browser_page.sign_in(people.elected)
    checked(browser_page, f"/contrats/{people.draft.reference}/en-bref/")
    last = browser_page.page.evaluate(
        "Math.max(...[...document.querySelectorAll('.cls-brief > section')].map(s => s.getBoundingClientRect().bottom))"
    )
    assert last <= 812
