"""A convocation: one mail a person, an entry that calendars update and cancel, an answer without an account."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.errors import Forbidden, Invalid, Refused
from core.mail import MailsLeft
from core.models import Change, Job
from governance.models import AnswerLink, Attendance, Meeting, Sending
from governance.services import agenda, answers, bodies, convocations, meetings
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import with_role, world
from tests.support.jobs import do_jobs


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def meeting(people, today):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    for name in ("Lucie", "Paul", ""):
        bodies.add_seat(
            body=body,
            actor=people.referent,
            organisation=OrganisationFactory(),
            holder_name=name,
            holder_email=f"{name.lower()}@exemple.fr" if name else "",
            substitute_email="suppleante@exemple.fr" if name == "Paul" else "",
        )
    made = meetings.prepare_meeting(
        body=body,
        actor=people.referent,
        on=today + timedelta(days=14),
        begins_at=time(14, 30),
        ends_at=time(16),
        place="Mairie de Nyons",
        introduction="Une première.",
    )
    agenda.add_item(body=body, meeting=made, actor=people.referent, title="Bilan de l’année")
    return made


def convene(meeting, people, today, **kwargs):
    convened = meetings.pass_meeting(meeting, "convened", actor=people.referent, today=today, **kwargs)
    do_jobs()
    return convened


def entry(message):
    """(method of the file, its event, the mail's own parameter)."""
    part = next(part for part in message.message().walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    return calendar["METHOD"], calendar.events[0], part.get_param("method")


def test_each_person_with_an_address_receives_an_invitation(people, meeting, today):
    convene(meeting, people, today)
    assert sorted(message.to[0] for message in mail.outbox) == ["lucie@exemple.fr", "paul@exemple.fr"]
    assert all(message.cc == [] for message in mail.outbox)
    lucie = next(message for message in mail.outbox if message.to == ["lucie@exemple.fr"])
    assert "Bilan de l’année" in lucie.body and "/contrats/convocation/" in lucie.body
    method, event, told = entry(lucie)
    assert (method, told) == ("REQUEST", "REQUEST")
    assert (event["UID"], event["SEQUENCE"]) == (str(meeting.uid), 0)
    begins, ends = event["DTSTART"], event["DTEND"]
    assert begins.params["TZID"] == "Europe/Paris"
    assert begins.dt.astimezone(ZoneInfo("Europe/Paris")).time() == time(14, 30)
    assert ends.dt - begins.dt == timedelta(hours=1, minutes=30)
    assert event["ORGANIZER"] == f"mailto:{people.referent.email}"
    assert event["ATTENDEE"] == "mailto:lucie@exemple.fr" and event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert people.signed.title in event["SUMMARY"] and event["LOCATION"] == "Mairie de Nyons"
    assert "1. Bilan de l’année" in event["DESCRIPTION"] and meeting.get_absolute_url() in event["URL"]


def test_the_time_zone_is_described_in_the_file(people, meeting, today):
    convene(meeting, people, today)
    part = next(p for p in mail.outbox[0].message().walk() if p.get_content_type() == "text/calendar")
    zone = Calendar.from_ical(part.get_payload(decode=True)).timezones[0]
    assert zone["TZID"] == "Europe/Paris" and {each.name for each in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def addresses():
    return sorted(message.to[0] for message in mail.outbox)


ALL = ["lucie@exemple.fr", "paul@exemple.fr", "suppleante@exemple.fr"]


def test_substitutes_are_written_to_if_asked_and_told_of_what_changes(people, meeting, today):
    convened = convene(meeting, people, today, substitutes=True)
    assert addresses() == ALL and all(message.cc == [] for message in mail.outbox)
    hers = next(message for message in mail.outbox if message.to == ["suppleante@exemple.fr"])
    assert "Vous suppléez" in hers.body
    _method, event, _ = entry(hers)
    assert event["ATTENDEE"] == "mailto:suppleante@exemple.fr"
    assert event["ATTENDEE"].params["ROLE"] == "OPT-PARTICIPANT"
    mail.outbox.clear()
    moved = convocations.tell_change(convened, actor=people.referent)
    do_jobs()
    assert addresses() == ALL
    mail.outbox.clear()
    meetings.pass_meeting(moved, "cancelled", actor=people.referent, today=today, reason="Neige")
    do_jobs()
    assert addresses() == ALL and all("annulée" in message.body for message in mail.outbox)


def test_one_person_of_two_seats_receives_one_mail_with_both_links(people, meeting, today):
    where = OrganisationFactory(name="CPTS du Nyonsais")
    meetings.invite(meeting=meeting, actor=people.referent, organisation=where, name="Lucie", email="Lucie@Exemple.fr")
    convene(meeting, people, today)
    assert addresses() == ["lucie@exemple.fr", "paul@exemple.fr"]
    lucie = next(message for message in mail.outbox if message.to == ["lucie@exemple.fr"])
    assert lucie.body.count("/contrats/convocation/") == 2 and "CPTS du Nyonsais" in lucie.body


def test_what_was_overtaken_is_not_said_to_have_left(people, meeting, today):
    meetings.pass_meeting(meeting, "convened", actor=people.referent, today=today)
    keys = list(Sending.objects.values_list("pk", flat=True))
    Meeting.objects.update(sequence=1)
    convocations.send_mails(keys)
    assert not mail.outbox and not Sending.objects.sent().exists()
    assert not Sending.objects.waiting().exists() and convocations.reached(Meeting.objects.get()) == set()


@pytest.mark.parametrize("name", ["holder_email", "substitute_email"])
def test_the_addresses_of_seats_are_addresses(people, meeting, name):
    facts = {"body": meeting.body, "actor": people.referent, "organisation": OrganisationFactory()}
    with pytest.raises(Invalid, match="adresse"):
        bodies.add_seat(**facts, **{name: "lucie chez exemple"})


def test_a_retried_job_sends_no_second_mail(people, meeting, today, monkeypatch):
    sent = []

    def fail_once(sending):
        if len(sent) == 1:
            sent.append("panne")
            raise OSError("La boîte ne répond pas.")
        sent.append(sending)
        return original(sending)

    original = convocations.mail_of
    monkeypatch.setattr(convocations, "mail_of", fail_once)
    meetings.pass_meeting(meeting, "convened", actor=people.referent, today=today)
    keys = list(Sending.objects.values_list("pk", flat=True))
    with pytest.raises(MailsLeft, match="1\xa0courriel"):
        convocations.send_mails(keys)
    assert len(mail.outbox) == 1, "the one that is refused keeps nobody else waiting"
    convocations.send_mails(keys)
    convocations.send_mails(keys)
    assert sorted(message.to[0] for message in mail.outbox) == ["lucie@exemple.fr", "paul@exemple.fr"]


def test_moving_it_updates_calendars_and_voids_answers_if_people_are_told(people, meeting, today):
    convened = convene(meeting, people, today)
    answers.answer_invitation(link(convened), answer="comes", today=today)
    mail.outbox.clear()
    quiet = meetings.edit_meeting(convened, actor=people.referent, place="Mairie de Buis")
    do_jobs()
    assert not mail.outbox and quiet.sequence == 0
    moved = meetings.edit_meeting(quiet, actor=people.referent, on=today + timedelta(days=21), tell=True)
    do_jobs()
    method, event, _ = entry(mail.outbox[0])
    assert len(mail.outbox) == 2 and mail.outbox[0].subject.startswith("Mise à jour")
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", str(meeting.uid), 1)
    assert event["DTSTART"].dt.date() == today + timedelta(days=21) and event["LOCATION"] == "Mairie de Buis"
    assert Attendance.objects.get(name="Lucie").answer == "" and moved.sequence == 1
    # What calendars do not hold is not worth a mail.
    meetings.edit_meeting(moved, actor=people.referent, minutes="Notes", tell=True)
    assert Meeting.objects.get().sequence == 1


def test_cancelling_leaves_calendars_clean(people, meeting, today):
    convened = convene(meeting, people, today)
    mail.outbox.clear()
    meetings.pass_meeting(convened, "cancelled", actor=people.referent, today=today, reason="Neige sur le col")
    do_jobs()
    method, event, told = entry(mail.outbox[0])
    assert (method, told, event["STATUS"]) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (str(meeting.uid), 1)
    assert len(mail.outbox) == 2 and "Neige sur le col" in mail.outbox[0].body


def test_nobody_is_written_to_when_a_meeting_in_preparation_is_cancelled(people, meeting, today):
    meetings.pass_meeting(meeting, "cancelled", actor=people.referent, today=today, reason="Neige")
    assert not Sending.objects.exists() and not Job.objects.filter(kind=convocations.KIND).exists()


def test_only_those_not_reached_are_written_to_again(people, meeting, today):
    convened = convene(meeting, people, today)
    with pytest.raises(Refused):
        convocations.resend(convened, actor=people.referent)
    meetings.invite(
        meeting=convened, actor=people.referent, organisation=OrganisationFactory(), email="invitee@exemple.fr"
    )
    mail.outbox.clear()
    assert convocations.resend(convened, actor=people.referent) == 1
    do_jobs()
    assert [message.to for message in mail.outbox] == [["invitee@exemple.fr"]]
    with pytest.raises(Forbidden):
        convocations.tell_change(convened, actor=people.reader)


def test_a_seat_whose_holder_has_an_account_is_written_to_there(people, meeting, today):
    body, facts = meeting.body, {"actor": people.referent, "organisation": OrganisationFactory()}
    bodies.add_seat(body=body, holder_name=people.coordinator.display_name.upper(), **facts)
    twins = [with_role(people.signed, "partner", display_name="Dominique Martin") for _ in range(2)]
    bodies.add_seat(body=body, holder_name="Dominique Martin", **facts)
    bodies.add_seat(body=body, holder_name=people.nobody.display_name, **facts)
    convene(meeting, people, today)
    written = {message.to[0] for message in mail.outbox}
    assert written == {"lucie@exemple.fr", "paul@exemple.fr", people.coordinator.email}
    assert not written & {people.nobody.email, *(each.email for each in twins)}


def test_an_address_learnt_after_the_meeting_was_prepared_is_written_to(people, meeting, today):
    nameless, lucie = meeting.body.seats.get(holder_name=""), meeting.body.seats.get(holder_name="Lucie")
    bodies.edit_row(nameless, actor=people.referent, holder_name="Marc", holder_email="marc@exemple.fr")
    convened = convene(meeting, people, today)
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"{name}@exemple.fr" for name in ("lucie", "marc", "paul")
    ]
    bodies.edit_row(lucie, actor=people.referent, holder_email="lucie.b@exemple.fr")
    mail.outbox.clear()
    assert convocations.resend(convened, actor=people.referent) == 1
    do_jobs()
    assert [message.to for message in mail.outbox] == [["lucie.b@exemple.fr"]]
    bodies.edit_row(lucie, actor=people.referent, holder_name="Zoé", holder_email="zoe@exemple.fr")
    with pytest.raises(Refused):
        convocations.resend(convened, actor=people.referent)
    line = Change.objects.get_for_object(meeting.attendances.get(name="Marc")).get(action=Change.Action.UPDATE)
    assert line.actor == people.referent


def link(meeting, name="Lucie", **kwargs):
    return answers.link_of(meeting, answers.Place(meeting.attendances.get(name=name), **kwargs))


def test_a_person_answers_by_her_link_and_changes_her_mind(client, people, meeting, today):
    hers = link(meeting)
    address = hers.get_absolute_url()
    assert client.post(address, {"answer": "comes"}).status_code == 400
    convene(meeting, people, today)
    page = client.get(address).content.decode()
    assert "Bilan de l’année" in page and "Paul" not in page
    for said in ("comes", "declines"):
        assert client.post(address, {"answer": said}).status_code == 302
    lucie = Attendance.objects.get(name="Lucie")
    assert (lucie.answer, lucie.answered_by) == ("declines", "holder") and lucie.answered_at
    line = Change.objects.get_for_object(lucie).filter(scope=people.signed.pk).order_by("-id").first()
    assert line.channel == "link" and "answer" in line.changes


@pytest.mark.parametrize("why", ["forged", "expired", "revoked", "told again", "other purpose"])
def test_a_link_opens_nothing_any_more(client, people, meeting, today, why):
    convened = convene(meeting, people, today)
    hers = link(convened)
    token = hers.token
    assert client.get(hers.get_absolute_url()).status_code == 200
    match why:
        case "forged":
            AnswerLink.objects.update(nonce="autre")
        case "expired":
            AnswerLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "revoked":
            AnswerLink.objects.revoke()
        case "told again":
            convocations.tell_change(convened, actor=people.referent)
        case _:
            token = signing.Signer(salt="actions.news").sign_object([hers.pk, hers.nonce])
    assert client.get(reverse("governance:answer_invitation", args=[token])).status_code == 410


def test_a_link_lives_until_the_end_of_the_day_of_the_meeting(people, meeting, today):
    convened = convene(meeting, people, today)
    hers = link(convened)
    day = today + timedelta(days=15)
    assert hers.expires_at.astimezone(ZoneInfo("Europe/Paris")).replace(tzinfo=None) == datetime.combine(day, time())
    meetings.edit_meeting(convened, actor=people.referent, on=today + timedelta(days=21))
    hers.refresh_from_db()
    assert hers.expires_at.astimezone(ZoneInfo("Europe/Paris")).date() == today + timedelta(days=22)


def test_holder_and_substitute_have_their_own_links_and_who_answered_is_said(client, people, meeting, today):
    convened = convene(meeting, people, today, substitutes=True)
    holder, substitute = link(convened, "Paul"), link(convened, "Paul", as_substitute=True)
    assert holder.token != substitute.token
    page = client.get(substitute.get_absolute_url()).content.decode()
    assert "Je viens à sa place" in page and "Vient<" not in page
    assert client.post(substitute.get_absolute_url(), {"answer": "comes"}).status_code == 400
    assert client.post(substitute.get_absolute_url(), {"answer": "substitute"}).status_code == 302
    client.force_login(people.referent)
    assert "par la personne suppléante" in client.get(convened.get_absolute_url()).content.decode()
    answers.answer_invitation(holder, answer="comes", today=today)
    with pytest.raises(Refused, match="titulaire a répondu"):
        answers.answer_invitation(substitute, answer="declines", today=today)
    meetings.note_attendance(Attendance.objects.get(name="Paul"), actor=people.referent, answer="declines")
    assert Attendance.objects.get(name="Paul").answered_by == "team"


def test_the_page_asks_whether_people_are_told(client, people, meeting, today):
    convened = convene(meeting, people, today)
    client.force_login(people.referent)
    address = reverse("governance:meeting_edit", args=[people.signed.reference, meeting.pk])
    assert "Prévenir les personnes convoquées" in client.get(address).content.decode()
    said = {"on": convened.on, "begins_at": "15:00", "ends_at": "16:00", "place": "Nyons", "version": convened.version}
    assert client.post(address, {**said, "tell": "1"}).status_code == 302
    assert Meeting.objects.get().sequence == 1
    tell = reverse("governance:tell", args=[people.signed.reference, meeting.pk])
    client.post(tell, {"everybody": "1"})
    assert Meeting.objects.get().sequence == 2
