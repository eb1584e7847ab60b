"""What is closed stays closed: the relevé, the register, and what two people do at once to one meeting."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actions.services.fiches import delete_action
from core.errors import Forbidden, Frozen, Invalid, Refused
from core.models import Change
from governance.models import AgendaItem, Body, Decision, FollowUp, Meeting, Rectification
from governance.papers import pages, snapshot
from governance.services import agenda, bodies, decisions, follow_ups, meetings, papers
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, ContractFactory, world

DAY = date(2026, 6, 10)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def body(people):
    made = bodies.add_body(contract=people.draft, actor=people.referent, kind="copil")
    bodies.add_seat(body=made, actor=people.referent, organisation=OrganisationFactory(), holder_name="Lucie")
    return made


@pytest.fixture
def meeting(people, body):
    made = meetings.prepare_meeting(body=body, actor=people.referent, on=DAY, begins_at=time(14))
    return meetings.pass_meeting(made, "held", actor=people.referent, today=DAY)


@pytest.fixture
def item(people, body, meeting):
    return agenda.add_item(body=body, meeting=meeting, actor=people.referent, title="Bilan", notes="Un bon bilan.")


@pytest.fixture
def decision(people, meeting, item):
    fiche = fiche_of(people.draft)
    facts = {"contract": people.draft, "actor": people.referent, "on": DAY, "today": DAY}
    return decisions.take_decision(**facts, text="Valider", meeting=meeting, item=item, actions=[fiche])


def fiche_of(contract):
    return ActionFactory(axis=AxisFactory(contract=contract))


def close(meeting, people):
    return meetings.pass_meeting(meeting, "closed", actor=people.referent, today=DAY)


def ask(people, text, **fields):
    return follow_ups.add_follow_up(contract=people.draft, actor=people.referent, text=text, **fields)


def printed(meeting):
    return pages.html("minutes", papers.content_of(meeting, "minutes", today=DAY), on=DAY)


# --- the relevé ---------------------------------------------------------------------------------------
def test_the_releve_says_what_was_agreed_whatever_becomes_of_it(people, body, meeting, item, decision):
    agenda.add_item(body=body, meeting=meeting, actor=people.referent, title="Mobilité")
    agreed = ask(people, "Écrire à la CPAM", decision=decision, due_on=date(2026, 7, 1))
    ask(people, "Réserver la salle", meeting=meeting)
    closed = close(meeting, people)
    before = printed(closed)
    assert all(words in before for words in ("Écrire à la CPAM", "Réserver la salle", "Un bon bilan.", "Lucie"))
    assert "Non traité" in before and "Mobilité" in before
    follow_ups.edit_follow_up(agreed, actor=people.referent, due_on=date(2026, 9, 1))
    late = ask(people, "Après coup", decision=decision)
    assert late.decision == decision and late.meeting is None
    assert printed(Meeting.objects.get()) == before
    meetings.rectify(meeting=closed, actor=people.referent, text="Sous réserve.")
    after = printed(Meeting.objects.get())
    assert "Sous réserve." in after and after != before


def test_nothing_is_asked_in_a_closed_meeting_nor_rewritten(people, meeting, decision):
    agreed = ask(people, "Écrire à la CPAM", decision=decision)
    other = ask(people, "Sans séance")
    closed = close(meeting, people)
    assert agreed.meeting == meeting
    for write in (
        lambda: ask(people, "Trop tard", meeting=closed),
        lambda: follow_ups.edit_follow_up(agreed, actor=people.referent, text="Réécrit"),
        lambda: follow_ups.edit_follow_up(agreed, actor=people.referent, meeting=None),
        lambda: follow_ups.edit_follow_up(other, actor=people.referent, meeting=closed),
    ):
        with pytest.raises(Frozen):
            write()
    done = follow_ups.finish_follow_up(agreed, actor=people.referent, on=DAY, today=DAY)
    assert done.done_on == DAY and FollowUp.objects.count() == 2


def test_the_database_keeps_the_releve_and_its_rectifications(people, meeting, item):
    closed = close(meeting, people)
    note = meetings.rectify(meeting=closed, actor=people.referent, text="Sous réserve.")
    for write in (
        lambda: Meeting.objects.update(as_closed={}),
        lambda: Meeting.objects.update(closed_at=timezone.now()),
        lambda: Rectification.objects.update(text="Autre"),
        lambda: note.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    line = Change.objects.get_for_object(closed).filter(part="governance", action=Change.Action.UPDATE).first()
    assert line.changes["state"][1] == "closed" and "as_closed" not in line.changes


def test_the_shape_of_the_releve_is_what_files_may_say(people, meeting, item, decision):
    from jsonschema import Draft202012Validator

    ask(people, "Écrire", decision=decision)
    Draft202012Validator(snapshot.SCHEMA).validate(close(meeting, people).as_closed)


# --- the register -------------------------------------------------------------------------------------
def test_the_register_keeps_where_it_was_taken_and_what_it_changes(people, meeting, item, decision):
    fiche = decision.actions.get()
    other = fiche_of(people.draft)
    for write in (
        lambda: Decision.objects.update(body=None),
        lambda: Decision.objects.update(meeting=None),
        lambda: Decision.objects.update(item=None),
        lambda: Decision.objects.update(sealed_at=None),
        lambda: decision.actions.clear(),
        lambda: decision.actions.add(other),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert list(decision.actions.all()) == [fiche]


def test_what_a_decision_leans_on_is_not_removed(people, body, meeting, item, decision):
    for remove in (
        lambda: bodies.remove_row(body, actor=people.referent),
        lambda: agenda.remove_item(item, actor=people.referent),
        lambda: agenda.send_to_backlog(item, actor=people.referent),
        lambda: delete_action(action=decision.actions.get(), actor=people.referent),
    ):
        with pytest.raises(Refused):
            remove()
    decision.refresh_from_db()
    assert decision.body == body and decision.item == item and decision.actions.count() == 1


def test_a_body_that_decided_without_meeting_is_closed_by_its_date(people):
    body = bodies.add_body(contract=people.draft, actor=people.referent, kind="commission")
    facts = {"contract": people.draft, "actor": people.referent, "on": DAY, "today": DAY, "text": "Oui"}
    decisions.take_decision(**facts, body=body)
    with pytest.raises(Refused, match="dernier jour"):
        bodies.remove_row(body, actor=people.referent)
    closed = bodies.edit_row(body, actor=people.referent, until=DAY)
    with pytest.raises(Invalid, match="close depuis"):
        meetings.prepare_meeting(body=closed, actor=people.referent, on=date(2026, 6, 11))
    assert Body.objects.get(pk=body.pk).until == DAY
    line = Change.objects.get_for_object(body).filter(changes__has_key="until").get()
    assert line.scope == people.draft.pk


# --- rows of another contract -------------------------------------------------------------------------
def test_services_refuse_rows_of_another_contract(people, body, meeting, decision):
    third = ContractFactory(department=people.drome)
    other = bodies.add_body(contract=third, actor=None, kind="copil")
    elsewhere = meetings.prepare_meeting(body=other, actor=None, on=DAY)
    fiche = fiche_of(elsewhere.contract)
    actor = people.referent
    facts = {"contract": people.draft, "actor": actor, "on": DAY, "today": DAY, "text": "Non"}
    amendment = third.amendments.create(number=1)
    for write in (
        lambda: agenda.add_item(body=body, meeting=meeting, actor=actor, title="Non", actions=[fiche]),
        lambda: agenda.add_item(body=body, meeting=elsewhere, actor=actor, title="Non"),
        lambda: decisions.take_decision(**facts, meeting=elsewhere),
        lambda: decisions.take_decision(**facts, body=other),
        lambda: decisions.take_decision(**facts, actions=[fiche]),
        lambda: decisions.answer_with_amendment(decision, amendment=amendment, actor=actor),
        lambda: ask(people, "Non", meeting=elsewhere),
        lambda: ask(people, "Non", action=fiche),
        lambda: bodies.add_body(contract=people.draft, actor=actor, kind="copil", actions=[fiche]),
    ):
        with pytest.raises((Invalid, Refused)):
            write()
    assert not AgendaItem.objects.filter(title="Non").exists() and not FollowUp.objects.exists()


# --- who may ------------------------------------------------------------------------------------------
def test_a_follow_up_given_by_address_is_not_verified_by_that_person(people):
    given = ask(people, "Écrire", owner_email=people.coordinator.email.upper())
    done = follow_ups.finish_follow_up(given, actor=people.referent, on=DAY, today=DAY)
    with pytest.raises(Refused, match="autre personne"):
        follow_ups.verify_follow_up(done, actor=people.coordinator, today=DAY)


def test_what_is_verified_is_opened_again_before_it_changes(people):
    given = ask(people, "Écrire", owner=people.coordinator)
    done = follow_ups.finish_follow_up(given, actor=people.coordinator, on=DAY, today=DAY)
    verified = follow_ups.verify_follow_up(done, actor=people.referent, today=DAY)
    with pytest.raises(Refused, match="rouvrez"):
        follow_ups.edit_follow_up(verified, actor=people.referent, text="Autre chose")
    again = follow_ups.reopen_follow_up(verified, actor=people.referent)
    assert follow_ups.edit_follow_up(again, actor=people.referent, text="Autre chose").text == "Autre chose"


def test_a_reader_makes_no_paper_that_is_kept(client, people, meeting):
    with pytest.raises(Forbidden):
        papers.request_paper(meeting=meeting, paper="releve", actor=people.reader, today=DAY)
    client.force_login(people.reader)
    page = client.get(meeting.get_absolute_url()).content.decode()
    address = reverse("governance:paper", args=[people.draft.reference, meeting.pk, "releve"])
    assert address not in page and client.post(address).status_code == 403


# --- two at once --------------------------------------------------------------------------------------
def url(name, people, *args):
    return reverse(f"governance:{name}", args=[people.draft.reference, *args])


def test_two_people_pass_a_meeting_at_once(client, people, meeting):
    client.force_login(people.referent)
    address = url("passage", people, meeting.pk, "closed")
    assert f'name="version" value="{meeting.version}"' in client.get(address).content.decode()
    meetings.edit_meeting(meeting, actor=people.coordinator, minutes="Entre-temps.")
    answer = client.post(address, {"version": meeting.version})
    assert answer.status_code == 409 and "Entre-temps." in answer.content.decode()
    assert Meeting.objects.get().state == "held"


def test_two_people_tick_an_item_at_once_but_notes_are_no_conflict(client, people, item):
    client.force_login(people.referent)
    agenda.edit_item(item, actor=people.coordinator, notes="Encore une note.")
    seen = {"version": item.version, "treated": "1"}
    assert client.post(url("treated", people, item.pk), seen).status_code == 302
    current = agenda.edit_item(AgendaItem.objects.get(), actor=people.coordinator, treated=False)
    seen["version"] = current.version - 1
    assert client.post(url("treated", people, item.pk), seen).status_code == 409
    assert not AgendaItem.objects.get().treated


def test_two_people_verify_or_open_again_at_once(client, people):
    given = ask(people, "Écrire", owner=people.coordinator, high_priority=True)
    done = follow_ups.finish_follow_up(given, actor=people.coordinator, on=DAY, today=DAY)
    client.force_login(people.referent)
    for name in ("follow_up_verify", "follow_up_reopen"):
        assert client.post(url(name, people, done.pk), {"version": done.version - 1}).status_code == 409
    assert FollowUp.objects.get().verified_on is None and FollowUp.objects.get().done_on


def test_before_closing_the_page_says_which_items_will_wait_and_where(client, people, body, meeting, item):
    agenda.add_item(body=body, meeting=meeting, actor=people.referent, title="Mobilité")
    client.force_login(people.referent)
    page = client.get(url("passage", people, meeting.pk, "closed")).content.decode()
    assert "«\xa0Mobilité\xa0» attendra la prochaine séance" in page and "«\xa0Bilan\xa0»" not in page


def test_the_choices_of_a_follow_up_say_what_was_decided(client, people, decision):
    client.force_login(people.referent)
    page = client.get(reverse("governance:follow_up_add", args=[people.draft.reference])).content.decode()
    assert f"{decision}\xa0: Valider" in page
