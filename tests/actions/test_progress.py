"""How fiches go: obstacles and levers by class, years of those that come back, and the page of Monday."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from actions import figures, services
from actions.models import Action, Factor
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from tests.factories.actions import (
    ActionFactory,
    ChangeReasonFactory,
    FactorFactory,
    FundingFactory,
    LeadFactory,
)

TODAY = date(2026, 9, 15)


@pytest.fixture
def action(world):
    return ActionFactory(axis=world.axis, status="in_progress")


@pytest.fixture
def page(world, client):
    client.force_login(world.coordinator)
    return lambda name, *args, **query: client.get(reverse(name, args=[world.draft.reference, *args]), query)


def test_a_factor_is_added_closed_and_told_in_words(world, action, page):
    made = services.add_factor(
        action=action, actor=world.coordinator, kind="obstacle", about="human_means", text="Poste vacant"
    )
    services.edit_row(made, actor=world.coordinator, version=1, closed_on=TODAY)
    with pytest.raises(Stale):
        services.edit_row(made, actor=world.referent, version=1, text="Autre")
    with pytest.raises(Forbidden):
        services.add_factor(action=action, actor=world.reader, kind="lever", about="money", text="Non")
    told = page("actions:journal", action.pk).content.decode()
    assert "frein ou levier" in told and "Moyens humains" in told and "human_means" not in told
    assert Change.objects.filter(content_type__model="factor", additional_data__action=action.pk).count() == 2


def test_a_factor_does_not_close_before_it_began(world, action):
    made = FactorFactory(action=action, since=date(2026, 3, 1))
    with pytest.raises(Invalid, match="La fin précède le début"):
        services.edit_row(made, actor=world.coordinator, closed_on=date(2026, 2, 1))


def test_factors_are_gathered_by_what_they_are_about(world, action):
    other = ActionFactory(axis=world.axis)
    for fiche in (action, action, other):
        FactorFactory(action=fiche, about="money")
    FactorFactory(action=other, about="human_means", closed_on=TODAY)
    FactorFactory(action=other, kind="lever", about="policy")
    found = figures.factors(Factor.objects.filter(contract=world.draft))
    assert [(each.kind, each.label, each.open, each.closed, each.fiches) for each in found] == [
        ("obstacle", "Financement", 3, 0, 2),
        ("obstacle", "Moyens humains", 0, 1, 0),
        ("lever", "Politique", 1, 0, 1),
    ]


def test_a_recurring_fiche_without_its_year_is_said_missing_and_filled_in_one_click(world, action, page, client):
    for yearly, status in ((None, "in_progress"), (True, "done")):
        ActionFactory(axis=world.axis, yearly=yearly, status=status)
    Action.objects.filter(pk=action.pk).update(yearly=True)
    action.refresh_from_db()
    assert [*Action.objects.in_state("year_due", TODAY)] == [action] and action.year_missing(TODAY) == 2026
    shown = page("actions:action", action.pk)
    year = shown.context["year_missing"]
    assert f"Raconter {year}" in shown.content.decode()
    form = page("actions:row_add", action.pk, "annees", year=year).context["form"]
    assert form["year"].value() == str(year)
    told = {"year": year, "status": "in_progress", "attainment": "partly_reached", "text": "Trois ateliers"}
    client.post(reverse("actions:row_add", args=[world.draft.reference, action.pk, "annees"]), told)
    shown = page("actions:action", action.pk)
    assert shown.context["year_missing"] is None and "Partiellement atteints" in shown.content.decode()


def test_what_to_watch_is_counted_and_each_count_opens_on_its_fiches(world, action, page):
    ActionFactory(axis=world.axis, ends_on=date(2020, 1, 1))
    silent = ActionFactory(axis=world.axis)
    FundingFactory(action=ActionFactory(axis=world.axis, yearly=True), year=2020, planned=100)
    Action.objects.filter(pk=silent.pk).update(updated_at="2020-01-01T00:00:00Z")
    shown = page("actions:progress")
    counts = {each.code: each.count for each in shown.context["counts"].to_watch}
    assert counts == {"moved": 3, "late": 1, "silent": 1, "money_due": 1, "year_due": 1, "incomplete": 4}
    for code, count in counts.items():
        assert f"?state={code}" in shown.content.decode()
        assert page("actions:list", state=code).context["page"].paginator.count == count


def test_each_axis_sums_its_fiches_up(world, action):
    ActionFactory(axis=world.axis, ends_on=date(2020, 1, 1))
    ActionFactory(axis=world.draft.axes.last())
    found = figures.state_by_axis(Action.objects.all(), today=TODAY)
    assert [(each.label, each.total, each.complete, each.late) for each in found] == [
        ("1. Accès aux soins", 2, 0, 1),
        ("2. Santé mentale", 1, 0, 0),
    ]


def test_where_a_fiche_comes_from_is_shown(world, page):
    outside = ActionFactory(axis=world.axis, origin="outside", novelty="extended")
    shown = page("actions:action", outside.pk).content.decode()
    assert "Hors contrat" in shown and "Étendue" in shown
    assert "Hors contrat" in page("actions:list").context["page"].object_list[0].get_origin_display()


def test_the_page_costs_the_same_at_1_and_30_fiches(world, page):
    def asked(count):
        for _ in range(count):
            fiche = ActionFactory(axis=world.axis)
            LeadFactory(action=fiche), FactorFactory(action=fiche), ChangeReasonFactory(action=fiche)
        with CaptureQueriesContext(connection) as queries:
            assert page("actions:progress").status_code == 200
        return len(queries)

    assert asked(1) == asked(29) <= 15


def test_factors_and_reasons_by_rest(world, action):
    api = APIClient()
    api.force_login(world.coordinator)
    told = {"action": action.pk, "kind": "lever", "about": "policy", "text": "Élue présente"}
    made = api.post("/api/v1/factors/", told, format="json")
    assert made.status_code == 201 and made["ETag"] == '"1"'
    url = f"/api/v1/factors/{made.json()['id']}/"
    assert api.patch(url, {"closed_on": "2026-09-01"}, format="json").status_code == 428
    changed = api.patch(url, {"closed_on": "2026-09-01"}, format="json", headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert api.get("/api/v1/factors/", {"closed": "true", "about": "policy"}).json()["count"] == 1
    kept = ChangeReasonFactory(action=action)
    assert [each["id"] for each in api.get("/api/v1/change-reasons/", {"reason": "other"}).json()["results"]] == [
        kept.pk
    ]
    assert api.delete(f"/api/v1/change-reasons/{kept.pk}/", headers={"If-Match": "*"}).status_code == 405
