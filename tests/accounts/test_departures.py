"""A person leaves: what she held is given, refused, shown to the référent; then the account closes."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from accounts.services import close_account, deactivate, holdings_for, reactivate, reassign, waiting_for
from contracts.models import ContractRole
from core.errors import Forbidden, Invalid, Refused
from core.models import Change
from governance.models import PostHolder
from governance.services import bodies, coordination, follow_ups
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, with_role, world


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def held(people):
    """All that the coordinator of the draft may hold, once each."""
    contract, actor, her = people.draft, people.referent, people.coordinator
    ContractRole.objects.filter(user=her).exclude(contract=contract).delete()
    action = ActionFactory(axis=AxisFactory(contract=contract), title="Maison sport santé")
    action.person_parts.create(contract=contract, part="lead", name=str(her), email=her.email, user=her)
    follow_ups.add_follow_up(contract=contract, actor=actor, text="Écrire au maire", owner=her)
    body = bodies.add_body(contract=contract, actor=actor, kind="cotech")
    bodies.add_seat(body=body, actor=actor, organisation=OrganisationFactory(), holder_email=her.email)
    coordination.add_post(
        contract=contract, actor=actor, holder_name=str(her), holder_email=her.email, since=date(2025, 1, 1)
    )
    return {holding.key.split("-")[0]: holding.key for _kind, holding in holdings_for(her, people.administrator)}


def test_everything_that_she_holds_is_listed_and_given(people, held):
    her, other = people.coordinator, with_role(people.draft, "reader", display_name="Nour Nouvelle")
    assert set(held) == {"role", "fiche", "suite", "holder", "poste"}
    given = reassign(user=her, gifts=dict.fromkeys(held.values(), other), actor=people.administrator)
    assert given == 5 and holdings_for(her, people.administrator) == []
    assert {key.key.split("-")[0] for _kind, key in holdings_for(other, people.administrator)} == set(held)
    assert PostHolder.objects.get().holder_name == str(her)
    line = Change.objects.get(scope=people.draft.pk, changes__has_key="owner", action=Change.Action.UPDATE)
    assert line.actor == people.administrator


def test_an_account_closes_only_when_nothing_waits(people, held):
    her = people.coordinator
    deactivate(user=her, actor=people.administrator)
    with pytest.raises(Refused, match="donnez-les"):
        close_account(user=her, actor=people.administrator)
    her.refresh_from_db()
    assert her.closed_at is None and not her.is_active
    reassign(user=her, gifts=dict.fromkeys(held.values(), people.reader), actor=people.administrator)
    close_account(user=her, actor=people.administrator)
    her.refresh_from_db()
    assert her.closed_at is not None
    reactivate(user=her, actor=people.administrator)
    her.refresh_from_db()
    assert her.is_active and her.closed_at is None


def test_what_waits_is_with_the_referent_who_gives_it_on_his_contracts(client, people, held):
    her = people.coordinator
    assert waiting_for(people.referent) == []
    deactivate(user=her, actor=people.administrator)
    assert waiting_for(people.referent) == [(her, 5)] and waiting_for(people.stranger) == []
    client.force_login(people.referent)
    assert "À réattribuer" in client.get("/").content.decode()
    where = reverse("accounts:departure", args=[her.pk])
    page = client.get(where).content.decode()
    assert "Maison sport santé" in page and "Fermer le compte" not in page
    assert client.post(where, {"everything": people.reader.pk}).status_code == 302
    assert waiting_for(people.referent) == []


@pytest.mark.parametrize("who", ["stranger", "reader", "elected", "partner"])
def test_others_neither_see_nor_give(client, people, held, who):
    actor = getattr(people, who)
    with pytest.raises(Forbidden):
        reassign(user=people.coordinator, gifts={held["suite"]: people.reader}, actor=actor)
    with pytest.raises(Forbidden):
        close_account(user=people.coordinator, actor=actor)
    client.force_login(actor)
    assert client.get(reverse("accounts:departure", args=[people.coordinator.pk])).status_code == 404


def test_who_has_no_place_on_the_contract_takes_nothing_and_all_stays(client, people, held):
    gifts = {held["suite"]: people.reader, held["fiche"]: people.nobody}
    with pytest.raises(Invalid) as refused:
        reassign(user=people.coordinator, gifts=gifts, actor=people.administrator)
    assert list(refused.value.fields) == [held["fiche"]]
    assert len(holdings_for(people.coordinator, people.administrator)) == 5


def test_two_who_give_the_same_thing_the_second_is_told(people, held):
    gift = {held["suite"]: people.reader}
    reassign(user=people.coordinator, gifts=gift, actor=people.administrator)
    with pytest.raises(Refused, match="rechargez"):
        reassign(user=people.coordinator, gifts=gift, actor=people.referent)


def test_the_siege_gives_what_an_agent_of_its_region_held(client, people):
    agent = with_role(people.draft, "reader", display_name="Agent qui part")
    TerritoryRole.objects.create(user=agent, role=TerritoryRoleKind.ARS_DEPARTMENT, department=people.drome)
    follow_ups.add_follow_up(contract=people.draft, actor=people.referent, text="Relancer", owner=agent)
    client.force_login(people.siege)
    where = reverse("accounts:departure", args=[agent.pk])
    assert client.post(where, {}).status_code == 400
    [(_kind, holding)] = holdings_for(agent, people.siege)
    assert client.post(where, {holding.key: people.reader.pk}).status_code == 302
    assert client.post(reverse("accounts:close", args=[agent.pk])).status_code == 302
    agent.refresh_from_db()
    assert agent.closed_at.date() == timezone.now().date()


def test_an_account_closes_once(people, held):
    her = people.coordinator
    reassign(user=her, gifts=dict.fromkeys(held.values(), people.reader), actor=people.administrator)
    close_account(user=her, actor=people.administrator)
    with pytest.raises(Refused, match="déjà fermé"):
        close_account(user=her, actor=people.administrator)


def test_what_came_to_a_closed_account_is_still_seen(people):
    """An import names people by their address, however it is written."""
    her = people.coordinator
    ContractRole.objects.filter(user=her).delete()
    close_account(user=her, actor=people.administrator)
    body = bodies.add_body(contract=people.draft, actor=people.referent, kind="cotech")
    bodies.add_seat(body=body, actor=None, organisation=OrganisationFactory(), holder_email=her.email.upper())
    assert waiting_for(people.referent) == [(her, 1)]


def test_the_home_page_asks_the_same_whatever_the_number_of_people_who_left(people, django_assert_num_queries):
    def leave(n):
        for _ in range(n):
            agent = with_role(people.draft, "reader")
            follow_ups.add_follow_up(contract=people.draft, actor=people.referent, text="Relancer", owner=agent)
            type(agent).objects.filter(pk=agent.pk).update(is_active=False)

    leave(1)
    assert people.referent.roles.department_codes
    with django_assert_num_queries(1):
        assert len(waiting_for(people.referent)) == 1
    leave(29)
    with django_assert_num_queries(1):
        assert len(waiting_for(people.referent)) == 30
