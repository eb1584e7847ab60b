"""List, board, timeline and leads: found by the same filters, at the same cost, changed one at a time."""

from datetime import date

import pytest
from django.urls import reverse

from actions import services
from actions.enums import ActionStatus
from actions.models import Action
from actions.timeline import Scale
from territories.models import Department
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, LeadFactory, LeadPersonFactory, StepFactory
from tests.factories.contracts import ContractFactory

VIEWS = ["list", "board", "timeline", "by_lead"]


@pytest.fixture
def action(world):
    return ActionFactory(axis=world.axis, title="Un bus de santé", description="<p>Des dépistages à domicile</p>")


@pytest.fixture
def coordinator(client, world):
    client.force_login(world.coordinator)
    return client


def page(contract, view, query=""):
    return reverse(f"actions:{view}", args=[contract.reference]) + query


def move(client, action, status, version=None, **headers):
    url = reverse("actions:board_move", args=[action.contract.reference, action.pk])
    data = {"status": status, "version": action.version if version is None else version}
    return client.post(url, data, headers=headers)


def test_words_are_found_in_title_description_and_lead_without_accents(world, action):
    LeadFactory(action=action, organisation=OrganisationFactory(name="Hôpital de Crest"))
    ActionFactory(axis=world.axis, title="Autre")
    for text in ("DEPISTAGES", "bus hopital", "crest domicile"):
        assert list(Action.objects.search(text)) == [action], text
    assert not Action.objects.search("depistages valence")


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_keeps_to_the_filters(coordinator, world, action, view):
    other = ActionFactory(axis=world.axis, title="Autre fiche", priority="high")
    answer = coordinator.get(page(world.draft, view, "?priority=high")).content.decode()
    assert other.title in answer
    assert action.title not in answer
    assert f"{page(world.draft, 'board')}?priority=high" in answer
    assert "ne répond à ces filtres" in coordinator.get(page(world.draft, view, "?q=introuvable")).content.decode()


def test_by_person_funder_and_money_due(coordinator, world, action):
    LeadPersonFactory(action=action, name="Ada Pilote", user=None)
    line = FundingFactory(action=action, year=2020, planned=10, spent=None)
    other = ActionFactory(axis=world.axis, title="Autre fiche")
    for query in ("?person=Ada+Pilote", f"?funder={line.funder_id}", "?state=money_due"):
        answer = coordinator.get(page(world.draft, "list", query)).content.decode()
        assert action.title in answer, query
        assert other.title not in answer, query


def test_by_sector_of_who_leads_or_helps(coordinator, world, action):
    other = ActionFactory(axis=world.axis, title="Autre fiche")
    LeadFactory(action=action, organisation=OrganisationFactory(sector="education"))
    LeadFactory(action=other, organisation=OrganisationFactory(sector="health"))
    for address in (page(world.draft, "list"), reverse("actions:all")):
        answer = coordinator.get(address, {"sector": "education"}).content.decode()
        assert action.title in answer and other.title not in answer
    found = coordinator.get("/api/v1/actions/", {"sector": "education"}).json()["results"]
    assert [each["id"] for each in found] == [action.pk]


def test_only_departements_of_contracts_that_one_reads_are_offered(coordinator, world, action):
    ContractFactory(department=Department.objects.exclude(pk=world.drome.pk).first())
    offered = coordinator.get(reverse("actions:all")).context["filter"].fields["department"].choices
    assert [code for code, _label in offered] == ["", world.drome.pk]


@pytest.mark.parametrize(("view", "queries"), [("list", 15), ("board", 14), ("timeline", 16), ("by_lead", 14)])
@pytest.mark.parametrize("count", [1, 30])
def test_what_each_view_costs(coordinator, world, view, queries, count, django_assert_num_queries):
    for _ in range(count):
        made = ActionFactory(axis=world.axis, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1))
        LeadFactory(action=made)
        StepFactory(action=made)
    with django_assert_num_queries(queries):
        assert coordinator.get(page(world.draft, view)).status_code == 200


def test_a_card_moves_and_comes_back(coordinator, world, action):
    answer = move(coordinator, action, ActionStatus.DONE, HX_Request="true")
    assert "Annuler" in answer.content.decode()
    undo = answer.context["undo"]
    assert (undo["action"].status, undo["status"]) == (ActionStatus.DONE, action.status)
    assert move(coordinator, undo["action"], undo["status"]).status_code == 302
    assert Action.objects.get(pk=action.pk).status == action.status


def test_a_card_that_somebody_else_changed_stays(coordinator, world, action):
    services.edit_action(action=action, actor=world.referent, status=ActionStatus.ABANDONED)
    answer = move(coordinator, action, ActionStatus.DONE, HX_Request="true")
    assert answer.status_code == 409
    assert "Quelqu’un d’autre" in answer.content.decode()
    assert Action.objects.get(pk=action.pk).status == ActionStatus.ABANDONED


def test_who_leads_moves_only_hers(client, world, action):
    hers = ActionFactory(axis=world.axis)
    LeadPersonFactory(action=hers, user=world.partner)
    client.force_login(world.partner)
    shown = client.get(page(world.draft, "board")).content.decode()
    assert f"passer-{hers.pk}" in shown
    assert f"passer-{action.pk}" not in shown
    assert move(client, hers, ActionStatus.DONE).status_code == 302
    assert move(client, action, ActionStatus.DONE).status_code == 403


def test_a_status_that_does_not_exist_is_refused(coordinator, action):
    assert move(coordinator, action, "inventé", HX_Request="true").status_code == 400


def test_days_stand_under_their_year():
    scale = Scale.of([date(2031, 6, 1)], usual=[date(2026, 1, 1), date(2030, 12, 31)])
    assert scale.years == [2026, 2027, 2028, 2029, 2030, 2031]
    assert scale.at(date(2026, 1, 1)) == 0
    assert scale.at(date(2029, 1, 1)) == 500
    assert Scale.of([], usual=[None, None]).years == []
    assert len(Scale.of([date(20, 1, 1)], usual=[date(2026, 1, 1)]).years) <= 15
