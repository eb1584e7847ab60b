"""A person's meetings, at a private address that her calendar reads."""

import re
from datetime import date, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from governance.models import CalendarAddress, Meeting
from governance.services import agenda, bodies, meetings
from governance.services.calendars import calendar_for
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import world

DAY = date(2026, 6, 10)
BEFORE = date(2026, 6, 1)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def meeting(people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    guest = {"organisation": OrganisationFactory(), "holder_email": people.nobody.email.upper()}
    bodies.add_seat(body=body, actor=people.referent, **guest)
    made = meetings.prepare_meeting(body=body, actor=people.referent, on=DAY, begins_at=time(14))
    agenda.add_item(body=body, meeting=made, actor=people.referent, title="Bilan")
    return made


def uids(user):
    return [str(event["UID"]) for event in Calendar.from_ical(calendar_for(user, today=BEFORE)).events]


def convene(meeting, people):
    return meetings.pass_meeting(meeting, "convened", actor=people.referent, today=BEFORE)


def test_nothing_is_said_of_a_meeting_in_preparation_then_those_concerned_have_it(people, meeting):
    assert not any(uids(person) for person in (people.nobody, people.coordinator, people.referent))
    convene(meeting, people)
    for person in (people.nobody, people.coordinator, people.referent):
        assert uids(person) == [str(meeting.uid)]
    assert not any(uids(person) for person in (people.reader, people.stranger, people.administrator))


def test_a_cancelled_meeting_is_struck_out_if_it_was_convened(people, meeting):
    convened = convene(meeting, people)
    meetings.pass_meeting(convened, "cancelled", actor=people.referent, today=BEFORE, reason="Neige")
    event = Calendar.from_ical(calendar_for(people.nobody, today=BEFORE)).events[0]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    Meeting.objects.update(convened_at=None)
    assert uids(people.nobody) == []


def test_the_address_is_shown_once_made_again_and_withdrawn(client, people, meeting):
    Meeting.objects.filter(pk=convene(meeting, people).pk).update(on=date.today())
    client.force_login(people.nobody)

    def made():
        page = client.post(reverse("coordination:calendar_make")).content.decode()
        address = re.search(r"/agenda/([^/<]+)\.ics", page)[1]
        assert address not in client.get(reverse("coordination:calendar_address")).content.decode()
        assert not CalendarAddress.objects.filter(token_hash=address).exists()
        return reverse("coordination:calendar", args=[address])

    first, second = made(), made()
    client.logout()
    answer = client.get(second)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert str(meeting.uid).encode() in answer.content
    assert client.get(first).status_code == 404
    client.force_login(people.nobody)
    client.post(reverse("coordination:calendar_withdraw"))
    client.logout()
    assert client.get(second).status_code == 404


def test_an_account_that_is_closed_reads_nothing_any_more(client, people):
    from governance.services.calendars import make_address

    address = reverse("coordination:calendar", args=[make_address(user=people.nobody)])
    assert client.get(address).status_code == 200
    people.nobody.is_active = False
    people.nobody.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_same_number_of_questions_whatever_the_meetings(people, meeting, count, django_assert_num_queries):
    convene(meeting, people)
    for _ in range(1, count):
        more = meetings.prepare_meeting(body=meeting.body, actor=people.referent, on=DAY, begins_at=time(9))
        Meeting.objects.filter(pk=more.pk).update(state="convened")
    user = type(people.nobody).objects.get(pk=people.nobody.pk)
    with django_assert_num_queries(4):
        assert len(uids(user)) == count
