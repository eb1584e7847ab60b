"""« Promis / tenu »: counts, reviews, who may say, the paper of a signatory, what a new meeting proposes."""

import io
import re
import subprocess
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Commitment, ContractRole, Document
from contracts.services import parties
from core.errors import Forbidden, Frozen, Stale
from core.models import Change
from core.reminders import Person
from governance import figures_commitments as figures
from governance.commitments import to_review
from governance.reminders import late_commitments
from governance.services import bodies, decisions, follow_ups, meetings
from governance.services.commitments import report_commitment
from governance.services.proposals import proposals_for
from governance.services.sharing import set_region_rules
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, StepFactory
from tests.factories.contracts import AxisFactory, CommitmentFactory, SignatoryFactory, freeze, with_role, world
from tests.support.jobs import do_jobs

TODAY = date(2026, 6, 1)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def cpam(people):
    organisation = OrganisationFactory(name="CPAM de la Drôme")
    return SignatoryFactory(contract=people.draft, organisation=organisation)


def promise(signatory, **fields):
    return CommitmentFactory(contract=signatory.contract, signatory=signatory, **fields)


def signed_promise(people, **fields):
    """Written before the signature: nothing comes in after it."""
    row = promise(SignatoryFactory(contract=people.draft), **fields)
    freeze(people.draft)
    return Commitment.objects.select_related("contract", "signatory").get(pk=row.pk)


def url(name, contract, *args):
    return reverse(f"governance:{name}", args=[contract.reference, *args])


def words(text):
    return re.sub(r"\s+", " ", text)


# --- the figure -------------------------------------------------------------------------------
def test_what_was_promised_and_kept_is_counted_with_what_is_late_or_unproved(people, cpam):
    other = SignatoryFactory(contract=people.draft)
    promise(cpam, state="kept", proof="Convention", due_on=date(2026, 1, 1))
    promise(cpam, state="kept")
    promise(cpam, due_on=date(2026, 5, 31))
    promise(cpam, state="in_progress", due_on=TODAY)
    promise(other, state="not_kept", due_on=date(2026, 1, 1))
    promise(other, state="moot")
    whole = figures.commitments(people.draft, TODAY)
    assert (whole.promised, whole.kept, whole.to_keep, whole.in_progress, whole.not_kept) == (5, 2, 1, 1, 1)
    assert (whole.moot, whole.total, whole.late, whole.without_proof) == (1, 6, 1, 1)
    of = figures.commitments_by_signatory(people.draft, TODAY)
    assert (of[cpam.pk].promised, of[cpam.pk].kept, of[other.pk].promised, of[other.pk].late) == (4, 2, 1, 0)


# --- saying where it stands -------------------------------------------------------------------
def test_a_writer_says_where_it_stands_and_the_journal_tells_it_in_french(client, people, cpam):
    row = promise(cpam, text="Ouvrir une permanence")
    client.force_login(people.coordinator)
    page = client.get(url("commitment", people.draft, row.pk)).content.decode()
    assert "Ouvrir une permanence" in page and "Où en est cet engagement" in page
    said = {"state": "kept", "proof": "Affiche", "comment": "Le mardi", "version": row.version}
    assert client.post(url("commitment", people.draft, row.pk), said).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.proof, row.comment, row.version) == ("kept", "Affiche", "Le mardi", 2)
    assert (row.reviewed_on, row.reviewed_by) == (timezone.localdate(), people.coordinator)
    line = Change.objects.get_for_object(row).get(scope=people.draft.pk, action=Change.Action.UPDATE)
    assert line.changes["comment"][1] == "Le mardi" and line.actor == people.coordinator
    journal = client.get(reverse("contracts:journal", args=[people.draft.reference])).content.decode()
    assert "Commentaire" in journal and "Revu le" in journal


def test_saving_without_a_change_notes_the_review(people, cpam):
    row = promise(cpam, state="in_progress")
    report_commitment(commitment=row, actor=people.referent, version=1, today=TODAY)
    row.refresh_from_db()
    assert (row.state, row.reviewed_on, row.reviewed_by) == ("in_progress", TODAY, people.referent)


def test_the_people_of_the_signatory_speak_for_it_and_for_no_other(client, people, cpam):
    mine, theirs = promise(cpam), promise(SignatoryFactory(contract=people.draft))
    people.elected.organisation = cpam.organisation
    people.elected.save()
    report_commitment(commitment=mine, actor=people.elected, state="kept", today=TODAY)
    mine.refresh_from_db()
    assert mine.state == "kept"
    people.reader.organisation = cpam.organisation
    people.reader.save()
    for row, actor in [(theirs, people.elected), (mine, people.reader), (mine, people.stranger)]:
        with pytest.raises(Forbidden):
            report_commitment(commitment=row, actor=actor, state="moot", today=TODAY)
    client.force_login(people.elected)
    assert client.get(url("commitment", people.draft, mine.pk)).status_code == 200
    assert client.get(url("commitment", people.draft, theirs.pk)).status_code == 403
    with pytest.raises(Forbidden):
        parties.edit_commitment(commitment=mine, actor=people.elected, text="Autre promesse")


