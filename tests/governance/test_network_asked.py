"""What is asked of the members of a network: an answer by a link, a follow-up that is done with its proof."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.services import close_account, deactivate, holdings_for, reassign
from core import reminders
from core.errors import Forbidden, Invalid, Refused, Stale
from core.models import Change, Job
from core.reminders import Person
from governance.models import NetworkAnswerLink, NetworkAttendance, NetworkFollowUp
from governance.network_reminders import of_networks
from governance.papers import pages
from governance.services import network_answers as answers
from governance.services import network_convocations as convocations
from governance.services import network_follow_ups as services
from governance.services import network_meetings as meetings
from governance.services import network_papers as papers
from governance.services import networks
from governance.services.calendars import calendar_for
from tests.factories.accounts import referent
from tests.factories.contracts import world
from tests.support.jobs import do_jobs

TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def network(people):
    network = networks.create_network(actor=people.siege, region=people.region, kind="coordinators")
    networks.add_member(network=network, actor=people.siege, email=people.coordinator.email)
    networks.add_member(network=network, actor=people.siege, name="Mona Membre", email="mona@exemple.fr")
    return network


@pytest.fixture
def meeting(people, network):
    on = TODAY() + timedelta(days=14)
    made = meetings.prepare_meeting(network=network, actor=people.siege, on=on, begins_at=time(9), place="Lyon")
    meetings.add_item(meeting=made, actor=people.siege, title="Santé mentale")
    made = meetings.pass_meeting(made, "convened", actor=people.siege, today=TODAY())
    do_jobs()
    return made


def row_of(name="Mona Membre"):
    return NetworkAttendance.objects.select_related("meeting").get(name=name)


def link_of(row):
    return answers.link_of(row.meeting, row)


# --- answers -----------------------------------------------------------------------------------
def test_a_member_answers_by_her_link_and_changes_her_mind(client, people, network, meeting):
    hers = link_of(row_of())
    sent = next(each for each in mail.outbox if each.to == ["mona@exemple.fr"])
    assert hers.get_absolute_url() in sent.body and hers.get_absolute_url() in sent.alternatives[0][0]
    address = hers.get_absolute_url()
    page = client.get(address).content.decode()
    assert "Santé mentale" in page and "Mona Membre" in page and "suppléant" not in page
    assert client.post(address, {"answer": "substitute"}).status_code == 400
    for answer, words in (("comes", "vient"), ("declines", "ne vient pas")):
        assert client.post(address, {"answer": answer}).status_code == 302
        assert row_of().answer == answer and f"Réponse notée\xa0: {words}." in client.get(address).content.decode()
    line = Change.objects.get_for_object(row_of()).filter(changes__answer=["comes", "declines"]).get()
    assert (line.channel, line.actor, line.additional_data["network"]) == ("link", None, network.pk)
    client.force_login(people.coordinator)
    assert "Ne vient pas" in client.get(meeting.get_absolute_url()).content.decode()


def test_another_day_makes_answers_void_and_renews_the_links(client, people, meeting):
    old = link_of(row_of())
    answers.answer_invitation(old, answer="comes", today=TODAY())
    moved = meetings.edit_meeting(meeting, actor=people.siege, tell=True, on=meeting.on + timedelta(days=1))
    do_jobs()
    assert row_of().answer == "" and client.get(old.get_absolute_url()).status_code == 410
    meetings.pass_meeting(moved, "cancelled", actor=people.siege, today=TODAY(), reason="Grève")
    with pytest.raises(Refused):
        answers.answer_invitation(link_of(row_of()), answer="comes", today=TODAY())


def test_an_address_learnt_after_the_convocation_has_its_own_link(people, network, meeting):
    old = link_of(row_of())
    member = network.members.get(name="Mona Membre")
    networks.edit_member(member, actor=people.siege, email="mona.b@exemple.fr")
    assert convocations.resend(meeting, actor=people.siege) == 1
    do_jobs()
    assert mail.outbox[-1].to == ["mona.b@exemple.fr"]
    old.refresh_from_db()
    assert old.revoked_at and link_of(row_of()).email == "mona.b@exemple.fr"


def test_a_convocation_waits_on_the_home_page_of_its_member_alone(people, meeting, django_assert_num_queries):
    assert list(of_networks(TODAY())) == []
    with django_assert_num_queries(1):
        (reason,) = of_networks(TODAY(), person=Person(people.coordinator.email, people.coordinator))
    assert reason.personal and not reason.mailed and reason.scope is None
    answers.answer_invitation(
        NetworkAnswerLink.objects.get(email=people.coordinator.email), answer="comes", today=TODAY()
    )
    assert list(of_networks(TODAY(), person=Person(people.coordinator.email, people.coordinator))) == []


# --- follow-ups --------------------------------------------------------------------------------
@pytest.fixture
def asked(people, network):
    decision = meetings.decide(
        network=network, actor=people.siege, on=TODAY(), today=TODAY(), text="Former les coordinations"
    )
    given = {"decision": decision, "owner": people.coordinator, "due_on": TODAY() - timedelta(days=2)}
    return services.add_follow_up(network=network, actor=people.siege, text="Trouver une salle", **given)


def test_a_follow_up_reaches_the_list_of_its_member_and_her_mail_once_late(people, asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        (reason,) = of_networks(TODAY(), person=Person(people.coordinator.email, people.coordinator))
    assert reason.mailed and reason.late_on(TODAY()) and reason.heading == str(asked.network)
    assert reason.key in {each.key for each in reminders.reasons(TODAY())}
    services.edit_follow_up(asked, actor=people.siege, due_on=TODAY())
    (reason,) = of_networks(TODAY())
    assert not reason.mailed and list(of_networks(TODAY(), scope=people.draft.pk)) == []
    services.finish_follow_up(asked, actor=people.coordinator, on=TODAY(), today=TODAY(), proof="Salle réservée")
    assert list(of_networks(TODAY())) == []
    asked.refresh_from_db()
    assert (asked.done_by, asked.proof) == (people.coordinator, "Salle réservée")
    line = Change.objects.get_for_object(asked).filter(changes__has_key="proof", action=Change.Action.UPDATE).get()
    assert line.actor == people.coordinator and line.additional_data["network"] == asked.network_id


def test_who_may_ask_finish_drop_and_reopen(people, network, asked):
    facts = {"on": TODAY(), "today": TODAY()}
    for stranger in (people.reader, people.stranger, people.referent):
        with pytest.raises(Forbidden):
            services.finish_follow_up(asked, actor=stranger, **facts)
    with pytest.raises(Forbidden):
        services.add_follow_up(network=network, actor=people.coordinator, text="À moi")
    with pytest.raises(Forbidden):
        services.drop_follow_up(asked, actor=people.coordinator, reason="Trop cher")
    with pytest.raises(Invalid):
        services.finish_follow_up(asked, actor=people.siege, on=TODAY() + timedelta(days=1), today=TODAY())
    with pytest.raises(Stale):
        services.edit_follow_up(asked, actor=people.siege, version=9, text="Autre")
    dropped = services.drop_follow_up(asked, actor=people.siege, reason="Trop cher")
    with pytest.raises(Refused):
        services.finish_follow_up(dropped, actor=people.siege, **facts)
    assert services.reopen_follow_up(dropped, actor=people.siege).open
    other = networks.create_network(actor=people.siege, region=people.region, kind="other")
    with pytest.raises(Invalid):
        services.add_follow_up(network=other, actor=people.siege, text="Ailleurs", decision=asked.decision)


def test_the_pages_ask_finish_and_keep_what_was_typed(client, people, network, asked):
    client.force_login(people.siege)
    where = reverse("networks:follow_up_add", args=[network.pk])
    both = {"text": "Écrire", "owner": people.coordinator.pk, "owner_name": "Paul"}
    refused = client.post(where, both)
    assert refused.status_code == 400 and "Écrire" in refused.content.decode()
    assert client.post(where, {"text": "Écrire", "owner_name": "Paul"}).status_code == 302
    assert client.get(f"{where}?decision={asked.decision_id}").status_code == 200
    client.force_login(people.coordinator)
    page = client.get(network.get_absolute_url()).content.decode()
    assert page.count("C’est fait") == 1 and "En retard" in page and "Paul" in page
    done = {"done_on": TODAY().isoformat(), "proof": "Salle réservée", "version": asked.version}
    services.edit_follow_up(asked, actor=people.siege, text="Trouver une grande salle")
    meanwhile = client.post(reverse("networks:follow_up_finish", args=[asked.pk]), done)
    assert meanwhile.status_code == 409 and "Salle réservée" in meanwhile.content.decode()
    done["version"] += 1
    assert client.post(reverse("networks:follow_up_finish", args=[asked.pk]), done).status_code == 302
    assert NetworkFollowUp.objects.get(pk=asked.pk).done_on == TODAY()


def test_the_releve_says_who_does_what(client, people, network, asked):
    made = meetings.prepare_meeting(network=network, actor=people.siege, on=TODAY())
    made = meetings.pass_meeting(made, "held", actor=people.siege, today=TODAY())
    decision = meetings.decide(
        network=network, actor=people.siege, on=TODAY(), today=TODAY(), text="Une journée", meeting=made
    )
    services.add_follow_up(
        network=network,
        actor=people.siege,
        text="Inviter",
        decision=decision,
        owner_name="Paul",
        due_on=date(2030, 1, 2),
    )
    client.force_login(people.coordinator)
    assert "→ Inviter, Paul, pour le 2\xa0janvier 2030" in client.get(made.get_absolute_url()).content.decode()
    printed = pages.html(papers.PAPER, papers.content_of(made), on=TODAY())
    assert "Inviter (Paul), pour le 2\xa0janvier 2030" in printed and "Trouver une salle" not in printed
    kept = papers.content_of(made)
    for each in kept["meeting"]["decisions"]:
        del each["follow_ups"]
    assert "Une journée" in pages.html(papers.PAPER, kept, on=TODAY())


def test_a_member_who_leaves_gives_what_she_was_asked(people, network, asked):
    heir = referent(people.drome, display_name="Hélène Héritière")
    networks.add_member(network=network, actor=people.siege, email=heir.email)
    people.coordinator.contract_roles.all().delete()
    deactivate(user=people.coordinator, actor=people.administrator)
    ((_kind, holding),) = holdings_for(people.coordinator, people.administrator)
    assert holding.host == network and [holding] == [each for _, each in holdings_for(people.coordinator, people.siege)]
    with pytest.raises(Refused):
        close_account(user=people.coordinator, actor=people.administrator)
    with pytest.raises(Invalid):
        reassign(user=people.coordinator, gifts={holding.key: people.reader}, actor=people.siege)
    assert reassign(user=people.coordinator, gifts={holding.key: heir}, actor=people.siege) == 1
    asked.refresh_from_db()
    assert asked.owner == heir


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_the_page(client, people, network, asked, django_assert_num_queries, rows):
    for n in range(rows - 1):
        services.add_follow_up(network=network, actor=people.siege, text=f"Suite {n}", owner=people.coordinator)
    client.force_login(people.siege)
    with django_assert_num_queries(11):
        assert "Trouver une salle" in client.get(network.get_absolute_url()).content.decode()


def test_the_plain_text_of_a_convocation_keeps_its_lines(meeting):
    body = mail.outbox[0].body
    assert "\n\nVous êtes attendu·e" in body and "\n1. Santé mentale\n" in body and "\n  " not in body


def test_the_sheet_to_sign_and_the_calendar_of_a_member(client, people, network, meeting):
    printed = pages.html(papers.SHEET, papers.content_of(meeting, papers.SHEET), on=TODAY())
    assert "Mona Membre" in printed and "Signature" in printed and "Projet" not in printed
    client.force_login(people.coordinator)
    where = reverse("networks:paper", args=[meeting.pk])
    assert client.post(where, {"paper": "sheet"}).status_code == 302
    assert Job.objects.get(kind=papers.KIND).params["name"].startswith("emargement-")
    assert "Feuille d’émargement" in client.get(meeting.get_absolute_url()).content.decode()

    def uids(user):
        return [str(event["UID"]) for event in Calendar.from_ical(calendar_for(user, today=TODAY())).events]

    assert uids(people.coordinator) == [str(meeting.uid)] and uids(people.nobody) == []
    meetings.prepare_meeting(network=network, actor=people.siege, on=TODAY())
    assert uids(people.coordinator) == [str(meeting.uid)]
