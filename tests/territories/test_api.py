import pytest

from tests.factories.territories import BARONNIES, ENCLAVE

pytestmark = pytest.mark.usefixtures("cog")
URL = "/api/v1/territories/"


def codes(answer):
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def test_one_level_searched_and_filtered(reader):
    assert codes(reader.get(URL, {"search": "nyons"})) == ["26220"]
    assert codes(reader.get(URL, {"level": "epci", "department": "26"})) == [BARONNIES, ENCLAVE]
    assert codes(reader.get(URL, {"level": "region", "department": "84"})) == ["93"]
    assert codes(reader.get(URL, {"level": "department", "search": "drome"})) == ["26"]


def test_detail_says_where_it_is(reader):
    row = reader.get(f"{URL}26220/").json()
    assert (row["level"], row["department"], row["region"], row["postcodes"]) == ("commune", "26", "84", ["26110"])
    assert reader.get(f"{URL}{BARONNIES}/", {"level": "epci"}).json()["region"] == "84"


def test_refusals(reader, client):
    assert reader.get(URL, {"level": "canton"}).status_code == 400
    assert reader.get(f"{URL}99999/").status_code == 404
    assert reader.post(URL, {}).status_code == 405
    client.logout()
    assert client.get(URL).status_code in (401, 403)
