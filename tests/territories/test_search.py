import pytest

from territories.models import Commune, Epci
from territories.search import find_places
from tests.factories.territories import BARONNIES

pytestmark = pytest.mark.usefixtures("cog")


def codes(text, *levels):
    return [place.pk for place in find_places(text, levels or None)]


@pytest.mark.parametrize(
    "text, first",
    [
        ("seder", "26340"),
        ("SÉDERON", "26340"),
        ("baronnies", BARONNIES),
        ("communauté de communes des Baronnies", BARONNIES),
        ("st denis", "93066"),
        ("26220", "26220"),
        ("26110", "26220"),
        ("200068229", BARONNIES),
        ("drôme", "26"),
        ("plaine com", "200057867"),
    ],
)
def test_found_by_name_code_or_postcode(text, first):
    assert codes(text)[0] == first


def test_what_begins_so_comes_before_the_more_populated():
    Commune.objects.create(code="26900", name="Le Val de Nyons", department_id="26", population=999999)
    assert codes("nyons", "commune") == ["26220", "26900"]


def test_namesakes_come_by_population():
    Commune.objects.create(code="26901", name="Nyons", department_id="26", population=9)
    Commune.objects.create(code="26902", name="Nyons", department_id="26", population=99999)
    assert codes("nyons", "commune") == ["26902", "26220", "26901"]


def test_levels_are_kept_apart_and_what_is_gone_is_not_offered():
    assert codes("baronnies", "commune") == ["26063"]
    Commune.objects.filter(pk="26063").update(active=False)
    Epci.objects.filter(pk=BARONNIES).update(dissolved=True)
    assert codes("baronnies") == []


@pytest.mark.parametrize("text", ["", " ", "x", "%%%", "introuvable"])
def test_nothing_to_find(text):
    assert codes(text) == []


def test_lookup_answers_the_combobox(reader):
    answer = reader.get("/territoires/recherche/", {"q": "baronnies", "levels": "epci,ept"})
    assert answer.json()["results"] == [
        {
            "value": f"epci:{BARONNIES}",
            "label": "CC des Baronnies en Drôme Provençale",
            "hint": "Drôme · 9\u202f200\xa0habitants",
        }
    ]
    [nyons] = reader.get("/territoires/recherche/", {"q": "nyons"}).json()["results"]
    assert nyons["hint"] == "Drôme (26110) · 7\u202f000\xa0habitants"


def test_lookup_asks_to_sign_in(client):
    assert client.get("/territoires/recherche/", {"q": "nyons"}).status_code == 302
