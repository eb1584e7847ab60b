"""A meeting by its pages: from a proposal to the closed minutes, for those who write; read by the others."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from contracts.models import Document
from core.errors import Refused
from core.middleware import place_to_mend
from core.models import Change
from governance import figures
from governance.lifecycle import to_close, to_convene, to_hold
from governance.models import AgendaItem, Attendance, Body, Decision, Meeting
from governance.papers import pages
from governance.services import agenda, bodies, decisions, follow_ups, meetings, papers, usual
from governance.services.proposals import proposals_for
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import SignatoryFactory, world


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def copil(people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil", quorum=2)
    for name in ("Lucie", "Paul"):
        bodies.add_seat(body=body, actor=people.referent, organisation=OrganisationFactory(), holder_name=name)
    return body


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=14)


@pytest.fixture
def meeting(people, copil, day):
    return meetings.prepare_meeting(body=copil, actor=people.referent, on=day, begins_at=time(14))


def url(name, contract, *args):
    return reverse(f"governance:{name}", args=[contract.reference, *args])


def test_an_empty_contract_is_given_its_usual_bodies(client, people):
    signatory = SignatoryFactory(contract=people.draft, representative_name="Madame la présidente")
    client.force_login(people.coordinator)
    assert url("usual_bodies", people.draft) in client.get(url("bodies", people.draft)).content.decode()
    usual.add_usual_bodies(contract=people.draft, actor=people.coordinator)
    copil, cotech = Body.objects.filter(contract=people.draft)
    assert copil.seats.get().holder_name == "Madame la présidente"
    assert (cotech.kind, cotech.seats.get().organisation) == ("cotech", signatory.organisation)
    with pytest.raises(Refused):
        usual.add_usual_bodies(contract=people.draft, actor=people.coordinator)


def test_a_meeting_is_prepared_with_the_seats_of_its_day(client, people, copil, day):
    client.force_login(people.referent)
    said = {"on": day.isoformat(), "begins_at": "14:00", "ends_at": "13:00", "place": "Nyons"}
    address = url("prepare", people.signed, copil.pk)
    assert client.post(address, said).status_code == 400
    answer = client.post(address, {**said, "ends_at": "16:00"})
    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url() and meeting.attendances.count() == 2
    assert "Lucie" in client.get(answer.url).content.decode()


def test_the_date_shows_the_meetings_that_invite_the_same_organisations(client, people, copil, meeting, day):
    other = bodies.add_body(contract=people.draft, actor=people.referent, kind="cotech", name="Comité voisin")
    bodies.add_seat(body=other, actor=people.referent, organisation=copil.seats.first().organisation)
    address = url("neighbours", people.draft, other.pk)
    client.force_login(people.referent)
    for shift, shown in ((10, True), (11, False)):
        near = day + timedelta(days=shift)
        assert (people.signed.title in client.get(address, {"on": near}).content.decode()) is shown
    for odd in ("2026-13-45", "0001-01-02", "9999-12-30"):
        assert client.get(address, {"on": odd}).status_code == 200


def test_the_agenda_is_composed_moved_and_sent_back(client, people, copil, meeting):
    client.force_login(people.referent)
    for title in ("Bilan", "Mobilité"):
        said = {"title": title, "kind": "decision", "minutes_planned": "20"}
        client.post(url("item_add", people.signed, meeting.pk), said)
    first, second = meeting.items.all()
    client.post(url("item_move", people.signed, second.pk), {"up": "1"})
    assert list(meeting.items.all()) == [second, first]
    client.post(url("item_order", people.signed, meeting.pk), {"order": f"{first.pk},{second.pk}"})
    assert list(meeting.items.all()) == [first, second]
    client.post(url("item_later", people.signed, first.pk))
    assert list(AgendaItem.objects.backlog()) == [first]
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert url("item_schedule", people.signed, first.pk, meeting.pk) in page
    client.post(url("item_schedule", people.signed, first.pk, meeting.pk))
    assert list(meeting.items.all()) == [second, first]
    stale = {"title": "Bilan revu", "kind": "decision", "version": 1}
    assert client.post(url("item", people.signed, first.pk), stale).status_code == 409
    assert Change.objects.filter(scope=people.signed.pk, part="governance", actor=people.referent).count() > 5


def test_what_the_contract_leaves_open_is_proposed_once(client, people, copil, meeting):
    today = timezone.localdate()
    taken = decisions.take_decision(
        contract=people.signed, actor=people.referent, on=today, today=today, text="Ouvrir la MSP", body=copil
    )
    follow_ups.add_follow_up(contract=people.signed, actor=people.referent, text="Écrire", decision=taken)
    client.force_login(people.referent)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "proposal-follow-ups" in page and f"proposal-decision-{taken.pk}" in page
    client.post(url("propose", people.signed, meeting.pk), {"proposal": [f"decision-{taken.pk}"]})
    assert meeting.items.get().description == "Ouvrir la MSP"
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert f"proposal-decision-{taken.pk}" not in page
    assert client.post(url("propose", people.signed, meeting.pk)).status_code == 400


def test_what_was_decided_between_two_meetings_or_postponed_is_proposed(people, copil, meeting):
    today = timezone.localdate()
    facts = {"contract": people.signed, "actor": people.referent, "today": today}

    def proposed():
        return {each.description: each.why for each in proposals_for(meeting, today=today)}

    decisions.take_decision(**facts, on=today - timedelta(days=40), text="Avant la séance")
    decisions.take_decision(**facts, on=today - timedelta(days=2), text="Par courriel")
    decisions.take_decision(**facts, on=today - timedelta(days=2), text="Reporter", body=copil, kind="report")
    assert proposed() == {"Reporter": "Elle a été reportée"}, "before a first meeting, nothing is between two"
    meetings.note_past_meeting(body=copil, actor=people.referent, on=today - timedelta(days=30), today=today)
    assert proposed() == {"Reporter": "Elle a été reportée", "Par courriel": "Prise entre deux séances"}
    late = Decision.objects.get(text="Reporter")
    decisions.take_decision(**facts, on=today, text="Valider", body=copil, supersedes=late)
    assert proposed()["Valider"] == "Prise entre deux séances" and "Reporter" not in proposed()


def test_presences_make_the_quorum_and_two_writers_keep_both(client, people, copil, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state="held", on=timezone.localdate())
    one, two = meeting.attendances.all()
    client.force_login(people.referent)
    address = url("people", people.signed, meeting.pk)
    said = {f"{row.pk}-version": row.version for row in (one, two)}
    client.post(address, {**said, f"{one.pk}-presence": "holder", f"{two.pk}-presence": ""})
    assert figures.quorum_of(Meeting.objects.get(pk=meeting.pk)) == (1, 2)
    assert "quorum n’est pas atteint" in client.get(meeting.get_absolute_url()).content.decode()
    # Somebody who still has the first page notes something else on the first line, and the second line.
    answer = client.post(address, {**said, f"{one.pk}-presence": "excused", f"{two.pk}-presence": "represented"})
    assert answer.status_code == 409 and "Titulaire présent·e" in answer.content.decode()
    assert Attendance.objects.get(pk=one.pk).presence == "holder"
    assert figures.quorum_of(Meeting.objects.get(pk=meeting.pk)) == (2, 2)


def test_who_comes_along_with_the_holder_of_the_only_seat_makes_no_second_one(people, copil, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    one = meeting.attendances.first()
    note = {"meeting": meeting, "contract": people.signed, "presence": "holder"}
    Attendance.objects.filter(pk=one.pk).update(presence="holder")
    Attendance.objects.create(organisation=one.organisation, name="Accompagnante", **note)
    Attendance.objects.create(organisation=OrganisationFactory(), name="Invitée", **note)
    assert figures.quorum_of(meeting) == (1, 2)
    Attendance.objects.filter(pk=one.pk).update(presence="excused")
    assert figures.quorum_of(meeting) == (1, 2), "noted without a seat, she sits in that of her organisation"
    bodies.add_seat(body=copil, actor=people.referent, organisation=one.organisation)
    Attendance.objects.filter(pk=one.pk).update(presence="holder")
    assert figures.quorum_of(meeting) == (2, 2)


def test_the_state_passes_by_a_page_that_says_what_is_missing(client, people, meeting):
    client.force_login(people.referent)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "L’ordre du jour est vide" in page and url("passage", people.signed, meeting.pk, "convened") not in page
    assert f'<a href="{url("item_add", people.signed, meeting.pk)}">L’ordre du jour est vide' in page
    cancel = url("passage", people.signed, meeting.pk, "cancelled")
    assert client.post(cancel).status_code == 400
    assert client.post(cancel, {"reason": "Neige"}).status_code == 302
    assert "Neige" in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(url("passage", people.signed, meeting.pk, "closed")).status_code == 409
    client.force_login(people.reader)
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.post(cancel, {"reason": "Non"}).status_code in (403, 409)


def test_a_closed_meeting_is_rectified_and_a_convened_one_is_not_forgotten(client, people, copil, meeting):
    client.force_login(people.referent)
    Meeting.objects.filter(pk=meeting.pk).update(state="convened")
    assert client.post(url("meeting_remove", people.signed, meeting.pk)).status_code == 409
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    client.post(url("rectify", people.signed, meeting.pk), {"text": "Lire « 12 » au lieu de « 21 »."})
    assert "Lire « 12 »" in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(url("minutes", people.signed, meeting.pk), {"minutes": "Autre", "version": 1}).status_code == 400
    with pytest.raises(Refused):
        bodies.remove_row(copil, actor=people.referent)
    waiting = meetings.prepare_meeting(body=copil, actor=people.referent, on=timezone.localdate())
    kept = agenda.add_item(body=copil, meeting=waiting, actor=people.referent, title="À garder")
    assert client.post(url("meeting_remove", people.signed, waiting.pk)).status_code == 302
    assert list(AgendaItem.objects.backlog()) == [kept]


def test_rhythm_first_copil_and_unseen_signatories_are_figures(people):
    contract, actor = people.draft, people.referent
    assert figures.first_copil_days(contract) is None
    contract.signed_on = date(2026, 1, 15)
    absent, there = SignatoryFactory(contract=contract), SignatoryFactory(contract=contract)
    copil, _cotech = usual.add_usual_bodies(contract=contract, actor=actor)
    today = contract.signed_on + timedelta(days=400)
    for days in (100, 200):
        on = contract.signed_on + timedelta(days=days)
        held = meetings.note_past_meeting(body=copil, actor=actor, on=on, today=today)
        for signatory, presence in ((absent, "excused"), (there, "represented")):
            row = meetings.invite(meeting=held, actor=actor, organisation=signatory.organisation)
            meetings.note_attendance(row, actor=actor, presence=presence)
    assert figures.first_copil_days(contract) == 100
    assert figures.unseen_signatories(contract) == [absent]
    assert dict(figures.rhythm_by_year(contract, today))[copil] == [(2026, 2, 2), (2027, 0, 2)]


def test_a_change_of_date_invites_the_seats_of_the_new_day(people, copil, meeting, day):
    later = day + timedelta(days=30)
    bodies.add_seat(body=copil, actor=people.referent, organisation=OrganisationFactory(), since=later)
    meetings.edit_meeting(meeting, actor=people.referent, on=later)
    assert meeting.attendances.count() == 3


def test_the_page_of_a_meeting_asks_a_constant_number_of_questions(
    client, people, copil, meeting, django_assert_num_queries
):
    client.force_login(people.referent)

    def fill(n):
        for _ in range(n):
            item = agenda.add_item(body=copil, meeting=meeting, actor=people.referent, title="Point")
            meetings.invite(meeting=meeting, actor=people.referent, organisation=OrganisationFactory())
            taken = decisions.take_decision(
                contract=people.signed,
                actor=people.referent,
                on=date(2026, 1, 1),
                today=date(2026, 1, 1),
                text="Oui",
                meeting=meeting,
                item=item,
            )
            asked = {"decision": taken, "owner_name": "Lucie", "due_on": date(2027, 1, 15)}
            follow_ups.add_follow_up(contract=people.signed, actor=people.referent, text="Publier l’annonce", **asked)

    for _ in range(2):
        fill(2)
        with django_assert_num_queries(MEETING_QUERIES):
            page = client.get(meeting.get_absolute_url()).content.decode()
    assert "→ Publier l’annonce, Lucie, pour le 15\xa0janvier 2027" in page


MEETING_QUERIES = 26


def test_each_missing_line_leads_to_where_it_is_mended(client, people, copil, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(begins_at=None, on=timezone.localdate() - timedelta(days=1))
    found = Meeting.objects.get()
    said = [
        *to_convene(found, today=timezone.localdate()),
        *to_hold(found, today=date(2000, 1, 1)),
        *to_close(found, today=found.on),
    ]
    assert {each.code for each in said} == {"past", "hour", "agenda", "address", "early", "presence", "minutes"}
    found.attendances.all().delete()
    said += [each for each in to_convene(found, today=timezone.localdate()) if each.code == "nobody"]
    client.force_login(people.referent)
    for each in said:
        where = place_to_mend(each.where)
        assert where and client.get(where).status_code == 200, each.code
    assert place_to_mend(said[-1].where).endswith(f"#instance-{copil.pk}")


def test_the_title_of_a_reserved_paper_is_for_those_who_may_open_it(client, people, copil, meeting):
    facts = {"content_type": "application/pdf", "size": 8, "created_by": people.referent}
    kit, annex = (
        Document.objects.create(contract=people.signed, kind=kind, title=title, name="a.pdf", file="a.pdf", **facts)
        for kind, title in (("handover", "Passation de Camille"), ("annex", "Bilan des ateliers"))
    )
    agenda.add_item(body=copil, meeting=meeting, actor=people.referent, title="Suite", documents=[kit, annex])

    def shown(who):
        client.force_login(who)
        return client.get(meeting.get_absolute_url()).content.decode()

    assert "Passation de Camille" in shown(people.referent)
    page = shown(people.reader)
    assert "Bilan des ateliers" in page and "Passation de Camille" not in page
    for kind, _slides, _label in papers.PAPERS.values():
        content = papers.content_of(meeting, kind, today=meeting.on)
        assert "Passation de Camille" not in str(content) + pages.html(kind, content, on=meeting.on)
    reader = APIClient()
    reader.force_authenticate(people.reader)
    said = reader.get("/api/v1/agenda-items/").content.decode()
    assert "Suite" in said and "Passation de Camille" not in said
