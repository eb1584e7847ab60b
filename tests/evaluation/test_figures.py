"""The figures of a contract say one thing whichever way they are cut."""

from datetime import date
from decimal import Decimal

import pytest

from evaluation import figures
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory, ContractFactory

TODAY = date(2026, 6, 15)


@pytest.fixture
def contract(db):
    return ContractFactory()


def test_every_cut_of_the_money_adds_up_to_the_whole(contract, django_assert_max_num_queries):
    ars, town = OrganisationFactory(name="ARS d’essai"), OrganisationFactory(name="CC d’essai")
    first, second = AxisFactory(contract=contract, title="Soins"), AxisFactory(contract=contract, title="Vide")
    action = ActionFactory(axis=first, status="in_progress", ends_on=date(2026, 6, 14))
    FundingFactory(action=action, funder=ars, year=2026, planned="100.10", granted="80")
    FundingFactory(action=action, funder=town, year=2025, planned="200.20")
    FundingFactory(action=action, funder=town, year=None, planned="0.05")
    FundingFactory(funder=ars, year=2026, planned="999")
    with django_assert_max_num_queries(7):
        found = figures.of_contract(contract, today=TODAY)
    assert (found.fiches.total, found.fiches.late) == (1, 1)
    assert found.completeness.total == 1
    assert found.money.planned == Decimal("300.35")
    assert [(line.label, line.money.planned) for line in found.by_funder] == [
        ("CC d’essai", Decimal("200.25")),
        ("ARS d’essai", Decimal("100.10")),
    ]
    assert [line.label for line in found.by_year] == ["2025", "2026", "Sans année"]
    assert [line.label for line in found.by_axis] == [str(first), str(second)]
    for cut in (found.by_axis, found.by_funder, found.by_year):
        assert sum(line.money.planned for line in cut) == found.money.planned
        assert sum(line.money.granted for line in cut) == found.money.granted == Decimal("80.00")


def test_an_empty_contract_has_figures_too(contract):
    found = figures.of_contract(contract, today=TODAY)
    assert found.fiches.total == 0 and not found.money and found.by_funder == found.by_year == []
    assert figures.attainment(contract) == {}


def test_shares_of_attainment_add_up_to_a_hundred(contract):
    axis = AxisFactory(contract=contract)
    for code in ("reached", "partly_reached", "not_reached", ""):
        ActionFactory(axis=axis, attainment=code)
    found = figures.attainment(contract)
    assert sum(found.values()) == 100 and len(found) == 3
    assert sorted(found.values()) == [Decimal("33.3"), Decimal("33.3"), Decimal("33.4")]
