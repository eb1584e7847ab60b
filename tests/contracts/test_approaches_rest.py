"""Démarches by REST: as on the pages, under a version, without the address of who asked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from contracts.models import Approach, Contract
from contracts.services import approaches as services
from core.models import Change

URL = "/api/v1/approaches/"
DAY = date(2026, 3, 2)


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def api(world):
    return client_of(world.referent)


def begin(people, name="Pays de Nyons", **fields):
    said = {"actor": people.referent, "department": people.drome, "asked_on": DAY}
    return services.open_approach(name=name, **{**said, **fields})


def test_one_begins_is_read_and_journalled(api, world):
    given = {
        "name": "Pays de Nyons",
        "department": "26",
        "asked_on": "2026-03-02",
        "axes": ["Santé mentale"],
        "asker_name": "Ana Mairet",
        "asker_contact": "ana@exemple.fr",
        "talks": "Premier échange.",
        "members": [{"level": "commune", "code": "26220", "name": "Nyons"}],
    }
    answer = api.post(URL, given, format="json")
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    said = answer.json()
    assert (said["state"], said["contract"], said["late"]) == ("first_contact", None, False)
    assert [each["code"] for each in said["territory"]["members"]] == ["26220"]
    assert said["passages"][0]["target"] == "first_contact"
    assert "ana@exemple.fr" not in answer.content.decode()
    row = Approach.objects.get()
    assert row.asker_contact == "ana@exemple.fr"
    line = Change.objects.get_for_object(row).get()
    assert (line.actor, line.channel) == (world.referent, "api")


def test_a_change_names_the_version_that_was_read(api, world):
    row = begin(world)
    url = f"{URL}{row.pk}/"
    assert api.patch(url, {"talks": "Accord du bureau."}, format="json").status_code == 428
    first = api.patch(url, {"talks": "Accord du bureau."}, format="json", headers={"If-Match": '"1"'})
    assert (first.status_code, first["ETag"], first.json()["talks"]) == (200, '"2"', "Accord du bureau.")
    late = api.patch(url, {"talks": "Autre chose."}, format="json", headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert api.delete(url, headers={"If-Match": "*"}).status_code == 405
    wrong = api.patch(url, {"next_on": "2026-09-01"}, format="json", headers={"If-Match": "*"})
    assert wrong.status_code == 400 and "prochaine étape" in wrong.content.decode()


def test_it_passes_and_becomes_a_contract_under_its_version(api, world):
    row = begin(world)
    url = f"{URL}{row.pk}/"
    assert api.post(f"{url}passages/", {"target": "discussion"}, format="json").status_code == 428

    def act(name, data, version):
        return api.post(f"{url}{name}/", data, format="json", headers={"If-Match": f'"{version}"'})

    assert act("passages", {"target": "agreed"}, 1).status_code == 409
    assert act("passages", {"target": "discussion"}, 1).json()["state"] == "discussion"
    assert act("passages", {"target": "agreed"}, 1).status_code == 412
    assert act("passages", {"target": "dropped"}, 2).status_code == 400
    assert act("passages", {"target": "agreed"}, 2).json()["state"] == "agreed"
    said = act("contract", {"title": "CLS de Nyons"}, 3).json()
    contract = Contract.objects.get(title="CLS de Nyons")
    assert (said["state"], said["contract"]) == ("contract", contract.reference)
    assert act("contract", {"title": "Encore"}, 4).status_code == 409
    assert api.patch(url, {"talks": "x"}, format="json", headers={"If-Match": "*"}).status_code == 409


def test_notes_and_press_gather_on_it(api, world):
    url = f"{URL}{begin(world).pk}/"
    said = api.post(f"{url}notes/", {"on": "2026-03-02", "text": "Appel du maire."}, format="json").json()
    assert [(each["text"], each["author"]) for each in said["notes"]] == [("Appel du maire.", str(world.referent))]
    wrong = api.post(f"{url}press/", {"title": "A", "url": "ftp://exemple.fr"}, format="json")
    assert wrong.status_code == 400
    said = api.post(f"{url}press/", {"title": "A", "url": "https://exemple.fr/a"}, format="json").json()
    assert said["press"][0]["title"] == "A"


def test_lists_are_narrowed_as_the_pages_are(api, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    begin(world, "Vallée", next_step="Rappeler", next_on=yesterday)
    begin(world, "Plateau")

    def names(query):
        return [each["name"] for each in api.get(f"{URL}?{query}").json()["results"]]

    assert names("") == ["Plateau", "Vallée"]
    assert names("late=true") == ["Vallée"] and names("late=false") == ["Plateau"]
    assert names("open=false") == [] and names("state=first_contact&department=26&search=vallee") == ["Vallée"]
    assert names("ordering=-name") == ["Vallée", "Plateau"]


def test_nobody_else_reads_them_nor_a_key_of_signed_contracts(world):
    url = f"{URL}{begin(world).pk}/"
    for user in (world.coordinator, world.administrator):
        client = client_of(user)
        assert client.get(URL).json()["count"] == 0 and client.get(url).status_code == 404
    for scope, seen in ((KeyScope.SIGNED, 0), (KeyScope.VISIBLE, 1)):
        _key, secret = create_api_key(user=world.referent, name=scope, scope=scope, read_only=True)
        client = APIClient(headers={"Authorization": f"Bearer {secret}"})
        assert client.get(URL).json()["count"] == seen


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_asks_the_same_whatever_its_length(api, world, count, django_assert_num_queries):
    for rank in range(count):
        begin(world, f"Vallée {rank}", referent=world.referent, members=[("commune", "26220", "Nyons")])
    with django_assert_num_queries(4):
        assert api.get(URL).json()["count"] == count
