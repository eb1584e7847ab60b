"""Contracts by REST: the same rules as the pages, under versions and keys."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from contracts.enums import Stage
from contracts.models import Axis, Contract
from core.history import Change
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import (
    AxisFactory,
    ContractFactory,
    FindingFactory,
    ObjectiveFactory,
    SignatoryFactory,
    world,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


@pytest.fixture
def people():
    return world()


@pytest.fixture
def api(people):
    client = APIClient()
    client.force_authenticate(people.referent)
    return client


def test_a_list_is_what_the_person_sees(people, api):
    found = api.get(f"{ROOT}/contracts/").json()
    assert {row["reference"] for row in found["results"]} == {people.draft.reference, people.signed.reference}
    api.force_authenticate(people.stranger)
    assert api.get(f"{ROOT}/contracts/").json()["count"] == 0
    assert api.get(f"{ROOT}/contracts/{people.draft.reference}/").status_code == 404
    assert APIClient().get(f"{ROOT}/contracts/").status_code == 401


def test_a_key_for_signed_contracts_sees_no_draft(people):
    _key, secret = create_api_key(user=people.referent, name="SI", scope=KeyScope.SIGNED, read_only=True)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    for address in ("contracts", "axes", "actions"):
        assert client.get(f"{ROOT}/{address}/").status_code == 200
    assert [row["reference"] for row in client.get(f"{ROOT}/contracts/").json()["results"]] == [people.signed.reference]
    assert client.post(f"{ROOT}/contracts/", {"title": "Non"}, format="json").status_code == 403


def test_nobody_reads_an_address(people, api):
    Contract.objects.update(ars_referent_name="Nadia", ars_referent_email="nadia@exemple.fr")
    SignatoryFactory(contract=people.draft, representative_email="maire@exemple.fr")
    for address in (f"contracts/{people.draft.reference}", "contracts", "signatories"):
        assert "@" not in json.dumps(api.get(f"{ROOT}/{address}/").json()), address


def test_create_change_and_its_versions(people, api):
    made = api.post(
        f"{ROOT}/contracts/",
        {"title": "CLS neuf", "members": [{"level": "commune", "code": "26220"}]},
        format="json",
    )
    assert made.status_code == 201 and made.json()["territory"]["population"] == 7000
    where = f"{ROOT}/contracts/{made.json()['reference']}/"
    assert api.patch(where, {"title": "CLS"}, format="json").status_code == 428
    etag = api.get(where)["ETag"]
    changed = api.patch(where, {"title": "CLS renommé"}, format="json", headers={"If-Match": etag})
    assert changed.status_code == 200 and changed["ETag"] != etag
    stale = api.patch(where, {"title": "CLS autrement"}, format="json", headers={"If-Match": etag})
    assert stale.status_code == 412 and stale["Content-Type"] == "application/problem+json"
    contract = Contract.objects.get(reference=made.json()["reference"])
    assert set(Change.objects.filter(scope=contract.pk, part="contract").values_list("channel", flat=True)) == {"api"}


def test_a_bad_perimeter_is_named_by_its_field(api):
    answer = api.post(
        f"{ROOT}/contracts/", {"title": "X", "members": [{"level": "commune", "code": "99999"}]}, format="json"
    )
    assert answer.status_code == 400 and "members" in json.dumps(answer.json())


@pytest.mark.parametrize(("field", "day"), [("starts_on", "0025-10-14"), ("ends_on", "9999-12-31")])
def test_a_day_from_which_none_can_be_counted_is_named_by_its_field(people, api, field, day):
    url = f"{ROOT}/contracts/{people.draft.reference}/"
    answer = api.patch(url, {field: day}, format="json", headers={"If-Match": api.get(url)["ETag"]})
    assert answer.status_code == 400 and "Vérifiez l’année" in answer.json()["detail"]
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_the_perimeter_is_said_anew_under_its_own_version(people, api):
    where = f"{ROOT}/contracts/{people.draft.reference}/perimeter/"
    read = api.get(where)
    said = {"members": [{"level": "commune", "code": "26220"}], "name": "Baronnies"}
    assert api.put(where, said, format="json").status_code == 428
    changed = api.put(where, said, format="json", headers={"If-Match": read["ETag"]})
    assert (changed.status_code, changed.json()["population"], changed.json()["name"]) == (200, 7000, "Baronnies")
    assert changed["ETag"] == f'"{changed.json()["version"]}"' != read["ETag"]
    assert api.put(where, said, format="json", headers={"If-Match": read["ETag"]}).status_code == 412
    now = {"headers": {"If-Match": changed["ETag"]}}
    wrong = api.put(where, {"members": [{"level": "commune", "code": "99999"}]}, format="json", **now)
    assert wrong.status_code == 400 and "/members/0/code" in json.dumps(wrong.json())
    frozen = f"{ROOT}/contracts/{people.signed.reference}/perimeter/"
    Contract.objects.filter(pk=people.signed.pk).update(frozen_at="2026-01-01T00:00Z")
    assert api.put(frozen, said, format="json", headers={"If-Match": "*"}).status_code == 409
    api.force_authenticate(people.reader)
    assert api.get(where).status_code == 200
    assert api.put(where, said, format="json", **now).status_code == 403
    assert Change.objects.filter(scope=people.draft.pk, part="territory", channel="api").exists()


def test_a_passage_that_lacks_something_says_what(people, api):
    where = f"{ROOT}/contracts/{people.draft.reference}/passages/"
    assert api.post(where, {"target": "diagnosis"}, format="json", headers={"If-Match": '"99"'}).status_code == 412
    refused = api.post(where, {"target": "consultation"}, format="json")
    assert refused.status_code == 409
    assert any("accord" in item["sentence"] for item in refused.json()["missing"])
    assert api.post(where, {"target": "diagnosis", "reason": "Compléter"}, format="json").status_code == 200
    assert Contract.objects.get(pk=people.draft.pk).stage == Stage.DIAGNOSIS


def test_parts_follow_the_same_rules(people, api):
    axis = api.post(
        f"{ROOT}/axes/",
        {"contract": people.draft.reference, "title": "Axe", "description": "<p>Oui<script>non</script></p>"},
        format="json",
    )
    assert axis.status_code == 201 and "script" not in axis.json()["description"]
    objective = api.post(f"{ROOT}/objectives/", {"axis": axis.json()["id"], "title": "Objectif"}, format="json")
    assert objective.status_code == 201 and objective.json()["contract"] == people.draft.reference
    where = f"{ROOT}/axes/{axis.json()['id']}/"
    assert api.delete(where).status_code == 428
    assert api.delete(where, headers={"If-Match": axis["ETag"]}).status_code == 204
    frozen = api.post(f"{ROOT}/axes/", {"contract": people.signed.reference, "title": "Axe"}, format="json")
    assert frozen.status_code == 409
    api.force_authenticate(people.reader)
    assert (
        api.post(f"{ROOT}/axes/", {"contract": people.draft.reference, "title": "A"}, format="json").status_code == 403
    )
    api.force_authenticate(people.stranger)
    assert (
        api.post(f"{ROOT}/axes/", {"contract": people.draft.reference, "title": "A"}, format="json").status_code == 400
    )


def test_a_finding_leads_to_axes_of_its_own_contract(people, api):
    axis, other = AxisFactory(contract=people.draft), AxisFactory(contract=ContractFactory())
    data = {"contract": people.draft.reference, "kind": "need", "text": "Trop loin"}
    made = api.post(f"{ROOT}/findings/", {**data, "axes": [axis.pk]}, format="json")
    assert made.status_code == 201 and made.json()["axes"] == [axis.pk]
    assert api.post(f"{ROOT}/findings/", {**data, "axes": [other.pk]}, format="json").status_code == 400


def test_signed_text_is_refused_and_progress_lives_on(people, api):
    signatory = SignatoryFactory(contract=people.draft)
    made = api.post(f"{ROOT}/commitments/", {"signatory": signatory.pk, "text": "Héberger"}, format="json")
    assert made.status_code == 201
    Contract.objects.filter(pk=people.draft.pk).update(frozen_at="2026-01-01T00:00Z")
    where = f"{ROOT}/commitments/{made.json()['id']}/"
    head = {"If-Match": made["ETag"]}
    assert api.patch(where, {"text": "Autre"}, format="json", headers=head).status_code == 409
    assert api.patch(where, {"state": "kept"}, format="json", headers=head).status_code == 200


def test_filters(people, api):
    def references(**params):
        answer = api.get(f"{ROOT}/contracts/", params)
        assert answer.status_code == 200, answer.json()
        return {row["reference"] for row in answer.json()["results"]}

    draft, signed = people.draft.reference, people.signed.reference
    assert references(status="in_force") == references(stage="in_force") == {signed}
    assert references(department="26") == {draft, signed} and references(department="75") == set()
    assert references(region="84") == {draft, signed}
    assert references(valid_on="2026-06-01") == {signed} and references(valid_on="2040-01-01") == set()
    assert references(expired_on="2040-01-01") == {signed}
    assert references(search="baronnies") == {draft}
    assert references(updated_since="2100-01-01T00:00:00Z") == set()
    assert api.get(f"{ROOT}/contracts/", {"status": "nowhere"}).status_code == 400


@pytest.mark.parametrize("address", ["contracts", "axes", "objectives", "signatories", "findings"])
def test_the_number_of_queries_does_not_follow_the_rows(people, api, address):
    def fill(number):
        for _ in range(number):
            contract = ContractFactory(carrier=OrganisationFactory())
            objective = ObjectiveFactory(axis=AxisFactory(contract=contract))
            FindingFactory(contract=contract).axes.add(objective.axis)
            SignatoryFactory(contract=contract)

    fill(1)
    # The roles of the person are read once for all her requests here.
    api.get(f"{ROOT}/{address}/")
    with CaptureQueriesContext(connection) as few:
        api.get(f"{ROOT}/{address}/")
    fill(29)
    with CaptureQueriesContext(connection) as many:
        assert api.get(f"{ROOT}/{address}/", {"page_size": 100}).json()["count"] >= 30
    assert len(few) == len(many) <= 7


def test_the_exchange_document(people, api):
    document = api.get(f"{ROOT}/contracts/{people.draft.reference}/exchange/").json()
    assert document["format"] == "cls-exchange/1" and document["contract"]["title"] == people.draft.title


def test_two_clients_change_one_axis_at_once(people, api):
    axis = AxisFactory(contract=people.draft)
    where, head = f"{ROOT}/axes/{axis.pk}/", {"If-Match": f'"{axis.version}"'}
    assert api.patch(where, {"title": "Premier"}, format="json", headers=head).status_code == 200
    assert api.patch(where, {"title": "Second"}, format="json", headers=head).status_code == 412
    assert Axis.objects.get(pk=axis.pk).title == "Premier"


def test_the_dates_of_a_signed_contract_are_kept(people, api):
    signatory = SignatoryFactory(contract=people.draft, signed_on="2026-03-01")
    Contract.objects.filter(pk=people.draft.pk).update(frozen_at="2026-03-01T00:00Z", stage=Stage.IN_FORCE)
    where, head = f"{ROOT}/signatories/{signatory.pk}/", {"If-Match": "*"}
    assert api.patch(where, {"signed_on": "2026-03-02"}, format="json", headers=head).status_code == 409
    assert api.patch(where, {"representative_name": "Ada"}, format="json", headers=head).status_code == 200


def test_the_exchange_document_gives_no_address(people, api):
    Contract.objects.filter(pk=people.draft.pk).update(ars_referent_name="N", ars_referent_email="n@exemple.fr")
    document = api.get(f"{ROOT}/contracts/{people.draft.reference}/exchange/").json()
    assert document["contract"]["ars_referent"] == {"name": "N"}


# --- Order -----------------------------------------------------------------------------------------
def test_a_row_is_put_at_a_rank_and_its_neighbours_make_room(people, api):
    axis, elsewhere = AxisFactory(contract=people.draft), AxisFactory(contract=people.draft)
    first, second, third = (ObjectiveFactory(axis=axis, position=n) for n in (1, 2, 3))
    other = ObjectiveFactory(axis=elsewhere, position=1)
    where, head = f"{ROOT}/objectives/{third.pk}/", {"If-Match": f'"{third.version}"'}
    answer = api.patch(where, {"position": 1, "title": "Devant"}, format="json", headers=head)
    assert (answer.status_code, answer.json()["position"], answer.json()["title"]) == (200, 1, "Devant")
    assert list(axis.objectives.values_list("pk", flat=True)) == [third.pk, first.pk, second.pk]
    other.refresh_from_db()
    assert other.position == 1
    assert api.patch(where, {"position": 2}, format="json", headers=head).status_code == 412
    moved = Change.objects.get_for_object(first).filter(action=Change.Action.UPDATE).get()
    assert (set(moved.changes), moved.actor, moved.channel) == ({"position"}, people.referent, "api")


def test_a_new_row_takes_its_rank_and_one_beyond_the_end_is_last(people, api):
    known = [AxisFactory(contract=people.draft, position=n) for n in (1, 2)]
    told = {"contract": people.draft.reference, "title": "Au milieu", "position": 2}
    made = api.post(f"{ROOT}/axes/", told, format="json").json()
    assert made["position"] == 2
    where, head = f"{ROOT}/axes/{made['id']}/", {"If-Match": "*"}
    assert api.patch(where, {"position": 90}, format="json", headers=head).json()["position"] == 3
    assert list(people.draft.axes.values_list("pk", flat=True)) == [*(axis.pk for axis in known), made["id"]]
    assert api.patch(where, {"position": 0}, format="json", headers=head).status_code == 400


def test_signed_rows_are_not_moved(people, api):
    rows = [AxisFactory(contract=people.draft, position=n) for n in (1, 2)]
    Contract.objects.filter(pk=people.draft.pk).update(frozen_at="2026-01-01T00:00Z")
    where = f"{ROOT}/axes/{rows[1].pk}/"
    told = {"data": {"position": 1}, "format": "json", "headers": {"If-Match": "*"}}
    answer = api.patch(where, **told)
    assert answer.status_code == 409 and answer.json()["title"] == "Texte signé"
    api.force_authenticate(people.reader)
    assert api.patch(where, **told).status_code == 403
