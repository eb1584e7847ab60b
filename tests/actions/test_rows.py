"""Steps, years, money, indicators, notes: the rows of a fiche."""

from datetime import date
from decimal import Decimal

import pytest

from actions import services
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, IndicatorFactory, StepFactory


@pytest.fixture
def action(world):
    return ActionFactory(axis=world.axis)


def test_rows_are_added_changed_removed_and_journalled(world, action):
    step = services.add_step(action=action, actor=world.coordinator, title="Recruter", due_on=date(2026, 9, 1))
    step = services.edit_row(step, actor=world.coordinator, version=1, done_on=date(2026, 8, 30))
    assert (step.version, step.done_on) == (2, date(2026, 8, 30))
    services.remove_row(step, actor=world.coordinator, version=2)
    lines = Change.objects.filter(scope=world.draft.pk, part="actions", content_type__model="step")
    assert [line.action for line in lines.order_by("id")] == [0, 1, 2]


def test_a_row_is_news_of_its_fiche_but_not_a_version(world, action):
    type(action).objects.update(updated_at="2020-01-01T00:00:00Z")
    services.add_note(action=action, actor=world.coordinator, text="Réunion tenue", on=date(2026, 5, 4))
    note = action.notes.get()
    action.refresh_from_db()
    assert (note.author, action.version) == ("Camille Coordinatrice", 1)
    assert action.updated_at.year > 2020


@pytest.mark.parametrize(
    "write",
    [
        lambda action, actor: services.add_step(action=action, actor=actor, title="Non"),
        lambda action, actor: services.add_funding(action=action, actor=actor, funder=OrganisationFactory()),
        lambda action, actor: services.add_indicator(contract=action.contract, action=action, actor=actor, title="Non"),
        lambda action, actor: services.edit_row(StepFactory(action=action), actor=actor, title="Non"),
        lambda action, actor: services.remove_row(IndicatorFactory(action=action), actor=actor),
    ],
)
def test_who_only_reads_writes_no_row(world, action, write):
    with pytest.raises(Forbidden):
        write(action, world.reader)


def test_an_amount_is_never_negative(world, action):
    funding = FundingFactory(action=action, planned=Decimal("100"))
    with pytest.raises(Invalid, match="négatif"):
        services.edit_row(funding, actor=world.coordinator, planned=Decimal("-1"))


def test_a_year_has_one_line(world, action):
    services.add_year(action=action, actor=world.coordinator, year=2026, status="done")
    with pytest.raises(Invalid, match="déjà sa ligne"):
        services.add_year(action=action, actor=world.coordinator, year=2026)


def test_an_indicator_of_the_contract_belongs_to_its_writers(world, action):
    made = services.add_indicator(contract=world.draft, actor=world.coordinator, title="Renoncement aux soins")
    assert (made.action, made.axis, made.objective) == (None, None, None)
    with pytest.raises(Invalid, match="autre contrat"):
        services.add_indicator(contract=world.signed, action=action, actor=world.coordinator, title="Ailleurs")


def test_a_measure_says_something(world, action):
    indicator = IndicatorFactory(action=action)
    services.add_measure(indicator=indicator, actor=world.coordinator, on=date(2026, 6, 30), text="en cours")
    with pytest.raises(Invalid, match="en chiffre ou en mots"):
        services.add_measure(indicator=indicator, actor=world.coordinator, on=date(2026, 7, 31))
    with pytest.raises(Invalid, match="en chiffre ou en mots"):
        services.edit_row(indicator.measures.get(), actor=world.coordinator, text=" ")


def test_a_row_has_its_own_version(world, action):
    funding = FundingFactory(action=action)
    services.edit_row(funding, actor=world.referent, version=1, granted=Decimal("10"))
    with pytest.raises(Stale):
        services.edit_row(funding, actor=world.coordinator, version=1, granted=Decimal("20"))
