"""A meeting: its table, its people, its agenda; what is locked, and what comes back to the backlog."""

from datetime import date, time, timedelta

import pytest

from contracts.models import Document
from core.errors import Forbidden, Frozen, Invalid, PassageRefused, Refused, Stale
from core.models import Change
from governance.enums import MeetingState as S
from governance.lifecycle import LIFECYCLE
from governance.models import AgendaItem, Meeting
from governance.services import agenda, bodies, meetings
from governance.services.decisions import take_decision
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import world

DAY = date(2026, 6, 10)
BEFORE = date(2026, 6, 1)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def copil(people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    for name, until in (("Ancienne", date(2025, 12, 31)), ("Lucie", None)):
        bodies.add_seat(
            body=body, actor=people.referent, organisation=OrganisationFactory(), holder_name=name, until=until
        )
    return body


@pytest.fixture
def meeting(people, copil):
    return meetings.prepare_meeting(body=copil, actor=people.referent, on=DAY, begins_at=time(14))


def go(meeting, target, people, today=DAY, **kwargs):
    return meetings.pass_meeting(meeting, target, actor=people.referent, today=today, **kwargs)


def names(meeting):
    return [row.name for row in meeting.attendances.order_by("name")]


def test_a_meeting_keeps_the_composition_of_its_day(people, copil, meeting):
    assert names(meeting) == ["Lucie"]
    agenda.add_item(body=copil, meeting=meeting, actor=people.referent, title="Bilan")
    convened = go(meeting, S.CONVENED, people, today=BEFORE)
    seat = copil.seats.get(holder_name="Lucie")
    bodies.edit_row(seat, actor=people.referent, holder_name="Paul")
    meetings.seat_people(meeting=convened, actor=people.referent)
    assert names(meeting) == ["Lucie"]


def test_who_left_a_seat_before_the_convocation_is_not_convened(people, copil, meeting):
    facts = {"body": copil, "actor": people.referent}
    leaving = bodies.add_seat(**facts, organisation=OrganisationFactory(), holder_name="Marc")
    removed = bodies.add_seat(**facts, organisation=OrganisationFactory(), holder_name="Zoé")
    meetings.invite(meeting=meeting, actor=people.referent, organisation=OrganisationFactory(), name="Invitée")
    meetings.seat_people(meeting=meeting, actor=people.referent)
    assert names(meeting) == ["Invitée", "Lucie", "Marc", "Zoé"]
    bodies.edit_row(copil.seats.get(holder_name="Lucie"), actor=people.referent, holder_name="Paul")
    bodies.edit_row(leaving, actor=people.referent, until=DAY - timedelta(days=1))
    bodies.remove_row(removed, actor=people.referent)
    agenda.add_item(body=copil, meeting=meeting, actor=people.referent, title="Bilan")
    convened = go(meeting, S.CONVENED, people, today=BEFORE)
    assert names(meeting) == ["Invitée", "Paul"]
    gone = Change.objects.filter(action=Change.Action.DELETE, content_type__model="attendance")
    assert gone.count() == 2 and {line.actor for line in gone} == {people.referent}
    bodies.remove_row(copil.seats.get(holder_name="Paul"), actor=people.referent)
    assert names(convened) == ["Invitée", "Paul"]


def test_convening_says_what_is_missing(people, copil):
    bare = meetings.prepare_meeting(body=copil, actor=people.referent, on=DAY)
    with pytest.raises(PassageRefused) as refused:
        go(bare, S.CONVENED, people, today=BEFORE)
    assert {item.code for item in refused.value.missing} == {"hour", "agenda"}
    assert Meeting.objects.get(pk=bare.pk).state == S.PREPARED


def test_what_was_not_treated_returns_to_the_backlog_and_the_rest_is_locked(people, copil, meeting):
    actor = people.referent
    treated = agenda.add_item(body=copil, meeting=meeting, actor=actor, title="Bilan", kind="decision")
    left = agenda.add_item(body=copil, meeting=meeting, actor=actor, title="Mobilité")
    go(meeting, S.CONVENED, people, today=BEFORE)
    go(meeting, S.HELD, people)
    treated = agenda.edit_item(treated, actor=actor, notes="Validé.", treated=True)
    closed = go(meeting, S.CLOSED, people)
    assert closed.closed_at and list(AgendaItem.objects.backlog()) == [left]
    for write in (
        lambda: agenda.edit_item(treated, actor=actor, notes="Réécrit."),
        lambda: agenda.remove_item(treated, actor=actor),
        lambda: meetings.edit_meeting(closed, actor=actor, minutes="Réécrit."),
        lambda: meetings.note_attendance(closed.attendances.get(), actor=actor, presence="absent"),
        lambda: agenda.reorder_items(meeting=closed, ids=[treated.pk], actor=actor),
    ):
        with pytest.raises(Frozen):
            write()
    meetings.rectify(meeting=closed, actor=actor, text="Le bilan est validé sous réserve.")
    assert closed.rectifications.get().by == actor
    after = meetings.prepare_meeting(body=copil, actor=actor, on=date(2026, 12, 1))
    left = AgendaItem.objects.get(pk=left.pk)
    assert agenda.put_on_agenda(left, meeting=after, actor=actor).meeting == after


def test_an_item_of_which_something_was_said_stays_in_the_minutes(people, copil, meeting):
    actor = people.referent
    said = agenda.add_item(body=copil, meeting=meeting, actor=actor, title="Budget", notes="On en a parlé.")
    decided = agenda.add_item(body=copil, meeting=meeting, actor=actor, title="Bilan")
    left = agenda.add_item(body=copil, meeting=meeting, actor=actor, title="Mobilité")
    go(meeting, S.HELD, people)
    take_decision(contract=people.signed, actor=actor, on=DAY, today=DAY, text="Oui", meeting=meeting, item=decided)
    closed = go(Meeting.objects.get(), S.CLOSED, people)
    assert list(closed.items.order_by("pk")) == [said, decided] and all(item.treated for item in closed.items.all())
    assert list(AgendaItem.objects.backlog()) == [left]


@pytest.mark.parametrize("source", S.values)
@pytest.mark.parametrize("target", S.values)
def test_every_passage_is_in_the_table_or_refused(people, copil, meeting, source, target):
    Meeting.objects.filter(pk=meeting.pk).update(state=source)
    agenda_item = AgendaItem.objects.create(contract=copil.contract, body=copil, meeting=meeting, title="Bilan")
    known = LIFECYCLE.find(source, target)
    today = BEFORE if target == S.CONVENED else DAY
    if known:
        assert go(meeting, target, people, today=today, reason="Pas de salle").state == target
    else:
        with pytest.raises(PassageRefused):
            go(meeting, target, people, today=today, reason="Pas de salle")
        agenda_item.refresh_from_db()
        assert Meeting.objects.get(pk=meeting.pk).state == source


def test_cancelling_asks_why_and_a_future_meeting_is_not_opened(people, meeting):
    with pytest.raises(Invalid):
        go(meeting, S.CANCELLED, people, reason="  ")
    with pytest.raises(PassageRefused):
        go(meeting, S.HELD, people, today=BEFORE)
    assert go(meeting, S.CANCELLED, people, reason="Neige").cancel_reason == "Neige"


def test_a_meeting_to_come_is_prepared_not_noted(people, copil):
    with pytest.raises(Invalid):
        meetings.note_past_meeting(body=copil, actor=people.referent, on=DAY, today=BEFORE)
    assert meetings.note_past_meeting(body=copil, actor=people.referent, on=BEFORE, today=DAY).state == S.HELD


def test_readers_are_refused_and_the_second_of_two_is_told(people, copil, meeting):
    with pytest.raises(Forbidden):
        meetings.prepare_meeting(body=copil, actor=people.reader, on=DAY)
    with pytest.raises(Forbidden):
        meetings.pass_meeting(meeting, S.CANCELLED, actor=people.reader, today=DAY, reason="Non")
    item = agenda.add_item(body=copil, meeting=meeting, actor=people.referent, title="Bilan")
    agenda.edit_item(item, actor=people.referent, version=item.version, notes="Première note.")
    with pytest.raises(Stale):
        agenda.edit_item(item, actor=people.coordinator, version=item.version, notes="Seconde note.")
    assert AgendaItem.objects.get(pk=item.pk).notes == "Première note."


def test_an_item_goes_to_no_other_body(people, meeting):
    other = bodies.add_body(contract=people.signed, actor=people.referent, kind="cotech")
    item = agenda.add_item(body=other, actor=people.referent, title="Ailleurs")
    with pytest.raises(Refused):
        agenda.put_on_agenda(item, meeting=meeting, actor=people.referent)


def test_the_journal_says_the_passage_in_words(people, meeting):
    go(meeting, S.CANCELLED, people, reason="Neige")
    line = Change.objects.filter(scope=people.signed.pk, part="governance").order_by("-id").first()
    assert line.actor == people.referent
    assert line.changes["cancel_reason"][1] == "Neige"
    assert not Document.objects.exists()
