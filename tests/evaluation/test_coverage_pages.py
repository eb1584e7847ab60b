"""The pages of the population covered: a map whose every link is a line of the table."""

import io
import re
from datetime import date

import pytest
import time_machine
from openpyxl import load_workbook

from territories.models import Department, Region
from territories.services import set_perimeter
from tests.factories.accounts import administrator, siege
from tests.factories.contracts import ContractFactory, SignedContractFactory
from tests.factories.territories import BARONNIES, small_cog

pytestmark = pytest.mark.django_db

FRANCE, AURA = "/tableau-de-bord/couverture/", "/tableau-de-bord/couverture/84/"


@pytest.fixture
def places():
    found = small_cog()
    made = SignedContractFactory(
        frozen_at=None, starts_on=date(2025, 1, 1), ends_on=date(2029, 12, 31), signed_on=date(2025, 3, 1)
    )
    set_perimeter(territory=made.territory, members=[("epci", BARONNIES)])
    return found


@pytest.fixture
def page(client, places):
    client.force_login(siege(places.aura))
    return lambda url: client.get(url).content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_the_map_of_france_has_one_link_a_region_that_is_drawn(page):
    html = page(FRANCE)
    links = re.findall(r'class="cls-map-link"', html)
    assert len(links) == 3
    assert "Auvergne-Rhône-Alpes : 86 % de la population couverte, 1 contrat en vigueur" in html
    assert 'href="/tableau-de-bord/couverture/84/"' in html


def test_what_no_outline_draws_is_named_beside_the_map(page):
    Region.objects.create(code="01", name="Guadeloupe")
    island = Department.objects.create(code="971", name="Guadeloupe", region_id="01")
    island.communes.create(code="97101", name="Les Abymes", population=50000)
    html = page("/tableau-de-bord/couverture/01/")
    assert '<svg viewBox="0 0 24 16"' in html and "cls-map-drawing" not in html
    assert "Guadeloupe : 0 % de la population couverte" in html


def test_a_region_writes_its_percentages_on_the_map(page):
    html = page(AURA)
    assert re.search(r"<text[^>]*>\s*86 %\s*</text>", html)
    assert "9 200 habitants sur 10 700" in html


@time_machine.travel("2026-06-01")
def test_a_past_year_is_seen_as_it_was(page):
    assert "9 200 habitants sur 10 700" in page(f"{AURA}?annee=2025")
    assert "0 habitants sur 10 700" in page(f"{AURA}?annee=2024")
    assert "9 200 habitants sur 10 700" in page(f"{AURA}?annee=1850")


def test_an_unknown_region_is_not_found(page, client):
    assert client.get("/tableau-de-bord/couverture/xx/").status_code == 404


@pytest.mark.parametrize("url, queries", [(FRANCE, 17), (AURA, 18)])
def test_the_pages_ask_the_same_for_one_contract_and_for_six(page, url, queries, django_assert_num_queries):
    page(url)
    with django_assert_num_queries(queries):
        page(url)
    for _ in range(5):
        made = SignedContractFactory(frozen_at=None, starts_on=date(2025, 1, 1), signed_on=date(2025, 3, 1))
        set_perimeter(territory=made.territory, members=[("epci", BARONNIES)])
    with django_assert_num_queries(queries):
        page(url)


def test_contracts_by_stage_on_the_same_map_open_on_their_list(page, places):
    ContractFactory(department=places.drome, stage="consultation")
    dates = {"starts_on": date(2016, 1, 1), "ends_on": date(2020, 1, 1), "signed_on": date(2016, 1, 1)}
    SignedContractFactory(department=places.drome, frozen_at=None, **dates)
    html = page(f"{AURA}?carte=etapes&annee=2024")
    assert "Drôme : 1 consultation, 1 en vigueur, 1 échus" in html
    assert re.search(r"<text[^>]*>\s*3\s*</text>", html)
    assert 'href="/contrats/?department=26&amp;stage=consultation"' in html
    assert 'href="/contrats/?department=26&amp;situation=expired&amp;kind=contract"' in html
    assert "Situation" not in html and "3 contrats aujourd’hui" in html
    assert 'href="/tableau-de-bord/couverture/84/?carte=etapes"' in page(f"{FRANCE}?carte=etapes")


def test_drafts_that_one_may_not_see_are_not_counted(page, client, places):
    ContractFactory(department=places.drome, stage="consultation")
    client.force_login(administrator())
    assert "Drôme : 1 en vigueur" in page(f"{AURA}?carte=etapes")


@time_machine.travel("2026-06-01")
def test_the_workbook_and_the_csv_say_what_the_page_shows(page, client):
    book = load_workbook(io.BytesIO(client.get(f"{AURA}fichier/excel/").content))
    places = list(book["Situation"].iter_rows(values_only=True))
    assert places[1][2:7] == ("26", "Drôme", 86, 9200, 10700)
    years = [(row[0].year, row[1], row[3], row[4]) for row in book["Années"].iter_rows(min_row=2, values_only=True)]
    assert (2024, "Région", "Auvergne-Rhône-Alpes", 0) in years and (2026, "Département", "Drôme", 86) in years
    answer = client.get(f"{FRANCE}fichier/csv/")
    assert 'filename="population-couverte-france-2026-06-01.csv"' in answer["Content-Disposition"]
    assert "2025-12-31;Département;26;Drôme;86,0;9200;10700" in answer.content.decode("utf-8-sig")
    assert client.get(f"{FRANCE}fichier/doc/").status_code == 404


@time_machine.travel("2026-06-01")
def test_each_place_is_compared_from_year_to_year(page):
    html = page(AURA)
    cells = re.search(r'<th scope="row">Drôme</th>(.*?)</tr>', html, re.S)[1]
    assert re.findall(r">([^<]+)</td>", cells) == ["0 %", "0 %", "0 %", "0 %", "86 %", "86 %"]
