"""Figures, completeness and requirements: one definition each, tried at its edges."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from actions import figures, services
from actions.completeness import RULES, missing
from actions.models import Action
from actions.requirements import requirements
from contracts.enums import Stage
from contracts.models import Finding, RegionSettings, Signatory
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, IndicatorFactory, LeadFactory

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({}, 0),
        ({"ends_on": TODAY}, 0),
        ({"ends_on": TODAY - timedelta(days=1)}, 1),
        ({"ends_on": TODAY - timedelta(days=1), "status": "done"}, 0),
        ({"ends_on": TODAY - timedelta(days=1), "status": "abandoned"}, 0),
        ({"starts_on": TODAY - timedelta(days=9), "status": "planned"}, 9),
        ({"starts_on": TODAY - timedelta(days=9), "status": "in_progress"}, 0),
        ({"starts_on": TODAY, "status": "planned"}, 0),
    ],
)
def test_late_is_computed_the_same_twice(world, fields, days):
    action = ActionFactory(axis=world.axis, **fields)
    assert action.days_late(TODAY) == days
    assert Action.objects.late_on(TODAY).exists() == bool(days)


def test_counts_of_fiches(world, django_assert_num_queries):
    yesterday = TODAY - timedelta(days=1)
    ActionFactory(axis=world.axis, status="done", ends_on=yesterday)
    ActionFactory(axis=world.axis, status="in_progress", ends_on=yesterday)
    ActionFactory(axis=world.axis)
    with django_assert_num_queries(1):
        found = figures.counts(Action.objects.all(), today=TODAY)
    assert (found.total, found.late) == (3, 1)
    assert [(each.code, each.count) for each in found.statuses] == [("in_progress", 1), ("done", 1), ("", 1)]


def test_a_fiche_without_news_is_silent_unless_finished(world):
    for status in ("in_progress", "done"):
        ActionFactory(axis=world.axis, status=status)
    Action.objects.update(updated_at="2026-03-01T12:00:00Z")
    assert figures.counts(Action.objects.all(), today=TODAY).silent == 1
    assert figures.counts(Action.objects.all(), today=date(2026, 5, 30)).silent == 0
    assert [figures.days_without_news(a, today=TODAY) for a in Action.objects.all()] == [106, None]


def test_money_is_exact_and_gaps_are_counted_line_by_line(world, django_assert_num_queries):
    ars, town = OrganisationFactory(), OrganisationFactory()
    first = ActionFactory(axis=world.axis)
    second = ActionFactory(axis=world.draft.axes.last())
    FundingFactory(action=first, funder=ars, planned=Decimal("1000.10"), granted=Decimal("400.05"), fte="0.5")
    FundingFactory(action=first, funder=town, granted=Decimal("900"), spent=Decimal("0.20"))
    FundingFactory(action=second, funder=ars, planned=Decimal("0.30"))
    with django_assert_num_queries(1):
        total = figures.money_of_contract(world.draft)
    assert total == figures.Money(
        planned=Decimal("1000.40"),
        granted=Decimal("1300.05"),
        spent=Decimal("0.20"),
        fte=Decimal("0.50"),
        missing=Decimal("600.35"),
        unplanned=Decimal("900.00"),
    )
    by_axis = figures.money_by_axis(world.draft)
    assert by_axis[second.axis_id].planned == Decimal("0.30")
    assert sum(each.planned for each in by_axis.values()) == total.planned


def complete(**fields):
    """A fiche that holds every rule."""
    whole = {"status": "planned", "context": "Peu de médecins", "description": "Un bus", "schedule": "Au printemps"}
    action = ActionFactory(target_public=["Jeunes"], resources="Un bus", **whole | fields)
    LeadFactory(action=action)
    IndicatorFactory(action=action)
    return action


def test_each_rule_is_seen(world):
    bare = ActionFactory(axis=world.axis)
    complete(axis=world.axis)
    marked = Action.objects.with_completeness().order_by("pk")
    assert [len(missing(action)) for action in marked] == [len(RULES), 0]
    assert list(Action.objects.in_state("incomplete", TODAY)) == [bare]
    summed = figures.completeness(Action.objects.all())
    assert (summed.total, summed.complete, {count for _rule, count in summed.missing}) == (2, 1, {1})


# --- What is missing before a signature ------------------------------------------------------
def codes(contract, target=Stage.SIGNATURE):
    return [(item.code, item.blocking) for item in requirements(contract, target=target, today=TODAY)]


def test_a_contract_without_a_fiche_is_not_signed(world):
    assert codes(world.draft) == [("action_missing", True)]
    assert codes(world.draft, Stage.CONSULTATION) == []


def test_unless_its_region_signs_the_framework_first(world):
    RegionSettings.objects.create(region=world.region, framework_first=True)
    assert codes(world.draft) == []


@pytest.mark.parametrize("asked", [True, False])
def test_incomplete_fiches_block_where_the_region_asks(world, asked):
    RegionSettings.objects.create(region=world.region, complete_fiches_before_signature=asked)
    complete(axis=world.axis)
    assert codes(world.draft) == []
    services.edit_action(action=Action.objects.get(), actor=world.coordinator, status="", description="")
    assert codes(world.draft) == [("action_incomplete", asked)]
    said = next(iter(requirements(world.draft, target=Stage.SIGNATURE, today=TODAY))).sentence
    assert ("le statut, la description" in said) == asked


def test_advice(world):
    authority = OrganisationFactory(name="Région")
    action = complete(axis=world.axis, competent_authority=authority)
    Finding.objects.create(contract=world.draft, kind="need", text="Personne n’y répond")
    action.indicators.update(kind="outcome")
    assert codes(world.draft) == [
        ("authority_not_signing", False),
        ("no_process_indicator", False),
        ("finding_without_answer", False),
        ("action_without_finding", False),
    ]
    Signatory.objects.create(contract=world.draft, organisation=authority)
    action.indicators.update(kind="process")
    action.findings.set(world.draft.findings.all())
    assert codes(world.draft) == []
