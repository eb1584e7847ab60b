"""Governance by REST: the register only grows, follow-ups pass under their version, nobody reads an address."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from core.models import Change
from governance.models import (
    AgendaItem,
    Attendance,
    CoordinationPost,
    Decision,
    FollowUp,
    Handover,
    Meeting,
    PostFunding,
    PostHolder,
    Seat,
)
from governance.permissions import can_read_handover, is_successor
from governance.services import agenda, bodies, coordination, decisions, follow_ups, handovers, meetings
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


# --- who came -----------------------------------------------------------------------------------------
@pytest.fixture
def meeting(people):
    body = bodies.add_body(contract=people.signed, actor=None, kind="copil")
    facts = {"organisation": OrganisationFactory(name="CPAM"), "holder_email": "lucie@exemple.fr"}
    bodies.add_seat(body=body, actor=None, holder_name="Lucie", **facts)
    return meetings.prepare_meeting(body=body, actor=None, on=TODAY())


def test_answers_and_presences_are_noted_under_their_version(people, meeting):
    client = session(people.coordinator)
    rows = client.get(f"{ROOT}/attendances/?meeting={meeting.pk}").json()["results"]
    assert [(row["organisation_name"], row["name"], row["presence"]) for row in rows] == [("CPAM", "Lucie", "")]
    assert "@" not in json.dumps(rows)
    url = f"{ROOT}/attendances/{rows[0]['id']}/"
    noted = client.patch(url, {"answer": "comes", "presence": "holder"}, format="json", headers={"If-Match": '"1"'})
    assert (noted.status_code, noted.json()["answer"], noted.json()["answered_by"]) == (200, "comes", "team")
    late = session(people.referent).patch(url, {"presence": "absent"}, format="json", headers={"If-Match": '"1"'})
    assert late.status_code == 412 and Attendance.objects.get().presence == "holder"
    assert session(people.reader).patch(url, {}, format="json", headers={"If-Match": "*"}).status_code == 403
    # Who she is comes from the seat: it is not rewritten here.
    client.patch(url, {"name": "Autre", "email": "autre@exemple.fr"}, format="json", headers={"If-Match": "*"})
    assert Attendance.objects.get().name == "Lucie" and Attendance.objects.get().email == "lucie@exemple.fr"
    assert Change.objects.get_for_object(Attendance.objects.get()).filter(channel="api").exists()


def test_a_guest_is_invited_and_nothing_of_a_closed_meeting_moves(people, meeting):
    client = session(people.coordinator)
    guest = {"meeting": meeting.pk, "organisation": OrganisationFactory().pk, "name": "Paul", "email": "p@exemple.fr"}
    made = client.post(f"{ROOT}/attendances/", {**guest, "presence": "excused"}, format="json")
    assert (made.status_code, made.json()["presence"], made.json()["seat"]) == (201, "excused", None)
    assert Attendance.objects.get(name="Paul").email == "p@exemple.fr"
    url = f"{ROOT}/meetings/{meeting.pk}/rectifications/"
    assert client.post(url, {"text": "Lire 2027."}, format="json").status_code == 409
    for target in ("held", "closed"):
        meetings.pass_meeting(meeting, target, actor=None, today=TODAY())
    answer = client.patch(
        f"{ROOT}/attendances/{made.json()['id']}/", {"presence": "absent"}, format="json", headers={"If-Match": "*"}
    )
    assert answer.status_code == 409 and client.post(f"{ROOT}/attendances/", guest, format="json").status_code == 409
    noted = client.post(url, {"text": "Lire 2027."}, format="json").json()["rectifications"]
    assert [(row["text"], row["by"]) for row in noted] == [("Lire 2027.", people.coordinator.display_name)]


# --- posts: who holds them, who pays ------------------------------------------------------------------
@pytest.fixture
def post(people):
    facts = {"holder_name": "Anne", "holder_role": "Coordinatrice", "since": "2024-01-01", "fte": "0.8"}
    return coordination.add_post(contract=people.signed, actor=None, title="Coordination", **facts)


def test_another_holder_leaves_the_former_one_dated(people, post):
    client, url = session(people.coordinator), f"{ROOT}/coordination-posts/{post.pk}/"

    def change(**said):
        return client.patch(url, said, format="json", headers={"If-Match": client.get(url)["ETag"]})

    refused = change(holder_name="Bruno")
    assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == "/left_on"
    told = change(holder_name="Bruno", left_on="2026-03-31", since="2026-04-15", fte="1.00").json()
    assert told["former_holders"] == [
        {"holder_name": "Anne", "holder_role": "Coordinatrice", "since": "2024-01-01", "until": "2026-03-31"}
    ]
    assert (told["holder_name"], told["holder_role"], told["since"], told["fte"]) == ("Bruno", "", "2026-04-15", "1.00")
    again = change(holder_name="Bruno Dufour", correction=True).json()
    assert again["holder_name"] == "Bruno Dufour" and len(again["former_holders"]) == 1
    assert change(left_on="2026-05-01").status_code == 400
    read = client.get(url).json()
    same = client.put(url, read, format="json", headers={"If-Match": "*"}).json()
    assert same == read and PostHolder.objects.count() == 1
    assert change(holder_name="", left_on="2026-06-30").json()["former_holders"][0]["holder_name"] == "Bruno Dufour"
    assert [row["id"] for row in client.get(f"{ROOT}/coordination-posts/?vacant=true").json()["results"]] == [post.pk]
    assert Change.objects.get_for_object(PostHolder.objects.first()).get().channel == "api"


def test_two_people_change_the_holder_and_one_departure_is_kept(people, post):
    url, headers = f"{ROOT}/coordination-posts/{post.pk}/", {"If-Match": f'"{post.version}"'}
    said = {"left_on": "2026-03-31", "since": "2026-04-15"}
    first = session(people.coordinator).patch(url, {"holder_name": "Bruno", **said}, format="json", headers=headers)
    second = session(people.referent).patch(url, {"holder_name": "Chloé", **said}, format="json", headers=headers)
    assert (first.status_code, second.status_code) == (200, 412)
    assert CoordinationPost.objects.get().holder_name == "Bruno" and PostHolder.objects.get().holder_name == "Anne"
    reader = session(people.reader).patch(url, {"holder_name": "Dan", **said}, format="json", headers={"If-Match": "*"})
    assert reader.status_code == 403 and PostHolder.objects.count() == 1


def test_the_money_of_a_post_by_party_and_year(people, post):
    client, funder = session(people.coordinator), OrganisationFactory(name="ARS")
    line = {"post": post.pk, "funder": funder.pk, "year": 2026, "planned": "25000.00", "kind": "fir"}
    made = client.post(f"{ROOT}/post-fundings/", line, format="json")
    assert (made.status_code, made.json()["funder_name"], made.json()["contract"]) == (
        201,
        "ARS",
        post.contract.reference,
    )
    assert client.post(f"{ROOT}/post-fundings/", {**line, "kind": "or massif"}, format="json").status_code == 400
    url = f"{ROOT}/post-fundings/{made.json()['id']}/"
    granted = {"granted": "20000.00", "agreement_ends_on": "2026-12-31"}
    assert client.patch(url, granted, format="json", headers={"If-Match": '"1"'}).json()["granted"] == "20000.00"
    stale = session(people.referent).patch(url, {"spent": "1.00"}, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    found = client.get(f"{ROOT}/post-fundings/?year=2026&funder={funder.pk}&post={post.pk}").json()["results"]
    assert [row["planned"] for row in found] == ["25000.00"]
    assert client.get(f"{ROOT}/post-fundings/?year=2025").json()["results"] == []
    table = client.get(f"{ROOT}/post-fundings/", headers={"Accept": "text/csv"}).content.decode().splitlines()
    assert table[0].startswith("id,contract,post,funder,funder_name,year") and ",ARS,2026," in table[1]
    assert client.delete(url, headers={"If-Match": "*"}).status_code == 204 and not PostFunding.objects.exists()


def test_the_part_of_a_post_for_another_scheme(people, post):
    client = session(people.coordinator)
    made = client.post(f"{ROOT}/post-shares/", {"post": post.pk, "scheme": "CLSM", "share": "0.200"}, format="json")
    assert made.status_code == 201
    read = client.get(f"{ROOT}/coordination-posts/{post.pk}/").json()
    assert read["shares"] == [{"scheme": "CLSM", "share": "0.200"}]


def test_hand_overs_are_read_by_whoever_reads_them_on_the_pages(people):
    for contract in (people.draft, people.signed):
        for kind, successor in (("elected", None), ("ars", people.reader), ("coordinator", None)):
            Handover.objects.create(contract=contract, kind=kind, successor=successor)
    handovers.hand_over(Handover.objects.filter(contract=people.signed, kind="ars").get(), actor=None, today=TODAY())
    for who in ("referent", "coordinator", "pen", "siege", "reader", "elected", "neighbour", "stranger"):
        user = getattr(people, who)
        rows = Handover.objects.filter(contract__in=type(people.signed).objects.visible_to(user))
        may = {row.pk for row in rows if can_read_handover(user, row) or is_successor(user, row)}
        got = session(user).get(f"{ROOT}/handovers/").json()["results"]
        assert {row["id"] for row in got} == may, who
    states = session(people.referent).get(f"{ROOT}/handovers/?kind=ars").json()["results"]
    assert {row["contract"]: row["state"] for row in states} == {
        people.draft.reference: "open",
        people.signed.reference: "handed",
    }


@pytest.mark.parametrize(("address", "queries"), [("attendances", 2), ("coordination-posts", 4), ("post-fundings", 2)])
def test_these_lists_cost_the_same_for_one_and_thirty(
    people, meeting, post, address, queries, django_assert_num_queries
):
    client = session(people.reader)
    for many in (1, 29):
        for _ in range(many):
            meetings.invite(meeting=meeting, actor=None, organisation=OrganisationFactory())
            other = coordination.add_post(contract=people.signed, actor=None)
            coordination.add_post_funding(post=other, actor=None, funder=OrganisationFactory(), year=2026)
        client.get(f"{ROOT}/{address}/")
        with django_assert_num_queries(queries):
            client.get(f"{ROOT}/{address}/")
