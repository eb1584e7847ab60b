"""The alert on the first COPIL comes before its last day, to those who can hold it; the region says how many days."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contracts.models import Contract
from contracts.services.region import change_region_settings
from core import reminders
from governance import figures
from governance.services import bodies, meetings
from tests.factories.contracts import world


@pytest.fixture
def people(db):
    people = world()
    people.today = people.signed.signed_on + timedelta(days=60)
    return people


def alerts(people, today=None):
    return figures.first_copil_alerts(Contract.objects.all(), today or people.today)


def reasons(people, email=None):
    found = reminders.reasons(people.today, email=email)
    return [reason for reason in found if "premier COPIL" in reason.sentence]


def test_it_comes_45_days_before_the_last_day_that_the_region_allows(people):
    last = people.signed.signed_on + timedelta(days=90)
    assert alerts(people) == [(people.signed, last, None)]
    assert alerts(people, last - timedelta(days=46)) == []
    change_region_settings(region=people.region, actor=None, first_copil_days=180)
    assert alerts(people) == []


def test_a_copil_held_before_the_signature_does_not_count_one_held_after_does(people):
    copil = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    note = {"body": copil, "actor": people.referent, "today": people.today}
    meetings.note_past_meeting(on=people.signed.signed_on - timedelta(days=1), **note)
    assert alerts(people)
    meetings.note_past_meeting(on=people.signed.signed_on, **note)
    assert not alerts(people) and figures.first_copil_days(people.signed) == 0


def test_the_coordinator_and_the_referent_read_it_everywhere(client, people):
    for who, told in ((people.coordinator, True), (people.referent, True), (people.reader, False)):
        client.force_login(who)
        assert ("Le premier COPIL après" in client.get(reverse("home")).content.decode()) is told
        assert bool(reasons(people, email=who.email)) is told
    page = client.get(reverse("governance:bodies", args=[people.signed.reference])).content.decode()
    assert "aucune date n’est prévue" in page


def test_a_copil_with_its_date_in_time_reminds_nobody(client, people):
    copil = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    soon = meetings.prepare_meeting(body=copil, actor=people.referent, on=people.today + timedelta(days=10))
    assert alerts(people)[0][2] == soon and not reasons(people)
    meetings.edit_meeting(soon, actor=people.referent, on=people.today + timedelta(days=31))
    assert len(reasons(people)) == 2
