"""The register only grows; what follows from a decision is done with its proof, or verified by another person."""

from datetime import date

import pytest

from core.errors import Forbidden, Frozen, Invalid, Refused, Stale
from governance.models import Decision, FollowUp, Meeting
from governance.services import bodies, decisions, follow_ups, meetings
from tests.factories.contracts import world

TODAY = date(2026, 6, 10)


@pytest.fixture
def people(db):
    return world()


def take(people, text="Valider le bilan", contract=None, **fields):
    facts = {"contract": contract or people.signed, "actor": people.referent, "on": TODAY, "today": TODAY}
    return decisions.take_decision(**facts, text=text, **fields)


def test_numbers_follow_in_each_contract(people):
    assert [take(people).number, take(people).number, take(people, contract=people.draft).number] == [1, 2, 1]


def test_a_decision_is_superseded_once_never_rewritten(people):
    first = take(people)
    second = take(people, "Valider le bilan, sous réserve", supersedes=first)
    assert list(Decision.objects.in_force()) == [second]
    with pytest.raises(Refused):
        take(people, "Encore autrement", supersedes=first)
    with pytest.raises(Invalid, match="autre contrat"):
        take(people, contract=people.draft, supersedes=second)


def test_a_decision_on_signed_matter_waits_for_an_avenant(people):
    waiting = take(people, effects=["amendment"])
    take(people, effects=["calendar"])
    assert list(Decision.objects.asking_for_an_amendment()) == [waiting]
    assert not take(people, contract=people.draft, effects=["amendment"]).prepares_amendment


def test_a_decision_takes_place_in_its_meeting_until_it_is_closed(people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    meeting = meetings.note_past_meeting(body=body, actor=people.referent, on=TODAY, today=TODAY)
    assert take(people, meeting=meeting).body == body
    meetings.pass_meeting(meeting, "closed", actor=people.referent, today=TODAY)
    with pytest.raises(Frozen):
        take(people, meeting=Meeting.objects.get())


def test_refusals(people):
    with pytest.raises(Invalid):
        decisions.take_decision(
            contract=people.signed, actor=people.referent, on=date(2026, 7, 1), today=TODAY, text="Demain"
        )
    with pytest.raises(Forbidden):
        decisions.take_decision(contract=people.signed, actor=people.reader, on=TODAY, today=TODAY, text="Non")
    assert not Decision.objects.exists()


@pytest.fixture
def follow_up(people):
    return follow_ups.add_follow_up(
        contract=people.signed,
        actor=people.referent,
        text="Écrire à la CPAM",
        decision=take(people),
        due_on=date(2026, 6, 1),
        owner=people.coordinator,
    )


def test_a_late_follow_up_is_done_with_its_proof_and_verified_by_another(people, follow_up):
    assert list(FollowUp.objects.late_on(TODAY)) == [follow_up]
    assert list(FollowUp.objects.of_person(people.coordinator)) == [follow_up]
    with pytest.raises(Refused):
        follow_ups.verify_follow_up(follow_up, actor=people.referent, today=TODAY)
    done = follow_ups.finish_follow_up(follow_up, actor=people.coordinator, on=TODAY, today=TODAY, proof="Courrier")
    assert not FollowUp.objects.pending().exists()
    with pytest.raises(Refused):
        follow_ups.verify_follow_up(done, actor=people.coordinator, today=TODAY)
    assert follow_ups.verify_follow_up(done, actor=people.referent, today=TODAY).verified_by == people.referent
    with pytest.raises(Refused):
        follow_ups.drop_follow_up(done, actor=people.referent, reason="Trop tard")
    assert follow_ups.reopen_follow_up(done, actor=people.referent).verified_by is None


def test_two_people_finish_it_at_once(people, follow_up):
    follow_ups.edit_follow_up(follow_up, actor=people.referent, version=follow_up.version, text="Écrire à la CAF")
    with pytest.raises(Stale):
        follow_ups.finish_follow_up(
            follow_up, actor=people.coordinator, on=TODAY, today=TODAY, version=follow_up.version
        )
    assert FollowUp.objects.get().open
