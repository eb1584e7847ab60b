from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.enums import Stage
from territories.models import Department
from tests.factories.accounts import OrganisationFactory, referent
from tests.factories.contracts import AmendmentFactory, ContractFactory, SignedContractFactory

LIST_QUERIES = 7
URL = reverse("contracts:list")


def titles(client, user, **query):
    client.force_login(user)
    response = client.get(URL, query)
    assert response.status_code == 200
    return [row["contract"].title for row in response.context["rows"]]


def test_everybody_sees_theirs_and_no_other(client, world):
    both = ["CLS des Baronnies", "CLS signé de Grignan"]
    assert titles(client, world.referent) == both
    assert titles(client, world.coordinator) == both
    assert titles(client, world.siege) == both
    assert titles(client, world.neighbour) == ["CLS signé de Grignan"]
    assert titles(client, world.stranger) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_costs_the_same_for_one_row_and_for_thirty(client, world, django_assert_num_queries, rows):
    user = referent(world.vaucluse)
    for _ in range(rows):
        made = ContractFactory(territory__departments=[world.vaucluse], carrier=OrganisationFactory())
        AmendmentFactory(contract=made)
    client.force_login(user)
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(URL)
    assert len(response.context["rows"]) == rows


def test_the_search_forgets_accents_and_case(client, world):
    ContractFactory(title="Contrat d’Été à Séderon")
    assert titles(client, world.referent, q="ÉTÉ sederon") == ["Contrat d’Été à Séderon"]
    assert titles(client, world.referent, q="cls-26-2025-01") == ["CLS signé de Grignan"]


TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"stage": "drafting"}, {"brouillon"}),
        ({"situation": "draft"}, {"brouillon"}),
        ({"situation": "in_force"}, {"courant", "prolongé"}),
        ({"situation": "expired"}, {"échu"}),
        ({"ending": "6"}, {"courant"}),
        ({"ending": "24"}, {"courant", "prolongé"}),
        ({"kind": "prefiguration"}, {"brouillon"}),
        ({"stage": "nowhere", "carrier": "x" * 30}, {"brouillon", "courant", "prolongé", "échu"}),
    ],
)
def test_filters(client, world, query, found):
    here = {"territory__departments": [world.vaucluse]}
    ContractFactory(title="brouillon", kind="prefiguration", ends_on=None, **here)
    SignedContractFactory(title="courant", ends_on=TODAY + timedelta(days=60), starts_on=None, **here)
    SignedContractFactory(title="échu", ends_on=TODAY - timedelta(days=1), starts_on=None, **here)
    late = SignedContractFactory(title="prolongé", ends_on=TODAY - timedelta(days=1), starts_on=None, **here)
    AmendmentFactory(contract=late, signed_on=TODAY, new_ends_on=TODAY + timedelta(days=400))
    assert set(titles(client, world.stranger, **query)) == found


def test_filters_by_place_and_carrier(client, world):
    carrier = OrganisationFactory()
    ContractFactory(title="En Isère", carrier=carrier, territory__departments=[Department.objects.get(pk="38")])
    assert titles(client, world.siege, department="38") == ["En Isère"]
    assert titles(client, world.siege, department="26") == ["CLS des Baronnies", "CLS signé de Grignan"]
    assert titles(client, world.siege, carrier=carrier.pk) == ["En Isère"]


def test_sorting_by_end_counts_prorogations_and_puts_the_undated_last(client, world):
    dates = {"a": date(2030, 1, 1), "b": date(2029, 1, 1), "c": None}
    for title, day in dates.items():
        ContractFactory(title=title, ends_on=day, territory__departments=[world.vaucluse])
    AmendmentFactory(
        contract=ContractFactory(title="d", ends_on=date(2028, 1, 1), territory__departments=[world.vaucluse]),
        signed_on=date(2027, 1, 1),
        new_ends_on=date(2031, 1, 1),
    )
    assert titles(client, world.stranger, sort="end") == ["b", "a", "d", "c"]
    assert titles(client, world.stranger, sort="-end") == ["d", "a", "b", "c"]


def test_a_filter_in_use_is_a_chip_that_removes_it(client, world):
    carrier = OrganisationFactory(name="Syndicat du Lac")
    client.force_login(world.referent)
    page = client.get(URL, {"carrier": carrier.pk, "q": "rien"}).content.decode()
    assert "Aucun contrat ne répond à ces filtres" in page
    assert 'href="?q=rien"' in page
    assert "Syndicat du Lac" in page


def test_an_empty_list_says_what_to_do(client, world):
    assert titles(client, world.stranger) == []
    page = client.get(URL).content.decode()
    assert reverse("contracts:create") in page
    assert titles(client, world.nobody) == []
    assert reverse("contracts:create") not in client.get(URL).content.decode()


def test_an_expired_contract_says_so(client, world):
    SignedContractFactory(title="Vieux", ends_on=TODAY - timedelta(days=1), starts_on=None)
    client.force_login(world.referent)
    assert "Échu" in client.get(URL, {"q": "vieux"}).content.decode().split('id="list"')[1]


def test_the_home_page_shows_mine_with_what_is_next(client, world):
    ContractFactory(title="Clos", stage=Stage.CLOSED)
    client.force_login(world.coordinator)
    page = client.get(reverse("home")).content.decode()
    assert "Mes contrats" in page
    assert "CLS des Baronnies" in page
    assert "Clos" not in page
    client.force_login(world.nobody)
    assert "Mes contrats" not in client.get(reverse("home")).content.decode()
