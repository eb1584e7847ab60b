"""« À faire maintenant » says each cause once, groups the many, comes back on its day; the mail says the same."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from contracts.services.contract import edit_contract
from core import reminders, todo
from core.errors import Invalid
from core.models import Postponed
from governance.services import bodies, follow_ups, meetings, network_follow_ups, network_meetings, networks
from tests.factories.actions import ActionFactory, LeadPersonFactory
from tests.factories.contracts import AxisFactory, ContractFactory, with_role, world
from tests.support.jobs import do_jobs

TODAY = timezone.localdate()
AGO = timedelta(days=100)
#: Of the home page: what every app is asked of a person, what she may still read, her contracts, the journal of a week.
QUESTIONS = 18
#: Of an agent of the ARS, also the démarches; of a référent, also what people who left still hold.
OF_ARS = {"siege": 19, "referent": 20}


@pytest.fixture
def people(db):
    return world()


def silent(people, count, contract=None):
    contract = contract or ContractFactory(department=people.drome, stage="in_force")
    if not contract.roles.filter(user=people.coordinator).exists():
        with_role(contract, "coordinator", user=people.coordinator)
    axis = AxisFactory(contract=contract)
    for _ in range(count):
        ActionFactory(axis=axis)
    Action.objects.update(updated_at=timezone.now() - AGO)
    return contract


def now_of(user, **narrow):
    return [line.reason for line in todo.waiting_for(user, TODAY, **narrow)[0]]


def about_fiches(user, contract):
    return [reason for reason in now_of(user, scope=contract.pk) if "fiche" in reason.sentence]


def test_few_are_named_and_many_are_one_line_that_leads_to_their_list(client, people):
    contract = silent(people, 3)
    assert len(about_fiches(people.coordinator, contract)) == 3
    silent(people, 1, contract)
    (one,) = about_fiches(people.coordinator, contract)
    assert one.sentence == "4\xa0fiches sans nouvelles depuis trois mois."
    client.force_login(people.coordinator)
    page = client.get(one.url).content.decode()
    assert all(action.title in page for action in contract.actions.all())
    assert one.sentence in client.get("/").content.decode()


def test_who_coordinates_and_leads_reads_it_once_and_the_mail_says_the_same(people):
    contract = silent(people, 1)
    LeadPersonFactory(action=contract.actions.get(), user=people.coordinator)
    Action.objects.update(updated_at=timezone.now() - AGO)
    (said,) = about_fiches(people.coordinator, contract)
    mailed = reminders.reasons(TODAY, email=people.coordinator.email, scope=contract.pk)
    assert [reason for reason in mailed if "fiche" in reason.sentence] == [said]


def test_it_goes_with_its_cause(people):
    contract = silent(people, 1)
    contract.actions.get().save()
    assert about_fiches(people.coordinator, contract) == []


def test_what_is_put_off_comes_back_on_its_day_in_the_list_and_in_the_mail(client, people):
    contract = silent(people, 1)
    (said,) = about_fiches(people.coordinator, contract)
    client.force_login(people.coordinator)
    day = TODAY + timedelta(days=3)
    answer = client.post(reverse("core:todo_put_off"), {"key": said.cause, "until": day.isoformat()}, follow=True)
    assert "de nouveau dans votre liste" in answer.content.decode()
    assert about_fiches(people.coordinator, contract) == []
    mailed = reminders.reasons(TODAY, email=people.coordinator.email)
    assert said.cause not in [reason.cause for reason in mailed]
    assert said.cause in [reason.cause for reason in reminders.reasons(day, email=people.coordinator.email)]
    assert "1\xa0chose remise à plus tard" in client.get("/").content.decode()
    client.post(reverse("core:todo_take_back"), {"key": said.cause})
    assert about_fiches(people.coordinator, contract) == [said]


def test_asking_again_moves_the_day_and_a_day_must_come(people):
    contract = silent(people, 1)
    (said,) = about_fiches(people.coordinator, contract)
    asked = {"user": people.coordinator, "key": said.cause, "today": TODAY}
    for days in (3, 5):
        todo.put_off(**asked, until=TODAY + timedelta(days=days))
    assert Postponed.objects.get().until == TODAY + timedelta(days=5)
    for wrong in (TODAY, TODAY + timedelta(days=400)):
        with pytest.raises(Invalid, match="entre demain"):
            todo.put_off(**asked, until=wrong)


def test_nobody_puts_off_what_waits_for_another(client, people):
    contract = silent(people, 1)
    (said,) = about_fiches(people.coordinator, contract)
    client.force_login(people.reader)
    data = {"key": said.cause, "until": (TODAY + timedelta(days=3)).isoformat()}
    assert client.post(reverse("core:todo_put_off"), data).status_code == 400
    assert client.post(reverse("core:todo_put_off"), {"key": said.cause, "until": "hier"}).status_code == 400
    assert not Postponed.objects.exists()


def test_a_meeting_to_convene_and_a_follow_up_wait_with_their_term(people):
    copil = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    on = TODAY + timedelta(days=10)
    meetings.prepare_meeting(body=copil, actor=people.referent, on=on)
    follow_ups.add_follow_up(
        contract=people.signed, actor=people.referent, text="Écrire à la CAF", owner=people.elected, due_on=on
    )
    assert on in [reason.term for reason in now_of(people.coordinator) if "à convoquer" in reason.sentence]
    (asked,) = [reason for reason in now_of(people.elected) if "Écrire à la CAF" in reason.sentence]
    assert asked.term == on and not asked.mailed


def test_a_contract_shows_what_waits_there_alone(client, people):
    contract = silent(people, 1)
    client.force_login(people.coordinator)
    address = reverse("core:todo_of", args=[contract.pk])
    beside = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert contract.actions.get().title in beside and "<html" not in beside
    assert address in client.get(contract.get_absolute_url()).content.decode()
    other = client.get(reverse("core:todo_of", args=[people.draft.pk])).content.decode()
    assert contract.actions.get().title not in other


def test_the_whole_list_is_on_its_own_page(client, people):
    contract = silent(people, 1)
    client.force_login(people.coordinator)
    for address in (reverse("core:todo"), reverse("core:todo_of", args=[contract.pk])):
        page = client.get(address).content.decode()
        assert contract.actions.get().title in page and "Rien ne vous attend" not in page


def test_what_others_changed_this_week_leads_to_its_row(client, people):
    edit_contract(contract=people.draft, actor=people.referent, version=people.draft.version, title="CLS renommé")
    client.force_login(people.coordinator)
    page = client.get("/").content.decode()
    assert "Ce qui a bougé cette semaine" in page and "par Rachid Référent" in page
    client.force_login(people.referent)
    assert "par Rachid Référent" not in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_home_page_asks_the_same_whatever_waits(client, people, django_assert_num_queries, count):
    for _ in range(count):
        silent(people, 2)
    for action in Action.objects.all()[:count]:
        LeadPersonFactory(action=action, user=people.coordinator)
        follow_ups.add_follow_up(
            contract=action.contract, actor=people.referent, text="Écrire à la CAF", owner=people.coordinator
        )
    client.force_login(people.coordinator)
    with django_assert_num_queries(QUESTIONS):
        client.get("/")


def with_network(people, who):
    network = networks.create_network(actor=people.siege, region=people.region, kind="coordinators")
    networks.add_member(network=network, actor=people.siege, email=who.email)
    network_follow_ups.add_follow_up(network=network, actor=people.siege, text="Trouver une salle", owner=who)
    on = TODAY + timedelta(days=14)
    made = network_meetings.prepare_meeting(network=network, actor=people.siege, on=on, begins_at=time(9), place="Lyon")
    network_meetings.add_item(meeting=made, actor=people.siege, title="Santé mentale")
    network_meetings.pass_meeting(made, "convened", actor=people.siege, today=TODAY)


def left_with_a_follow_up(people, contract):
    agent = with_role(contract, "reader")
    follow_ups.add_follow_up(contract=contract, actor=people.referent, text="Relancer", owner=agent)
    type(agent).objects.filter(pk=agent.pk).update(is_active=False)


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("who", OF_ARS)
def test_the_home_page_of_the_ars_asks_the_same_whatever_is_in_its_blocks(
    client, people, django_assert_num_queries, who, count
):
    her = getattr(people, who)
    for _ in range(count):
        contract = silent(people, 2)
        edit_contract(contract=contract, actor=people.coordinator, version=contract.version, title="CLS renommé")
        left_with_a_follow_up(people, contract)
        with_network(people, her)
    do_jobs()
    client.force_login(her)
    with django_assert_num_queries(OF_ARS[who]):
        page = client.get("/").content.decode()
    assert "Ce qui a bougé cette semaine" in page and "Prochaines séances" in page
    assert ("À réattribuer" in page) == (who == "referent")
    said = [reason.sentence for reason in now_of(her)]
    assert [sum(words in each for each in said) for words in ("Trouver une salle", "Venez-vous")] == [count, count]
