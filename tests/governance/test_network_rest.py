"""The bodies of a territory by REST: the rules of their pages, nobody's address, nothing for a limited key."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from core.models import Change
from governance.models import NetworkDecision, NetworkFollowUp, NetworkMeeting, NetworkMember
from governance.services import network_follow_ups as follow_ups
from governance.services import network_meetings as meetings
from governance.services import networks as services
from tests.factories.contracts import world

ROOT = "/api/v1"
ADDRESSES = (
    *("networks", "network-members", "network-meetings", "network-agenda-items", "network-attendances"),
    *("network-decisions", "network-follow-ups"),
)
TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def network(people):
    made = services.create_network(actor=people.siege, region=people.region, kind="coordinators", name="Réseau AURA")
    services.add_member(network=made, actor=people.siege, name="Mona Membre", email="mona@exemple.fr")
    services.take_proposed(network=made, people=[people.coordinator.pk], actor=people.siege, today=TODAY())
    return made


@pytest.fixture
def meeting(people, network):
    made = meetings.prepare_meeting(network=network, actor=people.siege, on=TODAY())
    meetings.add_item(meeting=made, actor=people.siege, title="Bilan")
    return made


def session(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def send(client, verb, address, said, **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client, verb)(f"{ROOT}/{address}/", said, format="json", headers=given)


def test_a_network_lives_from_its_creation_to_its_minutes_by_rest_alone(people):
    client = session(people.siege)

    def made(address, **said):
        answer = send(client, "post", address, said)
        assert answer.status_code == 201, answer.json()
        return answer.json()

    network = made("networks", region=people.region.pk, kind="coordinators", meetings_per_year=4)["id"]
    member = made("network-members", network=network, name="x", email=people.coordinator.email.upper())
    assert (member["user"], member["who"], member["name"]) == (people.coordinator.pk, "Camille Coordinatrice", "")
    on = (TODAY() + timedelta(days=9)).isoformat()
    meeting = made("network-meetings", network=network, on=on, begins_at="09:30", title="Journée")["id"]
    first = made("network-agenda-items", meeting=meeting, title="Bilan")
    second = made("network-agenda-items", meeting=meeting, title="Formations", position=1)
    assert (second["position"], second["network"]) == (1, network)
    order = client.get(f"{ROOT}/network-agenda-items/?meeting={meeting}").json()["results"]
    assert [row["id"] for row in order] == [second["id"], first["id"]]
    where = f"network-meetings/{meeting}/passages"
    assert send(client, "post", where, {"target": "convened"}).status_code == 428
    convened = send(client, "post", where, {"target": "convened"}, If_Match='"1"')
    assert (convened.status_code, convened.json()["state"]) == (200, "convened")
    early = send(client, "post", where, {"target": "held"}, If_Match="*")
    assert early.status_code == 409 and early.json()["missing"][0]["code"] == "early"
    NetworkMeeting.objects.update(on=TODAY())
    assert send(client, "post", where, {"target": "held"}, If_Match="*").status_code == 200
    row = client.get(f"{ROOT}/network-attendances/?network={network}").json()["results"][0]
    noted = send(client, "patch", f"network-attendances/{row['id']}", {"presence": "there"}, If_Match="*")
    assert (noted.json()["name"], noted.json()["presence"]) == ("Camille Coordinatrice", "there")
    taken = made("network-decisions", network=network, meeting=meeting, on=TODAY().isoformat(), text="Se former")
    given = {"decision": taken["id"], "owner": people.coordinator.pk, "due_on": "2020-01-01"}
    asked = made("network-follow-ups", network=network, text="Écrire", **given)
    assert asked["late"]
    done = {"target": "done", "proof": "Courrier"}
    answer = send(session(people.coordinator), "post", f"network-follow-ups/{asked['id']}/passages", done, If_Match="*")
    assert (answer.status_code, answer.json()["proof"]) == (200, "Courrier")
    assert send(client, "post", f"network-meetings/{meeting}/rectifications", {"text": "Lire"}).status_code == 409
    assert send(client, "post", where, {"target": "closed"}, If_Match="*").json()["state"] == "closed"
    noted = send(client, "post", f"network-meetings/{meeting}/rectifications", {"text": "Lire 2027."}).json()
    assert [each["text"] for each in noted["rectifications"]] == ["Lire 2027."]
    told = Change.objects.filter(part="network", additional_data__network=network, actor=people.siege)
    assert set(told.values_list("channel", flat=True)) == {"api"} and not told.exclude(scope=None).exists()


def test_the_register_of_a_network_is_mended_by_another_decision(people, network):
    client, given = session(people.siege), {"network": network.pk, "on": TODAY().isoformat(), "text": "Quatre fois"}
    first = send(client, "post", "network-decisions", given).json()
    second = send(client, "post", "network-decisions", {**given, "text": "Six", "supersedes": first["id"]}).json()
    again = send(client, "post", "network-decisions", {**given, "supersedes": first["id"]})
    assert (first["number"], second["number"], again.status_code) == (1, 2, 409)
    assert client.get(f"{ROOT}/network-decisions/{first['id']}/").json()["superseded_by"] == second["id"]
    found = client.get(f"{ROOT}/network-decisions/?in_force=true").json()["results"]
    assert [row["id"] for row in found] == [second["id"]]
    late = send(client, "post", "network-decisions", {**given, "on": "2999-01-01"})
    assert late.status_code == 400 and late.json()["errors"][0]["pointer"] == "/on"
    for verb in ("put", "patch", "delete"):
        assert send(client, verb, f"network-decisions/{first['id']}", given, If_Match="*").status_code == 405


def test_who_reads_writes_and_is_told_nothing(people, network, meeting):
    given = {"network": network.pk, "on": TODAY().isoformat(), "text": "Valider"}
    assert send(session(people.coordinator), "post", "network-decisions", given).status_code == 403
    assert send(session(people.reader), "post", "network-decisions", given).status_code == 400
    assert not NetworkDecision.objects.exists()
    for address in ADDRESSES:
        assert session(people.reader).get(f"{ROOT}/{address}/").json()["count"] == 0, address
    assert session(people.coordinator).get(f"{ROOT}/networks/").json()["count"] == 1
    elsewhere = send(session(people.referent), "post", "networks", {"region": people.region.pk, "kind": "other"})
    assert elsewhere.status_code == 403
    both = {"region": people.region.pk, "department": people.drome.pk, "kind": "other"}
    assert send(session(people.siege), "post", "networks", both).status_code == 400


def test_two_people_at_once(people, network, meeting):
    row = NetworkMember.objects.get(name="Mona Membre")
    for address, said in (
        (f"networks/{network.pk}", {"name": "Réseau"}),
        (f"network-members/{row.pk}", {"leads": True}),
        (f"network-meetings/{meeting.pk}", {"place": "Lyon"}),
        (f"network-agenda-items/{meeting.items.get().pk}", {"title": "Bilan de l’année"}),
        (f"network-attendances/{meeting.attendances.first().pk}", {"presence": "excused"}),
    ):
        first = send(session(people.siege), "patch", address, said, If_Match='"1"')
        other = {name: f"{value} bis" if isinstance(value, str) else False for name, value in said.items()}
        second = send(session(people.pen), "patch", address, other, If_Match='"1"')
        assert (first.status_code, second.status_code in (400, 412)) == (200, True), (address, second.json())
    assert NetworkMember.objects.get(pk=row.pk).leads and NetworkMeeting.objects.get().place == "Lyon"


def test_addresses_are_written_and_never_read(people, network, meeting):
    client = session(people.siege)
    for address in ADDRESSES:
        assert "@" not in json.dumps(client.get(f"{ROOT}/{address}/").json()), address
    mona = NetworkMember.objects.get(name="Mona Membre")
    read = client.get(f"{ROOT}/network-members/{mona.pk}/").json()
    send(client, "put", f"network-members/{mona.pk}", read, If_Match="*")
    assert NetworkMember.objects.get(pk=mona.pk).email == "mona@exemple.fr"
    account = NetworkMember.objects.get(user=people.coordinator)
    refused = send(client, "patch", f"network-members/{account.pk}", {"name": "Autre"}, If_Match="*")
    assert refused.status_code == 400


def test_what_is_asked_is_asked_of_a_member(people, network):
    given = {"network": network.pk, "text": "Écrire", "owner": people.stranger.pk}
    assert send(session(people.siege), "post", "network-follow-ups", given).status_code == 400
    row = follow_ups.add_follow_up(network=network, actor=people.siege, text="Écrire", owner=people.coordinator)
    where = f"network-follow-ups/{row.pk}"
    refused = send(session(people.siege), "patch", where, {"owner": people.stranger.pk}, If_Match="*")
    assert refused.status_code == 400 and NetworkFollowUp.objects.get().owner == people.coordinator
    # Whoever left since keeps what she was asked, until it is given to somebody else.
    NetworkMember.objects.filter(user=people.coordinator).delete()
    assert send(session(people.siege), "patch", where, {"text": "Écrire à tous"}, If_Match="*").status_code == 200
    dropped = send(session(people.siege), "post", f"{where}/passages", {"target": "dropped"}, If_Match="*")
    assert dropped.status_code == 400


def test_a_key_for_signed_contracts_reads_no_network(people, network, meeting):
    _key, secret = create_api_key(user=people.siege, name="SI", scope=KeyScope.SIGNED, read_only=True)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    for address in ADDRESSES:
        assert client.get(f"{ROOT}/{address}/").json()["count"] == 0, address
    assert client.get(f"{ROOT}/networks/{network.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        *(("networks", 4), ("network-members", 4), ("network-meetings", 5), ("network-agenda-items", 4)),
        *(("network-attendances", 4), ("network-decisions", 4), ("network-follow-ups", 4)),
    ],
)
def test_a_page_costs_the_same_for_one_and_thirty(
    people, network, meeting, address, queries, django_assert_num_queries
):
    client = session(people.siege)
    for many in (1, 29):
        for n in range(many):
            services.create_network(actor=people.siege, region=people.region, kind="other", name=f"Comité {n}")
            services.add_member(network=network, actor=people.siege, name=f"Membre {n}")
            meetings.prepare_meeting(network=network, actor=people.siege, on=TODAY())
            meetings.add_item(meeting=meeting, actor=people.siege, title=f"Point {n}")
            on = {"on": TODAY(), "today": TODAY()}
            taken = meetings.decide(network=network, actor=people.siege, text=f"Décider {n}", **on)
            follow_ups.add_follow_up(network=network, actor=people.siege, text=f"Suite {n}", decision=taken)
        client.get(f"{ROOT}/{address}/")
        with django_assert_num_queries(queries):
            client.get(f"{ROOT}/{address}/")
