"""The population that a CLS covers: each commune once, on any day."""

from datetime import UTC, date, datetime

import pytest

from contracts.coverage import covered_by, covered_population
from contracts.coverage_table import by_region
from contracts.enums import ContractKind, Stage
from contracts.models import Passage
from territories.models import Commune
from territories.services import set_perimeter
from tests.factories.accounts import siege
from tests.factories.contracts import AmendmentFactory, ContractFactory, SignedContractFactory
from tests.factories.territories import BARONNIES, ENCLAVE, small_cog

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture
def places():
    return small_cog()


def contract(*members, **values):
    values = {"starts_on": date(2026, 1, 1), "ends_on": date(2028, 12, 31), "signed_on": date(2026, 1, 15)} | values
    made = SignedContractFactory(frozen_at=None, **values)
    set_perimeter(territory=made.territory, members=list(members))
    return made


def covered(day=DAY, **where):
    return {code: each.covered for code, each in covered_population(day, **where).items() if each.covered}


def test_an_epci_covers_its_communes_on_both_sides_of_a_border(places):
    contract(("epci", ENCLAVE))
    assert covered() == {"26": 1500, "84": 9000}
    assert covered_population(DAY)["26"].communes == 4
    assert covered_population(DAY)["26"].covered_communes == 1


def test_a_commune_counts_once_whatever_the_number_of_contracts(places):
    contract(("commune", "26220"), ("epci", BARONNIES))
    contract(("epci", BARONNIES))
    contract(("department", "26"))
    assert covered() == {"26": 7000 + 2000 + 200 + 1500}


def test_some_contracts_cover_each_commune_once_and_none_that_vanished(places):
    rows = [
        contract(("commune", "26220"), ("epci", BARONNIES)),
        contract(("epci", BARONNIES)),
        contract(("epci", ENCLAVE)),
    ]
    told = covered_by(rows)
    assert (told.covered, told.covered_communes) == (7000 + 2000 + 200 + 1500 + 9000, 5)
    Commune.objects.filter(pk="26220").update(active=False)
    assert covered_by(rows).covered == told.covered - 7000
    assert covered_by([]).covered == 0


def test_an_ept_covers_its_communes(places):
    contract(("ept", "200057867"))
    assert covered() == {"93": 150000}


def test_drafts_and_prefigurations_cover_nobody(places):
    contract(("epci", BARONNIES), kind=ContractKind.PREFIGURATION)
    draft = ContractFactory(stage=Stage.CONSULTATION, starts_on=date(2026, 1, 1))
    set_perimeter(territory=draft.territory, members=[("epci", BARONNIES)])
    assert covered() == {}


@pytest.mark.parametrize(
    "day, counts",
    [
        (date(2026, 1, 14), False),  # not signed yet, although it has begun
        (date(2026, 1, 15), True),
        (date(2028, 12, 31), True),
        (date(2029, 1, 1), False),
    ],
)
def test_a_contract_covers_from_its_signature_to_its_end(places, day, counts):
    contract(("epci", BARONNIES))
    assert bool(covered(day)) is counts


def test_a_signed_prorogation_prolongs_the_cover(places):
    made = contract(("epci", BARONNIES))
    AmendmentFactory(contract=made, new_ends_on=date(2029, 12, 31), signed_on=date(2028, 11, 1))
    assert covered(date(2029, 6, 1)) == {"26": 9200}


@pytest.mark.parametrize("stage", [Stage.TERMINATED, Stage.CLOSED])
def test_what_ended_before_its_term_covers_until_that_day(places, stage):
    made = contract(("epci", BARONNIES), stage=stage)
    at = datetime(2027, 3, 1, 10, tzinfo=UTC)
    Passage.objects.create(contract=made, source=Stage.IN_FORCE, target=stage, at=at)
    assert covered(date(2027, 2, 28)) == {"26": 9200}
    assert covered(date(2027, 3, 1)) == {}


def test_a_region_alone(places):
    contract(("epci", ENCLAVE))
    assert covered(region=places.aura) == {"26": 1500}


def test_a_contract_across_two_departments_counts_once_in_its_region(places):
    contract(("ept", "200057867"), ("commune", "75056"))
    whole = by_region(DAY, covered=covered_population(DAY), user=siege(places.aura), region=places.paris.region)
    (ile,) = whole.regions
    assert [place.running for place in ile.places] == [1, 1]
    assert ile.running == 1
    assert ile.coverage.share.percent == 100


def test_the_same_queries_for_one_contract_and_for_six(places, django_assert_num_queries):
    user = siege(places.aura)
    contract(("epci", BARONNIES))
    user.roles  # noqa: B018 - read once a request, by whoever asks first
    with django_assert_num_queries(8):
        by_region(DAY, covered=covered_population(DAY), user=user)
    for _ in range(5):
        contract(("epci", BARONNIES), ("commune", "84138"))
    with django_assert_num_queries(8):
        by_region(DAY, covered=covered_population(DAY), user=user)
