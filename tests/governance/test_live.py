"""The meeting on the projector: two people noting at once lose nothing; decisions and follow-ups are taken in place."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import AgendaItem, Attendance, Decision, FollowUp, Meeting
from governance.services import agenda, bodies, decisions, meetings
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import world

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def meeting(people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil", quorum=1)
    bodies.add_seat(body=body, actor=people.referent, organisation=OrganisationFactory(), holder_name="Lucie")
    made = meetings.prepare_meeting(body=body, actor=people.referent, on=timezone.localdate(), begins_at=time(14))
    Meeting.objects.filter(pk=made.pk).update(state="held")
    made.refresh_from_db()
    return made


@pytest.fixture
def item(people, meeting):
    return agenda.add_item(body=meeting.body, meeting=meeting, actor=people.referent, title="Bilan")


def url(name, people, pk):
    return reverse(f"governance:{name}", args=[people.signed.reference, pk])


def note(client, people, item, text, version, **said):
    return client.post(url("notes", people, item.pk), {"notes": text, "version": version, **said}, **HTMX)


def test_notes_are_saved_as_they_are_typed(client, people, item):
    client.force_login(people.referent)
    answer = note(client, people, item, "On commence.", item.version)
    assert answer.status_code == 200 and f'value="{item.version + 1}"' in answer.content.decode()
    assert AgendaItem.objects.get().notes == "On commence."


@pytest.mark.parametrize(
    ("keep", "kept"),
    [("mine", "Le mien."), ("theirs", "Le sien."), ("both", "Le sien.\n\nLe mien.")],
)
def test_the_second_of_two_writers_is_given_both_texts_and_chooses(client, people, item, keep, kept):
    agenda.edit_item(item, actor=people.coordinator, version=item.version, notes="Le sien.")
    client.force_login(people.referent)
    answer = note(client, people, item, "Le mien.", item.version)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Le sien." in shown and "Camille Coordinatrice" in shown
    # What is typed further on is refused too, until a choice is made.
    assert note(client, people, item, "Le mien, encore.", item.version).status_code == 409
    assert AgendaItem.objects.get().notes == "Le sien."
    settled = note(client, people, item, "Le mien.", item.version, keep=keep, seen=item.version + 1)
    assert settled.status_code == 200 and AgendaItem.objects.get().notes == kept


def test_without_script_the_page_itself_shows_both(client, people, item):
    agenda.edit_item(item, actor=people.coordinator, notes="Le sien.")
    client.force_login(people.referent)
    answer = client.post(url("notes", people, item.pk), {"notes": "Le mien.", "version": item.version})
    assert answer.status_code == 409
    assert "Le mien." in answer.content.decode() and "Le sien." in answer.content.decode()


def test_who_ticks_the_item_does_not_disturb_who_notes_it(client, people, item):
    client.force_login(people.referent)
    client.post(url("treated", people, item.pk), {"treated": "1"})
    assert note(client, people, item, "Dit après.", item.version).status_code == 200
    now = AgendaItem.objects.get()
    assert now.treated and now.notes == "Dit après."


def test_a_decision_and_its_follow_up_are_taken_in_place(client, people, meeting, item):
    client.force_login(people.referent)
    wrong = client.post(url("decide", people, item.pk), {"decision-text": "", "decision-kind": "validation"})
    assert wrong.status_code == 400 and not Decision.objects.exists()
    said = {"decision-text": "Valider le bilan", "decision-kind": "validation", "decision-effects": ["amendment"]}
    assert client.post(url("decide", people, item.pk), said).status_code == 302
    taken = Decision.objects.get()
    assert (taken.number, taken.meeting, taken.item, taken.prepares_amendment) == (1, meeting, item, True)
    said = {"suite-text": "Écrire à la caisse", "suite-owner_name": "Lucie", "suite-decision": taken.pk}
    client.post(url("follow", people, item.pk), {**said, "suite-due_on": "2027-01-10"})
    assert FollowUp.objects.get().decision == taken and FollowUp.objects.get().due_on == date(2027, 1, 10)
    page = client.get(url("live", people, meeting.pk)).content.decode()
    assert "Valider le bilan" in page and "Écrire à la caisse" in page


def test_the_quick_list_makes_the_quorum(client, people, meeting):
    client.force_login(people.coordinator)
    row = meeting.attendances.get()
    assert "non atteint" in client.get(url("live", people, meeting.pk)).content.decode()
    answer = client.post(url("presence", people, row.pk), {"presence": "holder"}, **HTMX)
    assert "non atteint" not in answer.content.decode() and Attendance.objects.get().presence == "holder"
    assert client.post(url("presence", people, row.pk), {"presence": "dragon"}).status_code == 400


def test_nothing_is_noted_once_closed_nor_by_a_reader(client, people, meeting, item):
    client.force_login(people.reader)
    assert client.get(url("live", people, meeting.pk)).status_code == 403
    assert note(client, people, item, "Non.", item.version).status_code == 403
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    client.force_login(people.referent)
    assert note(client, people, item, "Trop tard.", item.version).status_code == 409
    said = {"decision-text": "Trop tard", "decision-kind": "validation"}
    assert client.post(url("decide", people, item.pk), said).status_code == 400
    assert not Decision.objects.exists() and AgendaItem.objects.get().notes == ""
    assert client.get(url("live", people, meeting.pk)).status_code == 200


def test_a_full_meeting_asks_as_few_questions_as_a_small_one(client, people, meeting, item, django_assert_num_queries):
    client.force_login(people.referent)
    address, today = url("live", people, meeting.pk), timezone.localdate()
    take = {"contract": people.signed, "actor": people.referent, "on": today, "today": today, "text": "Oui"}
    decisions.take_decision(**take, meeting=meeting, item=item)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    for _ in range(20):
        agenda.add_item(body=meeting.body, meeting=meeting, actor=people.referent, title="Point")
    for _ in range(30):
        meetings.invite(meeting=meeting, actor=people.referent, organisation=OrganisationFactory())
    for _ in range(40):
        decisions.take_decision(**take, meeting=meeting, item=item)
    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 15
