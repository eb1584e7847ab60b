import pytest

from territories.models import Commune, Epci
from tests.factories.territories import BARONNIES

pytestmark = pytest.mark.usefixtures("cog")


def test_exploring_goes_from_region_to_commune(reader):
    steps = [
        "/territoires/",
        "/territoires/region/84/",
        "/territoires/department/26/",
        f"/territoires/epci/{BARONNIES}/",
    ]
    last = "/territoires/commune/26220/"
    for here, there in zip(steps, [*steps[1:], last], strict=True):
        assert f'href="{there}"' in reader.get(here).content.decode()
    nyons = reader.get(last).content.decode()
    assert "7\u202f000\xa0habitants" in nyons
    assert "Les Pilles-Vieilles (26999)" in nyons
    assert all(f'href="{step}"' in nyons for step in steps)


def test_epci_that_crosses_a_border_is_listed_on_both_sides(reader):
    for department in ("26", "84"):
        assert "Enclave des Papes" in reader.get(f"/territoires/department/{department}/").content.decode()


def test_place_that_is_gone_says_so(reader):
    assert "Ne figure plus" not in reader.get("/territoires/commune/26220/").content.decode()
    Commune.objects.filter(pk="26220").update(active=False)
    assert "Ne figure plus" in reader.get("/territoires/commune/26220/").content.decode()


@pytest.mark.parametrize("path", ["commune/99999", "canton/26", "epci/200057867", "ept/" + BARONNIES])
def test_unknown_place_or_level_is_not_found(reader, path):
    assert reader.get(f"/territoires/{path}/").status_code == 404


def test_search_page_answers_whole_or_in_part(reader):
    whole = reader.get("/territoires/", {"q": "nyons"}).content.decode()
    part = reader.get("/territoires/", {"q": "nyons"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert 'href="/territoires/commune/26220/"' in whole
    assert 'href="/territoires/commune/26220/"' in part
    assert "Aucun territoire" in reader.get("/territoires/", {"q": "introuvable"}).content.decode()


def test_pages_ask_as_few_queries_for_thirty_rows_as_for_one(reader, django_assert_max_num_queries):
    def count(path):
        with django_assert_max_num_queries(15) as seen:
            assert reader.get(path).status_code == 200
        return len(seen)

    paths = ["/territoires/department/75/", "/territoires/epci/200054781/", "/territoires/?q=zone"]
    Commune.objects.create(code="75900", name="Zone 0", department_id="75", epci_id="200054781")
    Epci.objects.create(code="290000000", name="CC Zone", kind="CC", department_id="75")
    before = [count(path) for path in paths]
    for number in range(1, 30):
        group = Epci.objects.create(code=f"29000{number:04}", name=f"CC Zone {number}", kind="CC", department_id="75")
        Commune.objects.create(code=f"75{900 + number}", name=f"Zone {number}", department_id="75", epci=group)
        Commune.objects.create(code=f"76{900 + number}", name=f"Z {number}", department_id="75", epci_id="200054781")
    assert [count(path) for path in paths] == before
