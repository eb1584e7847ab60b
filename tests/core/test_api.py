"""The REST tools, tried on the smallest resource that uses them all: organisations."""

import json

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DataError
from django.http import Http404
from rest_framework.test import APIClient

from accounts import services
from accounts.models import ApiKey, Organisation
from core import errors
from core.models import Change
from core.problems import MEDIA_TYPE, PROBLEMS, exception_handler, pointer
from tests.factories.accounts import OrganisationFactory, UserFactory, administrator

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations/"


@pytest.fixture
def actor(db):
    return administrator()


@pytest.fixture
def client(actor):
    client = APIClient()
    client.force_login(actor)
    return client


def bearer(user, **fields):
    key, text = services.create_api_key(user=user, name="essai", **fields)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client, key


def told(response, status, code):
    """The problem that a response holds, once checked to be one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == MEDIA_TYPE
    body = json.loads(response.content)
    assert body["type"] == PROBLEMS[code].type
    assert body["status"] == status
    assert body["detail"]
    return body


# --- Who -------------------------------------------------------------------------------------
def test_without_key_nor_session_401():
    response = APIClient().get(LIST)
    told(response, 401, "unauthenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("text", ["", "cls_", "cls_00000000_xxx", "x", "cls_é", "a b"])
def test_a_key_that_is_none_401(text):
    told(APIClient().get(LIST, HTTP_AUTHORIZATION=f"Bearer {text}"), 401, "unauthenticated")


def test_a_key_is_stored_hashed_and_opens_until_it_is_revoked(actor):
    client, key = bearer(actor)
    secret = client._credentials["HTTP_AUTHORIZATION"].rsplit("_", 1)[1]
    assert secret not in str(ApiKey.objects.values())
    assert client.get(LIST).status_code == 200
    assert ApiKey.objects.get().last_used_at
    services.revoke_api_key(key=key, actor=actor)
    told(client.get(LIST), 401, "unauthenticated")


def test_the_last_use_is_written_once_a_minute(actor, django_assert_num_queries):
    client, _ = bearer(actor)
    with django_assert_num_queries(3):  # the key, its use, the count
        client.get(LIST)
    with django_assert_num_queries(2):
        client.get(LIST)


def test_a_key_of_somebody_gone_401(actor):
    client, _ = bearer(actor)
    actor.is_active = False
    actor.save()
    told(client.get(LIST), 401, "unauthenticated")


def test_an_expired_key_401(actor):
    from django.utils import timezone

    client, _ = bearer(actor, expires_at=timezone.now())
    told(client.get(LIST), 401, "unauthenticated")


def test_a_read_only_key_writes_nothing(actor):
    client, _ = bearer(actor)
    told(client.post(LIST, {"name": "X"}, format="json"), 403, "forbidden")
    writing, _ = bearer(actor, read_only=False)
    assert writing.post(LIST, {"name": "X"}, format="json").status_code == 201


def test_somebody_without_role_reads_but_does_not_write():
    client = APIClient()
    client.force_login(UserFactory())
    assert client.get(LIST).status_code == 200
    told(client.post(LIST, {"name": "X"}, format="json"), 403, "forbidden")


# --- Lists -----------------------------------------------------------------------------------
def test_pages_search_and_order(client):
    for name in ["Écho", "Alpha", "alpha bis"]:
        OrganisationFactory(name=name, kind="caf")
    body = client.get(LIST, {"page_size": 2, "ordering": "-name", "kind": "caf"}).json()
    assert (body["count"], len(body["results"]), body["previous"]) == (3, 2, None)
    assert "page=2" in body["next"]
    names = [row["name"] for row in client.get(LIST, {"search": "ALPHA"}).json()["results"]]
    assert sorted(names) == ["Alpha", "alpha bis"]


def test_equal_rows_keep_their_places_from_page_to_page(client):
    made = {OrganisationFactory(kind="caf").pk for _ in range(5)}
    seen = [
        client.get(LIST, {"ordering": "kind", "page_size": 1, "page": page}).json()["results"][0]["id"]
        for page in range(1, 6)
    ]
    assert seen == sorted(made)


def test_two_hundred_rows_at_most(client):
    Organisation.objects.bulk_create(Organisation(name=f"N{n}", search=f"n{n}") for n in range(201))
    assert len(client.get(LIST, {"page_size": 1000}).json()["results"]) == 200


@pytest.mark.parametrize(
    ("query", "status", "code", "where"),
    [
        ("ordering=secret", 400, "invalid", "/ordering"),
        ("page_size=abc", 400, "invalid", "/page_size"),
        ("page_size=0", 400, "invalid", "/page_size"),
        ("kind=nothing", 400, "invalid", "/kind"),
        ("search=a%00b", 400, "invalid", "/search"),
        ("siren=%00", 400, "invalid", "/siren"),
        ("page=99", 404, "not-found", None),
        ("page=abc", 404, "not-found", None),
        (f"page={'9' * 5000}", 404, "not-found", None),
    ],
)
def test_wrong_parameters(client, query, status, code, where):
    body = told(client.get(f"{LIST}?{query}"), status, code)
    assert [item["pointer"] for item in body.get("errors", [])] == ([where] if where else [])


@pytest.mark.parametrize("key", ["999999", "9" * 40, "abc", "%00", "-1"])
def test_what_does_not_exist_404(client, key):
    told(client.get(f"{LIST}{key}/"), 404, "not-found")


def test_an_unknown_address_is_a_problem_too(client):
    told(APIClient().get("/api/v1/nowhere/"), 404, "not-found")


def test_other_methods_and_formats(client):
    told(client.delete(LIST), 405, "method-not-allowed")
    told(client.get(LIST, HTTP_ACCEPT="text/csv"), 406, "not-acceptable")
    told(client.post(LIST, "name=X", content_type="application/x-www-form-urlencoded"), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body",
    ["{", "", "NaN", '{"name": NaN}', '{"name": "\\ud800"}', "[" * 100_000, '"text"', "[]", "null", b"\xff\xfe"],
)
def test_bodies_that_cannot_be_read(client, body):
    told(client.post(LIST, body, content_type="application/json"), 400, "invalid")
    assert not Organisation.objects.exists()


def test_a_body_too_large_is_refused_unread(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    told(client.post(LIST, {"name": "X" * 100}, format="json"), 413, "too-large")


# --- Writing ---------------------------------------------------------------------------------
def test_what_is_created_has_a_version_and_an_author(client, actor):
    response = client.post(LIST, {"name": "Été", "siren": "200068229", "aliases": ["L’été"]}, format="json")
    assert response.status_code == 201
    assert response["ETag"] == '"1"'
    assert response.json()["aliases"] == ["L’été"]
    line = Change.objects.get_for_object(Organisation.objects.get()).get()
    assert (line.actor, line.channel) == (actor, "api")


def test_errors_point_at_the_fields(client):
    OrganisationFactory(name="Été")
    body = told(client.post(LIST, {"name": "ete"}, format="json"), 400, "invalid")
    assert [item["pointer"] for item in body["errors"]] == ["/name"]
    body = told(client.post(LIST, {"siren": "123456789", "aliases": ["ok", ""]}, format="json"), 400, "invalid")
    assert {item["pointer"] for item in body["errors"]} == {"/name", "/siren", "/aliases/1"}


def test_a_change_names_the_version_that_was_read(client):
    organisation = OrganisationFactory(name="Avant")
    address = f"{LIST}{organisation.pk}/"
    etag = client.get(address)["ETag"]
    told(client.patch(address, {"name": "Sans"}, format="json"), 428, "precondition-required")
    done = client.patch(address, {"name": "Après"}, format="json", HTTP_IF_MATCH=etag)
    assert (done.status_code, done["ETag"], done.json()["name"]) == (200, '"2"', "Après")
    stale = client.patch(address, {"name": "Trop tard"}, format="json", HTTP_IF_MATCH=etag)
    body = told(stale, 412, "stale")
    assert (body["etag"], stale["ETag"], body["current_version"]) == ('"2"', '"2"', 2)
    assert Organisation.objects.get().name == "Après"


@pytest.mark.parametrize(("given", "status"), [("*", 200), ('W/"1"', 200), ('"7", "1"', 200), ("1", 412), ('"x"', 412)])
def test_ways_to_write_if_match(client, given, status):
    organisation = OrganisationFactory()
    response = client.patch(f"{LIST}{organisation.pk}/", {"kind": "caf"}, format="json", HTTP_IF_MATCH=given)
    assert response.status_code == status


# --- The table -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (errors.Invalid("Non."), 400, "invalid"),
        (errors.Forbidden("Non."), 403, "forbidden"),
        (errors.Refused("Non."), 409, "refused"),
        (errors.Frozen("Signé."), 409, "frozen"),
        (Http404("secret"), 404, "not-found"),
        (DataError("secret"), 400, "invalid"),
        (OverflowError("secret"), 400, "invalid"),
        (SuspiciousOperation("secret"), 400, "invalid"),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), 400, "invalid"),
    ],
)
def test_each_refusal_has_its_problem(refusal, status, code):
    answer = exception_handler(refusal, {})
    assert (answer.status_code, answer.data["type"]) == (status, PROBLEMS[code].type)
    assert "secret" not in str(answer.data)


def test_a_bug_stays_a_bug():
    assert exception_handler(KeyError("x"), {}) is None
    assert exception_handler(ValueError("x"), {}) is None


def test_a_refused_passage_says_what_is_missing():
    missing = [errors.Missing("Il manque un axe.", law="L1434-10 CSP", code="axis")]
    answer = exception_handler(errors.PassageRefused("Pas encore.", missing), {})
    assert answer.status_code == 409
    assert answer.data["detail"] == "Pas encore."
    assert answer.data["missing"] == [
        {"code": "axis", "sentence": "Il manque un axe.", "blocking": True, "law": "L1434-10 CSP"}
    ]


def test_paths_become_pointers():
    assert pointer("contract.axes[2].title") == "/contract/axes/2/title"
    assert pointer("a/b~c") == "/a~1b~0c"
    assert pointer("__all__") == ""


# --- The document ----------------------------------------------------------------------------
def test_the_document_says_every_problem(client):
    document = json.loads(client.get("/api/schema/?format=json").content)
    assert document["openapi"].startswith("3.1")
    change = document["paths"]["/api/v1/organisations/{id}/"]["patch"]
    assert {"400", "401", "403", "404", "406", "409", "412", "413", "415", "428"} <= set(change["responses"])
    assert list(change["responses"]["428"]["content"]) == [MEDIA_TYPE]
    assert [p["required"] for p in change["parameters"] if p["name"] == "If-Match"] == [True]
    reading = document["paths"]["/api/v1/organisations/"]["get"]
    assert not {"409", "412", "415", "428"} & set(reading["responses"])
    assert {p["name"] for p in reading["parameters"]} >= {"page", "page_size", "search", "ordering", "kind"}


def test_the_document_is_the_same_each_time_it_is_made(client):
    first, second = (client.get("/api/schema/").content for _ in range(2))
    assert first == second
    assert b"#/components/schemas/TypeEnum" not in first


def test_the_documentation_page_needs_no_inline_script(client):
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()
    assert "<style" not in page.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/contracts/", "/api/schema/", "/api/nowhere"])
def test_another_host_is_refused_by_a_problem(client, settings, address):
    settings.ALLOWED_HOSTS = ["cls.example.org"]
    answer = client.get(address, headers={"Host": "elsewhere.example.org"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["title"] == "Demande incorrecte"


def test_another_host_is_refused_by_a_page_elsewhere(client, settings):
    settings.ALLOWED_HOSTS = ["cls.example.org"]
    answer = client.get("/", headers={"Host": "elsewhere.example.org"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")
