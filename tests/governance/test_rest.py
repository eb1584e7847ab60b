"""Governance by REST: the register only grows, follow-ups pass under their version, nobody reads an address."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from core.models import Change
from governance.models import AgendaItem, CoordinationPost, Decision, FollowUp, Meeting, Seat
from governance.services import agenda, bodies, decisions, follow_ups
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import world

ROOT = "/api/v1"
TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


def session(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_the_register_grows_and_nothing_else(people):
    client = session(people.coordinator)
    given = {"contract": people.signed.reference, "on": "2026-03-01", "text": "Élargir", "effects": ["amendment"]}
    first = client.post(f"{ROOT}/decisions/", given, format="json").json()
    assert (first["number"], first["prepares_amendment"], first["superseded_by"]) == (1, True, None)
    second = client.post(
        f"{ROOT}/decisions/", {**given, "supersedes": first["id"], "effects": []}, format="json"
    ).json()
    again = client.post(f"{ROOT}/decisions/", {**given, "supersedes": first["id"]}, format="json")
    assert (second["number"], again.status_code) == (2, 409)
    url = f"{ROOT}/decisions/{first['id']}/"
    assert client.get(url).json()["superseded_by"] == second["id"]
    for verb in ("put", "patch", "delete"):
        assert (
            getattr(client, verb)(url, {"text": "Autre"}, format="json", headers={"If-Match": "*"}).status_code == 405
        )
    told = Change.objects.filter(scope=people.signed.pk, channel="api", actor=people.coordinator)
    assert told.filter(object_id=first["id"]).exists()
    tomorrow = client.post(f"{ROOT}/decisions/", {**given, "on": "2999-01-01"}, format="json")
    assert tomorrow.status_code == 400 and tomorrow.json()["errors"][0]["pointer"] == "/on"


def test_filters_say_the_same_as_the_pages(people):
    def take(text, **fields):
        facts = {"contract": people.signed, "actor": people.referent, "on": TODAY(), "today": TODAY()}
        return decisions.take_decision(**facts, text=text, **fields)

    waiting, money = take("Élargir", effects=["amendment"]), take("Payer", effects=["budget"])
    replaced = take("Ancienne")
    newer = take("Nouvelle", supersedes=replaced, kind="refusal")
    client = session(people.reader)

    def found(**query):
        return [row["id"] for row in client.get(f"{ROOT}/decisions/", query).json()["results"]]

    assert found(prepares_amendment="true") == [waiting.pk] == found(effect="amendment")
    assert found(in_force="true") == [waiting.pk, money.pk, newer.pk] and found(in_force="false") == [replaced.pk]
    assert found(search="PAYER") == [money.pk] and found(kind="refusal") == [newer.pk]


def test_a_follow_up_passes_under_its_version(people):
    client, owner = session(people.coordinator), people.elected
    given = {"contract": people.signed.reference, "text": "Écrire", "owner": owner.pk, "due_on": "2020-01-01"}
    made = client.post(f"{ROOT}/follow-ups/", given, format="json").json()
    assert made["late"] and [row["id"] for row in client.get(f"{ROOT}/follow-ups/?state=late").json()["results"]]
    url = f"{ROOT}/follow-ups/{made['id']}/"
    done = {"target": "done", "proof": "Courrier"}
    assert client.post(f"{url}passages/", done, format="json").status_code == 428
    follow_ups.edit_follow_up(FollowUp.objects.get(), actor=people.referent, text="Écrire à la CAF")
    assert client.post(f"{url}passages/", done, format="json", headers={"If-Match": '"1"'}).status_code == 412
    reader = session(people.reader)
    assert reader.post(f"{url}passages/", done, format="json", headers={"If-Match": '"2"'}).status_code == 403
    answer = session(owner).post(f"{url}passages/", done, format="json", headers={"If-Match": '"2"'})
    assert (answer.status_code, answer["ETag"], answer.json()["late"]) == (200, '"3"', False)
    assert FollowUp.objects.get().done_by == owner
    dropped = client.post(f"{url}passages/", {"target": "dropped"}, format="json", headers={"If-Match": "*"})
    assert dropped.status_code == 400


def test_a_meeting_is_prepared_then_passes(people):
    client = session(people.referent)
    body = client.post(f"{ROOT}/bodies/", {"contract": people.signed.reference, "kind": "copil"}, format="json").json()
    meeting = client.post(f"{ROOT}/meetings/", {"body": body["id"], "on": "2999-03-01"}, format="json").json()
    assert meeting["state"] == "prepared"
    url = f"{ROOT}/meetings/{meeting['id']}/"
    convened = client.post(f"{url}passages/", {"target": "convened"}, format="json", headers={"If-Match": '"1"'})
    assert convened.status_code == 409 and {each["code"] for each in convened.json()["missing"]} >= {"hour", "agenda"}
    cancelled = {"target": "cancelled", "reason": "Neige"}
    answer = client.post(f"{url}passages/", cancelled, format="json", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["cancel_reason"]) == (200, "Neige")
    frozen = client.patch(url, {"title": "Autre"}, format="json", headers={"If-Match": "*"})
    assert frozen.status_code == 409 and client.delete(url, headers={"If-Match": "*"}).status_code == 405
    held = client.post(f"{ROOT}/meetings/", {"body": body["id"], "on": "2026-03-01", "held": True}, format="json")
    assert held.json()["state"] == "held" and Meeting.objects.count() == 2


def test_a_follow_up_is_given_to_nobody_from_elsewhere(people):
    client = session(people.coordinator)
    given = {"contract": people.signed.reference, "text": "Écrire", "owner": people.stranger.pk}
    refused = client.post(f"{ROOT}/follow-ups/", given, format="json")
    assert refused.status_code == 400 and not FollowUp.objects.exists()
    made = client.post(f"{ROOT}/follow-ups/", given | {"owner": people.elected.pk}, format="json").json()
    where, tag = f"{ROOT}/follow-ups/{made['id']}/", {"If-Match": '"1"'}
    refused = client.patch(where, {"owner": people.stranger.pk}, format="json", headers=tag)
    assert refused.status_code == 400 and FollowUp.objects.get().owner == people.elected
    assert client.patch(where, {"text": "Écrire à tous"}, format="json", headers=tag).status_code == 200


def test_nobody_reads_an_address_nor_loses_it(people):
    client = session(people.coordinator)
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    facts = {"organisation": OrganisationFactory(), "holder_email": "siege@exemple.fr"}
    bodies.add_seat(body=body, actor=people.referent, **facts)
    post = {"contract": people.signed.reference, "title": "Poste", "holder_email": "poste@exemple.fr"}
    made = client.post(f"{ROOT}/coordination-posts/", post, format="json").json()
    row = {"contract": people.signed.reference, "text": "Écrire", "owner_email": "suite@exemple.fr"}
    client.post(f"{ROOT}/follow-ups/", row, format="json")
    for address in ("bodies", "meetings", "decisions", "follow-ups", "coordination-posts"):
        assert "@" not in json.dumps(client.get(f"{ROOT}/{address}/").json())
    url = f"{ROOT}/coordination-posts/{made['id']}/"
    read = client.get(url).json()
    client.put(url, read, format="json", headers={"If-Match": "*"})
    assert CoordinationPost.objects.get().holder_email == "poste@exemple.fr"
    assert FollowUp.objects.get().owner_email == "suite@exemple.fr"


def test_a_key_for_signed_contracts_sees_no_draft_and_strangers_nothing(people):
    for contract in (people.draft, people.signed):
        facts = {"actor": people.referent, "on": TODAY(), "today": TODAY(), "text": "Valider"}
        decisions.take_decision(contract=contract, **facts)
    _key, secret = create_api_key(user=people.referent, name="SI", scope=KeyScope.SIGNED, read_only=True)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    assert [row["contract"] for row in client.get(f"{ROOT}/decisions/").json()["results"]] == [people.signed.reference]
    hidden = Decision.objects.get(contract=people.draft)
    assert session(people.stranger).get(f"{ROOT}/decisions/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize(("address", "queries"), [("decisions", 5), ("follow-ups", 2)])
def test_a_page_costs_the_same_for_one_and_thirty(people, address, queries, django_assert_num_queries):
    client = session(people.reader)
    for many in (1, 29):
        for n in range(many):
            facts = {"contract": people.signed, "actor": people.referent, "on": TODAY(), "today": TODAY()}
            taken = decisions.take_decision(**facts, text=f"N {n}")
            follow_ups.add_follow_up(contract=people.signed, actor=people.referent, text="Suite", decision=taken)
        client.get(f"{ROOT}/{address}/")
        with django_assert_num_queries(queries):
            client.get(f"{ROOT}/{address}/")


def test_a_meeting_is_prepared_and_convened_by_rest_alone(people):
    client = session(people.coordinator)

    def made(resource, **said):
        answer = client.post(f"{ROOT}/{resource}/", said, format="json")
        assert answer.status_code == 201, answer.json()
        return answer.json()

    body = made("bodies", contract=people.signed.reference, kind="copil")["id"]
    seat = made("seats", body=body, organisation=OrganisationFactory().pk, holder_email="lucie@exemple.fr")
    assert "holder_email" not in seat and Seat.objects.get().holder_email == "lucie@exemple.fr"
    on = f"{TODAY() + timedelta(days=10):%Y-%m-%d}"
    meeting = made("meetings", body=body, on=on, begins_at="14:30")["id"]
    waiting = made("agenda-items", body=body, title="Bilan")
    assert [row["id"] for row in client.get(f"{ROOT}/agenda-items/?waiting=true").json()["results"]] == [waiting["id"]]
    url = f"{ROOT}/agenda-items/{waiting['id']}/"
    put = client.patch(url, {"meeting": meeting, "title": "Bilan 2026"}, format="json", headers={"If-Match": '"1"'})
    assert (put.status_code, put.json()["meeting"], put.json()["title"]) == (200, meeting, "Bilan 2026")
    assert client.get(f"{ROOT}/agenda-items/?waiting=true").json()["results"] == []
    passage = {"target": "convened"}
    version = {"If-Match": client.get(f"{ROOT}/meetings/{meeting}/")["ETag"]}
    assert (
        client.post(f"{ROOT}/meetings/{meeting}/passages/", passage, format="json", headers=version).status_code == 200
    )


def test_the_agenda_of_a_closed_meeting_stays_as_it_was(people):
    body = bodies.add_body(contract=people.signed, actor=None, kind="copil")
    past = Meeting.objects.create(contract=people.signed, body=body, on=TODAY(), state="held")
    item = agenda.add_item(body=body, meeting=past, actor=None, title="Bilan")
    coming = Meeting.objects.create(contract=people.signed, body=body, on=TODAY())
    other = bodies.add_body(contract=people.signed, actor=None, kind="cotech")
    elsewhere = Meeting.objects.create(contract=people.signed, body=other, on=TODAY())
    client, url = session(people.coordinator), f"{ROOT}/agenda-items/{item.pk}/"

    def moved(meeting):
        headers = {"If-Match": f'"{AgendaItem.objects.get().version}"'}
        return client.patch(url, {"meeting": meeting}, format="json", headers=headers).status_code

    assert moved(elsewhere.pk) == 409
    assert (moved(coming.pk), moved(None), moved(past.pk)) == (200, 200, 200)
    Meeting.objects.filter(pk=past.pk).update(state="closed")
    assert (moved(coming.pk), moved(None)) == (409, 409)
    assert client.delete(url, headers={"If-Match": "*"}).status_code == 409
