"""The register of decisions and the follow-ups on screen: who may do what, filters, what two people do at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import Change
from governance.models import Decision, FollowUp
from governance.services import bodies, decisions, follow_ups
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AmendmentFactory, AxisFactory, world

TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


def take(people, text="Valider le bilan", contract=None, **fields):
    facts = {"contract": contract or people.signed, "actor": people.referent, "on": TODAY(), "today": TODAY()}
    return decisions.take_decision(**facts | fields, text=text)


def ask(people, text="Écrire à la CPAM", contract=None, **fields):
    return follow_ups.add_follow_up(contract=contract or people.signed, actor=people.referent, text=text, **fields)


def url(name, contract, *args):
    return reverse(f"governance:{name}", args=[contract.reference, *args])


def shown(client, name, contract, *args, **query):
    return client.get(url(name, contract, *args), query).content.decode()


# --- Decisions --------------------------------------------------------------------------------------
def test_a_decision_taken_between_two_meetings_says_what_it_changes(client, people):
    action = ActionFactory(axis=AxisFactory(contract=people.draft), title="Ouvrir une maison sport santé")
    body = bodies.add_body(contract=people.draft, actor=people.referent, kind="copil")
    client.force_login(people.coordinator)
    page = shown(client, "take", people.draft, fiche=action.pk)
    assert "Ouvrir une maison sport santé" in page
    said = {
        "on": TODAY().isoformat(),
        "text": "Ouvrir en mars.",
        "kind": "validation",
        "body": body.pk,
        "effects": ["action", "calendar"],
        "actions": [action.pk],
    }
    answer = client.post(url("take", people.draft), said)
    taken = Decision.objects.get()
    assert answer.url == taken.get_absolute_url()
    assert (taken.number, taken.body, list(taken.actions.all())) == (1, body, [action])
    page = client.get(answer.url).content.decode()
    for word in (
        "Ouvrir en mars.",
        "Une fiche action, Le calendrier",
        "Ouvrir une maison sport santé",
        "entre deux séances",
    ):
        assert word in page
    line = Change.objects.filter(scope=people.draft.pk, object_id=taken.pk, actor=people.coordinator).earliest("id")
    assert (line.channel, line.part, line.changes["text"][1]) == ("page", "governance", "Ouvrir en mars.")


def test_a_decision_to_come_is_refused_with_what_was_typed(client, people):
    client.force_login(people.referent)
    said = {"on": (TODAY() + timedelta(1)).isoformat(), "text": "Demain", "kind": "report"}
    answer = client.post(url("take", people.draft), said)
    assert answer.status_code == 400 and "Demain" in answer.content.decode()
    assert not Decision.objects.exists()


def test_it_is_replaced_once_and_each_of_the_chain_leads_to_the_others(client, people):
    first = take(people, "Trois séances par an")
    client.force_login(people.referent)
    said = {"on": TODAY().isoformat(), "text": "Deux séances par an", "kind": "orientation"}
    client.post(url("supersede", people.signed, first.pk), said)
    second = Decision.objects.get(number=2)
    assert (second.supersedes, list(Decision.objects.in_force())) == (first, [second])
    for row, other in ((first, second), (second, first)):
        page = client.get(row.get_absolute_url()).content.decode()
        assert f'href="{other.get_absolute_url()}"' in page and "En vigueur" in page
    answer = client.post(url("supersede", people.signed, first.pk), said)
    assert answer.status_code == 400 and Decision.objects.count() == 2


def test_the_register_is_found_by_its_filters_and_by_words_without_accents(client, people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="cotech")
    take(people, "Financer l’équipe mobile", body=body, effects=["budget"])
    waiting = take(people, "Élargir le périmètre", effects=["amendment"])
    take(people, "Refuser", on=date(2025, 3, 1), kind="refusal")
    ask(people, decision=waiting)
    client.force_login(people.reader)

    def found(**query):
        page = shown(client, "decisions", people.signed, **query)
        return {text for text in ("Financer", "Élargir", "Refuser") if f">{text}" in page}

    assert found() == {"Financer", "Élargir", "Refuser"}
    assert found(q="equipe MOBILE") == {"Financer"} == found(body=body.pk) == found(effect="budget")
    assert found(state="amendment") == {"Élargir"} == found(state="pending")
    assert found(year="2025") == {"Refuser"} == found(kind="refusal")
    assert found(q="licorne") == set() and "Tout effacer" in shown(client, "decisions", people.signed, q="licorne")
    assert found(state="n’importe", year="x") == {"Financer", "Élargir", "Refuser"}


def test_the_avenant_that_answers_is_said_once(client, people):
    waiting = take(people, "Élargir", effects=["amendment"])
    amendment, elsewhere = AmendmentFactory(contract=people.signed), AmendmentFactory(contract=people.draft)
    client.force_login(people.referent)
    address = url("answer", people.signed, waiting.pk)
    client.post(address, {"amendment": elsewhere.pk, "version": 1})
    assert list(Decision.objects.asking_for_an_amendment()) == [waiting]
    client.post(address, {"amendment": amendment.pk, "version": 1})
    assert Decision.objects.get().amendment == amendment
    assert client.post(address, {"amendment": amendment.pk, "version": 1}).status_code == 409
    assert f"{amendment} y répond" in client.get(waiting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "change",
    ["text = 'Autre'", "number = 99", "kind = 'refusal'", "effects = '[\"budget\"]'", "supersedes_id = id", None],
)
def test_the_database_itself_keeps_what_was_decided(people, change):
    taken = take(people)
    table = Decision._meta.db_table
    on = f"{table} SET {change}" if change else ""
    statement = f"UPDATE {on} WHERE id = %s" if change else f"DELETE FROM {table} WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [taken.pk])
    assert Decision.objects.get().text == "Valider le bilan"
    # What is said afterwards of a decision, and the end of its body, are not its words.
    Decision.objects.filter(pk=taken.pk).update(prepares_amendment=True, body=None)


@pytest.mark.parametrize("name", ["decisions", "follow_ups"])
def test_a_list_costs_the_same_for_one_and_thirty(client, people, name, django_assert_num_queries):
    client.force_login(people.referent)
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    for many in (1, 29):
        for n in range(many):
            taken = take(people, f"Décision {n}", body=body, effects=["budget"])
            ask(people, decision=taken, owner=people.coordinator)
        client.get(url(name, people.signed))
        with django_assert_num_queries({"decisions": 10, "follow_ups": 12}[name]):
            client.get(url(name, people.signed))


# --- Follow-ups -------------------------------------------------------------------------------------
def test_late_ones_come_first_and_each_finds_hers(client, people):
    soon, late = TODAY() + timedelta(9), TODAY() - timedelta(9)
    ask(people, "Sans date")
    ask(people, "Bientôt", due_on=soon, owner=people.elected)
    ask(people, "En retard déjà", due_on=late)
    dropped = ask(people, "Laisser", due_on=late)
    follow_ups.drop_follow_up(dropped, actor=people.referent, reason="Sans objet")
    client.force_login(people.elected)
    page = shown(client, "follow_ups", people.signed)
    assert page.index("En retard déjà") < page.index("Bientôt") < page.index("Sans date")
    assert "Laisser" not in page and "Laisser" in shown(client, "follow_ups", people.signed, state="dropped")
    mine = shown(client, "follow_ups", people.signed, who="me")
    assert "Bientôt" in mine and "Sans date" not in mine
    assert "Bientôt" not in shown(client, "follow_ups", people.signed, state="late")


def test_whoever_it_was_given_to_says_that_it_is_done_and_nobody_else_who_only_reads(client, people):
    row = ask(people, owner=people.elected)
    address = url("follow_up_finish", people.signed, row.pk)
    said = {"done_on": TODAY().isoformat(), "proof": "Courrier du jour", "version": 1}
    client.force_login(people.reader)
    assert client.post(address, said).status_code == 403
    client.force_login(people.elected)
    assert client.post(f"{address}?retour=https://ailleurs.example/", said).url == url("follow_ups", people.signed)
    row.refresh_from_db()
    assert (row.done_on, row.done_by, row.proof) == (TODAY(), people.elected, "Courrier du jour")
    assert client.post(url("follow_up_reopen", people.signed, row.pk)).status_code == 403
    client.force_login(people.referent)
    client.post(url("follow_up_reopen", people.signed, row.pk))
    row.refresh_from_db()
    assert row.open and row.done_by is None
    assert Change.objects.filter(object_id=row.pk, changes__has_key="proof").count() >= 2


def test_two_at_once_the_second_reads_before_saying_done(client, people):
    row = ask(people)
    follow_ups.edit_follow_up(row, actor=people.coordinator, version=1, text="Écrire à la CAF")
    client.force_login(people.referent)
    said = {"done_on": TODAY().isoformat(), "proof": "Courrier", "version": 1}
    address = url("follow_up_finish", people.signed, row.pk)
    page = client.post(address, said)
    assert (
        page.status_code == 400 and "Écrire à la CAF" in page.content.decode() and "Courrier" in page.content.decode()
    )
    assert FollowUp.objects.get().open
    client.post(address, {**said, "version": 2})
    assert not FollowUp.objects.get().open


def test_high_priority_ones_are_verified_by_another_where_it_is_asked(client, people):
    row = ask(people, owner=people.coordinator, high_priority=True)
    row = follow_ups.finish_follow_up(row, actor=people.coordinator, on=TODAY(), today=TODAY())
    client.force_login(people.referent)
    assert not FollowUp.objects.to_verify().exists()
    assert "À vérifier" not in shown(client, "follow_ups", people.signed, state="done").split('id="suites"')[1]
    client.post(url("follow_up_settings", people.signed), {"verify": "1"})
    assert list(FollowUp.objects.to_verify()) == [row]
    assert url("follow_up_verify", people.signed, row.pk) in shown(client, "follow_ups", people.signed, state="verify")
    client.force_login(people.coordinator)
    assert client.post(url("follow_up_verify", people.signed, row.pk)).status_code == 409
    client.force_login(people.referent)
    client.post(url("follow_up_verify", people.signed, row.pk))
    assert FollowUp.objects.get().verified_by == people.referent
    assert not FollowUp.objects.to_verify().exists()


def test_a_line_is_written_for_people_of_the_contract_only(client, people):
    taken = take(people)
    client.force_login(people.coordinator)
    said = {"text": "Écrire", "decision": taken.pk, "due_on": "2027-01-31", "owner": people.elected.pk}
    client.post(url("follow_up_add", people.signed), said)
    assert FollowUp.objects.get().owner == people.elected
    refused = client.post(url("follow_up_add", people.signed), {**said, "owner": people.stranger.pk})
    assert refused.status_code == 400 and FollowUp.objects.count() == 1
    answer = client.post(
        url("follow_up", people.signed, FollowUp.objects.get().pk), {**said, "version": 1, "text": "Lire"}
    )
    assert answer.status_code == 302 and FollowUp.objects.get().text == "Lire"
