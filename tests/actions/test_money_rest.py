"""Money by REST: the figures of the page, the lines behind them, and the conventions, under versions."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from actions import services
from actions.models import Funding, FundingAgreement
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingAgreementFactory, FundingFactory

ROOT = "/api/v1"


def session(user):
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def funding(world):
    action = ActionFactory(axis=world.axis)
    return FundingFactory(action=action, year=2020, planned=Decimal("1000.10"), granted=Decimal("400.05"))


def test_the_money_of_a_contract_is_that_of_its_page(world, funding, django_assert_num_queries):
    FundingFactory(action=funding.action, year=None, granted=Decimal("9"))
    client = session(world.reader)
    client.get(f"{ROOT}/money/{world.draft.reference}/")
    with django_assert_num_queries(5):
        found = client.get(f"{ROOT}/money/{world.draft.reference}/").json()
    assert (found["planned"], found["granted"], found["spent"]) == ("1000.10", "409.05", "0.00")
    assert (found["missing"], found["unplanned"], found["spent_share"]) == ("600.05", "9.00", "0.0")
    assert [line["axis"] for line in found["by_axis"]] == [world.axis.pk]
    assert {line["year"]: line["granted"] for line in found["by_year"]} == {2020: "400.05", None: "9.00"}
    assert sum(Decimal(line["missing"]) for line in found["by_action"]) == Decimal(found["missing"])
    assert session(world.stranger).get(f"{ROOT}/money/{world.draft.reference}/").status_code == 404


@pytest.mark.parametrize("state", ["missing", "due"])
def test_the_lines_behind_a_figure(world, funding, state):
    FundingFactory(action=funding.action, year=2020, planned=1, granted=2, spent=1)
    found = session(world.reader).get(f"{ROOT}/fundings/", {"state": state, "axis": world.axis.pk}).json()
    assert [line["id"] for line in found["results"]] == [funding.pk]


def test_conventions_are_written_under_their_version(world, funding):
    client, ars = session(world.coordinator), OrganisationFactory()
    given = {"contract": world.draft.reference, "title": "FIR", "parties": [ars.pk], "accounts_due_on": "2020-01-01"}
    made = client.post(f"{ROOT}/funding-agreements/", given, format="json").json()
    assert (made["accounts"], made["parties"], made["version"]) == ("late", [ars.pk], 1)
    late = client.get(f"{ROOT}/funding-agreements/", {"accounts_late": "true", "party": ars.pk}).json()
    assert [line["id"] for line in late["results"]] == [made["id"]]
    url = f"{ROOT}/funding-agreements/{made['id']}/"
    received = {"accounts_received_on": "2020-02-01"}
    assert client.patch(url, received, format="json").status_code == 428
    services.edit_agreement(agreement=FundingAgreement.objects.get(), actor=world.referent, title="FIR 2020")
    assert client.patch(url, received, format="json", headers={"If-Match": '"1"'}).status_code == 412
    done = client.patch(url, received, format="json", headers={"If-Match": '"2"'}).json()
    assert (done["accounts"], done["title"]) == ("received", "FIR 2020")
    assert FundingAgreement.objects.get().accounts_received_on == date(2020, 2, 1)


def test_a_line_follows_a_convention_that_one_sees(world, funding):
    client = session(world.coordinator)
    mine, hidden = FundingAgreementFactory(contract=world.draft), FundingAgreementFactory()
    url = f"{ROOT}/fundings/{funding.pk}/"
    refused = client.patch(url, {"funding_agreement": hidden.pk}, format="json", headers={"If-Match": "*"})
    assert (refused.status_code, Funding.objects.get().funding_agreement) == (400, None)
    client.patch(url, {"funding_agreement": mine.pk}, format="json", headers={"If-Match": "*"})
    assert Funding.objects.get().funding_agreement == mine


def test_a_page_of_conventions_costs_the_same_for_one_and_thirty(world, django_assert_num_queries):
    client = session(world.reader)
    client.get(f"{ROOT}/funding-agreements/")
    for many in (1, 30):
        for _ in range(many):
            FundingAgreementFactory(contract=world.draft).parties.add(OrganisationFactory())
        with django_assert_num_queries(7):
            client.get(f"{ROOT}/funding-agreements/")
