"""The plan put in order with the mouse, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import contracts
from tests.factories.contracts import AxisFactory, ObjectiveFactory

pytestmark = pytest.mark.browser
PAGES = ["plan", "signatories", "findings", "themes", "schemes", "objective_add", "plan_renumber"]


@pytest.fixture
def people(transactional_db):
    return contracts.world()


def test_an_objective_is_dragged_within_its_axis_and_never_among_the_axes(browser_page, people):
    one, two = (AxisFactory(contract=people.draft, position=place) for place in (1, 2))
    first, second = (ObjectiveFactory(axis=one, position=place) for place in (1, 2))
    page = browser_page.sign_in(people.referent).open(reverse("contracts:plan", args=[people.draft.reference]))
    objectives = page.locator(f"#axe-{one.pk} ol > li")
    # Over the other axis nothing happens; then an objective takes the place of the other.
    page.locator(f"#objectif-{first.pk}").drag_to(page.locator(f"#axe-{two.pk}"))
    expect(page.locator("main ol[data-sortable]").first.locator("> li")).to_have_count(2)
    with page.expect_response(lambda answer: "/ordre/" in answer.url) as sent:
        page.locator(f"#objectif-{second.pk}").drag_to(
            page.locator(f"#objectif-{first.pk}"), target_position={"x": 9, "y": 3}
        )
    assert sent.value.status == 204
    expect(objectives.first).to_have_attribute("data-id", str(second.pk))
    assert list(one.objectives.all()) == [second, first]
    assert list(people.draft.axes.all()) == [one, two]


def test_pages_fit_a_telephone_and_are_accessible(browser_page, people):
    ObjectiveFactory(axis=AxisFactory(contract=people.draft))
    browser_page.sign_in(people.referent).resize(375)
    for name in PAGES:
        browser_page.open(reverse(f"contracts:{name}", args=[people.draft.reference]))
        assert not browser_page.scrolls_sideways(), name
        assert browser_page.axe() == [], name
    assert browser_page.errors == []
