"""The columns of a list: chosen in the address, remembered for the person, at the price of what they show."""

import pytest
from django.urls import reverse

from actions.columns import COLUMNS, USUAL
from tests.factories.actions import ActionFactory, FundingFactory, LeadFactory, LeadPersonFactory


@pytest.fixture
def coordinator(client, world):
    client.force_login(world.coordinator)
    return client


def shown(answer):
    return [column.code for column in answer.context["columns"]]


def test_the_address_says_the_columns_in_the_order_of_the_table(coordinator, world):
    ActionFactory(axis=world.axis, priority="high", themes=["Santé mentale"])
    url = reverse("actions:list", args=[world.draft.reference])
    assert shown(coordinator.get(url)) == USUAL
    answer = coordinator.get(url + "?columns=themes,priority,inventée")
    assert shown(answer) == ["priority", "themes"]
    assert "Santé mentale" in answer.content.decode()
    # Only a choice is remembered, not an address that somebody else sent.
    assert shown(coordinator.get(url)) == USUAL


def test_a_choice_is_remembered_and_keeps_the_filters(coordinator, world):
    ActionFactory(axis=world.axis, priority="high")
    data = {"column": ["planned", "status"], "contract": world.draft.reference, "query": "priority=high&page=2"}
    answer = coordinator.post(reverse("actions:columns"), data)
    assert answer.url == reverse("actions:list", args=[world.draft.reference]) + (
        "?priority=high&columns=status,planned"
    )
    assert shown(coordinator.get(answer.url)) == ["status", "planned"]
    everywhere = coordinator.get(reverse("actions:all"))
    assert shown(everywhere) == ["status", "planned"]
    coordinator.post(reverse("actions:columns"), {"usual": "1"})
    assert shown(coordinator.get(reverse("actions:all"))) == USUAL


def test_what_each_person_chose_is_hers(client, world):
    client.force_login(world.coordinator)
    client.post(reverse("actions:columns"), {"column": ["themes"]})
    client.force_login(world.referent)
    assert shown(client.get(reverse("actions:all"))) == USUAL


def test_the_list_of_a_contract_that_one_does_not_see_is_not_found(client, world):
    client.force_login(world.stranger)
    data = {"column": ["themes"], "contract": world.draft.reference}
    assert client.post(reverse("actions:columns"), data).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_every_column_at_once_costs_two_queries_more(coordinator, world, count, django_assert_num_queries):
    for _ in range(count):
        action = ActionFactory(axis=world.axis)
        LeadFactory(action=action)
        LeadPersonFactory(action=action, user=None)
        FundingFactory(action=action, planned=1250)
    url = reverse("actions:list", args=[world.draft.reference]) + f"?columns={','.join(COLUMNS)}"
    with django_assert_num_queries(16):
        answer = coordinator.get(url)
    assert "1\u202f250,00" in answer.content.decode()