def test_a_contract_that_ended_says_no_more(people, cpam):
    row = promise(cpam)
    type(people.draft).objects.filter(pk=people.draft.pk).update(stage="abandoned")
    row = Commitment.objects.select_related("contract", "signatory").get(pk=row.pk)
    with pytest.raises(Forbidden):
        report_commitment(commitment=row, actor=people.referent, state="kept", today=TODAY)


def test_two_at_once_meet_on_the_conflict_page_and_nothing_is_lost(client, people, cpam):
    row = promise(cpam)
    report_commitment(commitment=row, actor=people.referent, version=1, comment="De Rachid", today=TODAY)
    with pytest.raises(Stale):
        report_commitment(commitment=row, actor=people.coordinator, version=1, comment="De Camille", today=TODAY)
    client.force_login(people.coordinator)
    answer = client.post(url("commitment", people.draft, row.pk), {"comment": "De Camille", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409 and "De Rachid" in page and "De Camille" in page


def test_the_signed_text_never_changes_whatever_is_said_of_it(client, people):
    row = signed_promise(people, text="Financer un demi-poste", due_on=date(2026, 12, 31))
    client.force_login(people.referent)
    sent = {"state": "kept", "text": "Rien", "due_on": "2030-01-01", "version": 1}
    assert client.post(url("commitment", people.draft, row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.due_on, row.state) == ("Financer un demi-poste", date(2026, 12, 31), "kept")
    with pytest.raises(Frozen):
        parties.edit_commitment(commitment=row, actor=people.referent, text="Rien")


def test_by_rest_its_news_are_written_and_its_signed_text_is_not(client, people):
    row = signed_promise(people, text="Héberger")
    client.force_login(people.referent)
    where = f"/api/v1/commitments/{row.pk}/"

    def patch(**sent):
        tag = client.get(where)["ETag"]
        return client.patch(where, sent, content_type="application/json", headers={"If-Match": tag})

    answer = patch(state="in_progress", comment="Local trouvé", reviewed_on="2001-01-01")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["comment"], answer.json()["reviewed_on"]) == (
        "Local trouvé",
        timezone.localdate().isoformat(),
    )
    assert patch(text="Rien").status_code == 409


# --- the list ---------------------------------------------------------------------------------
@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_as_much_for_one_as_for_thirty(client, people, cpam, django_assert_num_queries, many):
    for _ in range(many):
        promise(cpam)
    client.force_login(people.reader)
    with django_assert_num_queries(15):
        assert client.get(url("commitments", people.draft)).status_code == 200


def test_the_list_is_narrowed_by_its_address(client, people, cpam):
    other = SignatoryFactory(contract=people.draft)
    promise(cpam, text="En retard de la CPAM", due_on=date(2020, 1, 1))
    promise(cpam, text="Tenu sans rien", state="kept")
    promise(other, text="À tenir ailleurs", due_on=date(2099, 1, 1))
    client.force_login(people.reader)

    def shown(query):
        page = client.get(url("commitments", people.draft) + query)
        return sorted(row.text for row in page.context["rows"])

    assert shown(f"?signatory={other.pk}") == ["À tenir ailleurs"]
    assert shown("?state=to_keep") == ["En retard de la CPAM", "À tenir ailleurs"]
    assert shown("?look=late") == ["En retard de la CPAM"] and shown("?look=bare") == ["Tenu sans rien"]
    assert len(shown("?state=licorne&look=licorne")) == 3
    page = words(client.get(url("commitments", people.draft)).content.decode())
    assert "Dire où il en est" not in page and "1 engagement tenu sur 3 promis" in page


# --- reviews ----------------------------------------------------------------------------------
def test_a_meeting_proposes_what_is_late_or_long_unheard_of(people, cpam):
    late = promise(cpam, text="En retard", due_on=date(2026, 1, 1), reviewed_on=TODAY)
    silent = promise(cpam, text="Muet", reviewed_on=TODAY - timedelta(days=181))
    fresh = promise(cpam, text="Revu hier", reviewed_on=TODAY - timedelta(days=1))
    promise(cpam, text="Tenu", state="kept")
    decided = promise(cpam, text="Décidé")
    facts = {"contract": people.draft, "actor": people.referent, "on": date(2026, 5, 1), "today": TODAY}
    decisions.take_decision(**facts, text="Attendre la CPAM.", commitments=[decided])
    assert set(to_review(people.draft, TODAY)) == {late, silent}
    people.draft.signed_on = TODAY - timedelta(days=179)
    assert set(to_review(people.draft, TODAY)) == {late}, "nobody is silent since before the signature"
    people.draft.signed_on = TODAY - timedelta(days=180)
    assert set(to_review(people.draft, TODAY)) == {late, silent}
    set_region_rules(region=people.region, actor=people.siege, commitment_review_months=12)
    assert set(to_review(people.draft, TODAY)) == {late}
    body = bodies.add_body(contract=people.draft, actor=people.referent, kind="copil")
    meeting = meetings.prepare_meeting(body=body, actor=people.referent, on=TODAY + timedelta(days=20))
    proposal = next(each for each in proposals_for(meeting, today=TODAY) if each.key == "commitments")
    assert "En retard" in proposal.description and fresh.text not in proposal.description
    assert "1 en retard" in words(proposal.why)


# --- one signatory ----------------------------------------------------------------------------
@pytest.fixture
def known(people, cpam):
    contract, actor = people.draft, people.referent
    action = ActionFactory(axis=AxisFactory(contract=contract), title="Ouvrir une maison sport santé")
    action.organisation_parts.create(contract=contract, part="lead", organisation=cpam.organisation)
    StepFactory(action=action, title="Signer le bail", due_on=date(2026, 9, 1))
    FundingFactory(action=action, funder=cpam.organisation, year=2026, planned=Decimal(1500))
    row = promise(cpam, text="Tenir une permanence", state="kept", proof="Agenda", comment="Le mardi matin")
    body = bodies.add_body(contract=contract, actor=actor, kind="copil")
    bodies.add_seat(body=body, actor=actor, organisation=cpam.organisation, holder_name="Lucie Essai")
    meeting = meetings.prepare_meeting(body=body, actor=actor, on=date(2026, 3, 2))
    meeting.attendances.update(presence="excused")
    facts = {"contract": contract, "actor": actor, "on": date(2026, 3, 2), "today": TODAY}
    taken = decisions.take_decision(**facts, text="Ouvrir le samedi.", commitments=[row])
    follow_ups.add_follow_up(
        contract=contract, actor=actor, text="Écrire au maire", decision=taken, organisation=cpam.organisation
    )
    return cpam


SAID = [
    *("Tenir une permanence", "Agenda", "Le mardi matin", "Ouvrir une maison sport santé", "Signer le bail"),
    *("1 500,00 €", "Lucie Essai", "Excusé", "Ouvrir le samedi.", "Écrire au maire"),
]


def test_the_page_of_a_signatory_gathers_what_one_should_know(client, people, known, django_assert_max_num_queries):
    client.force_login(people.reader)
    with django_assert_max_num_queries(26):
        page = words(client.get(url("signatory", people.draft, known.pk)).content.decode())
    assert [word for word in SAID if word not in page] == []


def test_its_paper_is_made_by_a_job_and_kept_once_among_the_documents(client, people, known):
    client.force_login(people.reader)
    for _ in range(2):
        assert client.post(url("signatory_paper", people.draft, known.pk)).status_code == 302
    do_jobs()
    kept = Document.objects.get(kind="signatory")
    assert kept.title == "Point avec CPAM de la Drôme" and kept.created_by == people.reader
    with kept.file.open("rb") as file:
        pdf = file.read()
    text = words(subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode())
    assert [word for word in SAID if word not in text] == [] and io.BytesIO(pdf).getbuffer().nbytes > 5000


# --- reminders ---------------------------------------------------------------------------------
def test_a_late_promise_is_told_to_its_signatory_and_to_the_coordinators(people, django_assert_num_queries):
    row = signed_promise(people, due_on=TODAY - timedelta(days=1))
    contract = row.contract
    hers = with_role(contract, "partner", organisation=row.signatory.organisation)
    with_role(contract, "partner", organisation=OrganisationFactory())
    with_role(contract, "partner", organisation=row.signatory.organisation, is_active=False)
    ContractRole.objects.create(contract=contract, user=hers, role="elected")
    assert list(late_commitments(row.due_on)) == []
    assert {reason.email for reason in late_commitments(TODAY)} == {hers.email, people.coordinator.email}
    with django_assert_num_queries(1):
        (reason,) = {reason.key: reason for reason in late_commitments(TODAY, person=Person(hers.email, hers))}.values()
    assert reason.late_on(TODAY) and reason.mailed and reason.url == url("commitment", contract, row.pk)
    assert str(row.signatory) in reason.sentence and row.text in reason.sentence
    assert list(late_commitments(TODAY, scope=people.signed.pk)) == []
    report_commitment(commitment=row, actor=hers, state="kept", proof="Fait", today=TODAY)
    assert list(late_commitments(TODAY)) == []
