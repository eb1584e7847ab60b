"""The dashboard of the ARS: whose contracts, what each number counts, and the rows that it opens on."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from contracts.models import Predecessor
from contracts.services import approaches
from evaluation.dashboard import page as layout
from evaluation.forms.dashboard import DashboardFilter
from governance.models import Body, CoordinationPost, Meeting, PostHolder
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import (
    AmendmentFactory,
    AxisFactory,
    ContractFactory,
    SchemeLinkFactory,
    SignedContractFactory,
    world,
)

URL = "/tableau-de-bord/"
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2026-06-01 12:00", tick=False):
        yield


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def page(client, people):
    client.force_login(people.siege)

    def read(url, user=None):
        if user:
            client.force_login(user)
        return client.get(url).content.decode().replace("\u202f", " ").replace("\xa0", " ")

    return read


def asked(user, **data):
    return layout.Asked(user, DashboardFilter(data, user=user), TODAY)


def told(user, code, **data):
    rows = asked(user, **data).light()
    return next(reading.told for reading in layout.read(rows) if reading.figure.code == code)


def value(user, code, line, column="count", **data):
    cell = told(user, code, **data).cell(line, column)
    return cell.value if cell else None


def signed(people, **fields):
    return SignedContractFactory(department=people.drome, frozen_at=None, **fields)


def test_the_stages_and_their_next_term(people):
    signed(people, ends_on=date(2027, 3, 31))
    signed(people, ends_on=date(2026, 3, 31))
    assert value(people.siege, "stages", "in_force") == 2
    assert value(people.siege, "stages", "expired") == 1
    assert value(people.siege, "stages", "in_force", "next") == date(2027, 3, 31)
    assert value(people.siege, "stages", "drafting") == 1


def test_ends_with_and_without_a_successor(people, page):
    ending = signed(people, title="Contrat qui finit", ends_on=date(2026, 12, 31))
    signed(people, title="Contrat sans suite", ends_on=date(2026, 9, 30))
    AmendmentFactory(
        contract=signed(people, ends_on=date(2026, 7, 1)), signed_on=date(2026, 5, 1), new_ends_on=date(2029, 7, 1)
    )
    follows = ContractFactory(department=people.drome, title="La suite", starts_on=date(2027, 3, 1))
    Predecessor.objects.create(contract=follows, known=ending, label="x")
    counts = [
        [value(people.siege, "endings", line, column) for line in ("6", "12", "18")]
        for column in ("count", "alone", "gap")
    ]
    assert counts == [[1, 2, 2], [1, 1, 1], [0, 1, 1]]
    html = page(URL)
    assert "successeur : La suite (élaboration, commence le 1er mars 2027), 59 jours sans contrat" in html
    assert "prend fin le 30 septembre 2026, sans successeur" in html


def test_a_successor_that_one_may_not_see_is_not_told(people):
    ending = signed(people, ends_on=date(2026, 9, 30))
    Predecessor.objects.create(contract=people.draft, known=ending, label="x")
    assert value(people.siege, "endings", "6", "alone") == 0
    assert value(people.administrator, "endings", "6", "alone") == 1


def test_demarches_by_state_with_their_next_step(people, page):
    def begin(name, **fields):
        said = {"actor": people.referent, "department": people.drome, "asked_on": date(2026, 3, 2)}
        return approaches.open_approach(name=name, **said, **fields)

    begin("Vallée", next_step="Rappeler le maire", next_on=date(2026, 5, 20))
    begin("Plateau", next_step="Réunir les élus", next_on=date(2026, 7, 1))
    approaches.pass_approach(approach=begin("Ancienne"), target="dropped", actor=people.referent, reason="Non.")
    cells = [value(people.siege, "approaches", "first_contact", column) for column in ("count", "next", "late")]
    assert cells == [2, date(2026, 7, 1), 1]
    assert value(people.siege, "approaches", "total", department="26") == 2
    assert told(people.siege, "approaches", stage="in_force").lines == []
    assert told(people.neighbour, "approaches").lines == []
    html = page(URL)
    assert "1 démarche dont le jour prévu est passé" in html
    html = page(f"{URL}approaches/?ligne=total&colonne=late")
    assert "était prévu pour le 20 mai 2026 : Rappeler le maire" in html and "Plateau" not in html


def test_before_any_contract_the_demarches_and_the_way_to_the_first_one(people, client):
    said = {"actor": people.stranger, "department": people.stranger.territory_roles.get().department}
    approaches.open_approach(
        name="Vallée", asked_on=date(2026, 3, 2), next_step="Rappeler le maire", next_on=date(2026, 6, 20), **said
    )
    client.force_login(people.stranger)
    html = " ".join(client.get(URL).content.decode().replace("\xa0", " ").split())
    assert "Aucun contrat n’existe encore ici." in html and "prévu pour le 20 juin 2026 : Rappeler le maire" in html
    assert "Vallée" in html and 'href="/demarches/nouvelle/"' in html and 'href="/contrats/nouveau/"' in html
    html = client.get(f"{URL}?stage=drafting").content.decode()
    assert "Vallée" not in html and "Voir tous les contrats" in html


def test_the_page_leads_to_the_coverage_of_the_place_that_is_asked(people, page):
    assert 'href="/tableau-de-bord/couverture/84/"' in page(URL)
    assert 'href="/tableau-de-bord/couverture/84/#departement-26"' in page(f"{URL}?department=26")


def test_copils_late_and_rare(people):
    late = signed(people, signed_on=date(2026, 1, 15))
    signed(people, signed_on=date(2026, 3, 20))
    rare = signed(people, signed_on=date(2024, 1, 15))
    regular = signed(people, signed_on=date(2024, 1, 15))
    for contract, on in ((rare, date(2025, 11, 1)), (regular, date(2026, 2, 1))):
        body = Body.objects.create(contract=contract, kind="copil", meetings_per_year=2)
        Meeting.objects.create(contract=contract, body=body, on=on, state="held")
    cells = {line.code: line.cells[0].rows for line in told(people.siege, "copils").lines}
    assert {case.contract for case in cells["late"]} == {late, people.signed}
    assert len(cells["soon"]) == 1
    assert [case.contract for case in cells["rare"]] == [rare]
    assert cells["rare"][0].tell() == "dernier COPIL le 1er\xa0novembre 2025, 2\xa0par an"
    assert not cells["undated"]


def test_a_contract_without_a_copil_or_a_date_of_signature_is_told_with_the_reason(people, page):
    alone = signed(people, title="Contrat sans date", signed_on=None)
    held = signed(people, signed_on=None)
    body = Body.objects.create(contract=held, kind="copil", meetings_per_year=2)
    Meeting.objects.create(contract=held, body=body, on=date(2026, 5, 2), state="held")
    cells = {line.code: line.cells[0].rows for line in told(people.siege, "copils").lines}
    assert [case.contract for case in cells["undated"]] == [alone]
    assert alone not in [case.contract for code in ("late", "soon", "rare") for case in cells[code]]
    assert "1 contrat en vigueur sans COPIL ni date de signature" in page(URL)
    html = page(f"{URL}copils/?ligne=undated&colonne=count")
    assert "Contrat sans date" in html and "aucun COPIL tenu, et sans date de signature rien ne dit" in html


def test_posts_vacant_and_since_when(people, page):
    long = CoordinationPost.objects.create(contract=people.signed, title="Coordination")
    PostHolder.objects.create(contract=people.signed, post=long, holder_name="Nadia", until=date(2025, 10, 31))
    CoordinationPost.objects.create(contract=people.signed, title="Animation", holder_name="Lou")
    CoordinationPost.objects.create(contract=people.draft, title="À recruter")
    lines = {line.code: line.cells[0].value for line in told(people.siege, "posts").lines}
    assert lines == {"held": 1, "long": 1, "unknown": 1}
    assert "vacant depuis le 1er novembre 2025" in page(f"{URL}posts/?ligne=long&colonne=count")
    assert "2 postes vacants" in page(URL)


def test_contracts_that_nobody_coordinates(people, page):
    alone, left, held = signed(people), signed(people), signed(people)
    CoordinationPost.objects.create(contract=left, holder_name="Nadia", until=date(2026, 4, 30))
    CoordinationPost.objects.create(contract=held, holder_name="Lou")
    CoordinationPost.objects.create(contract=held)
    cases = told(people.siege, "uncoordinated").cell("nobody").rows
    said = {case.contract: case.tell() for case in cases}
    assert said == {alone: "aucun poste noté, et aucun compte", left: "poste vacant, et aucun compte"}
    assert people.signed.roles.filter(role="coordinator").exists()
    type(people.coordinator).objects.filter(pk=people.coordinator.pk).update(is_active=False)
    assert "3 contrats que personne ne coordonne" in page(URL)


def test_contracts_where_nothing_moves(people):
    with time_machine.travel("2025-10-01"):
        asleep = signed(people)
    assert [case.contract for case in told(people.siege, "stale").cell("6").rows] == [asleep]
    assert value(people.siege, "stale", "12") == 0
    asleep.refresh_from_db()
    asleep.title = "Réveillé"
    asleep.save()
    assert value(people.siege, "stale", "3") == 0


def test_mental_health_as_the_law_asks(people):
    held = signed(people, signed_on=date(2023, 1, 1))
    AxisFactory(contract=held, mental_health=True)
    SchemeLinkFactory(contract=held, scheme="ptsm", who_does_what="Le CLSM suit le PTSM.")
    signed(people, signed_on=date(2022, 2, 22))
    lines = {
        line.code: [case.contract for case in line.cells[0].rows] for line in told(people.siege, "mental_health").lines
    }
    assert lines["no_volet"] == lines["no_link"] == [people.signed]
    assert len(lines["before"]) == 1


def test_light_and_full_rows_say_the_same(people):
    axis = AxisFactory(contract=people.draft)
    funder = OrganisationFactory(name="Fonds d’essai")
    for rank in range(4):
        action = ActionFactory(
            axis=axis, attainment="reached" if rank else "", status="planned", starts_on=date(2026, 1, 1)
        )
        FundingFactory(action=action, funder=funder, year=2026, planned=100 * rank, granted=None)
    where = asked(people.siege)
    light, full = (
        {
            reading.figure.code: [[cell.words for cell in line.cells] for line in reading.told.lines]
            for reading in layout.read(rows)
        }
        for rows in (where.light(), where.full())
    )
    assert light == full
    assert light["late"] == [["4 sur 4"]]


def test_a_number_opens_on_its_rows_with_the_filters(people, page):
    axis = AxisFactory(contract=people.draft)
    ActionFactory(axis=axis, title="Bus santé", attainment="")
    html = page(f"{URL}?stage=drafting")
    assert 'href="/tableau-de-bord/attainment/?stage=drafting&amp;ligne=not_said&amp;colonne=count"' in html
    html = page(f"{URL}attainment/?stage=drafting&ligne=not_said&colonne=count")
    assert "Bus santé" in html and "CLS des Baronnies" in html
    assert "Bus santé" not in page(f"{URL}attainment/?stage=in_force&ligne=not_said&colonne=count")


def test_a_referent_sees_her_departements_first(people, page):
    other = SignedContractFactory(territory__departments=[people.neighbour.territory_roles.get().department])
    mine = asked(people.referent).contracts()
    assert other not in mine and people.draft in mine
    assert other in asked(people.referent, scope="all").contracts()
    assert other in asked(people.siege).contracts()


def test_filters_that_do_not_exist_are_left_out(people):
    assert len(asked(people.siege, stage="x", territory="y", department="999").contracts()) == 2
    assert len(asked(people.siege, stage="drafting", department="26").contracts()) == 1


def test_drafts_are_not_for_administrators(people, page):
    html = page(URL, people.administrator)
    assert "1 contrat au 1er juin 2026" in html


@pytest.mark.parametrize("url", [URL, f"{URL}stages/", f"{URL}copils/?ligne=late&colonne=count"])
def test_only_the_ars_has_a_dashboard(people, client, url):
    client.force_login(people.coordinator)
    assert client.get(url).status_code == 403
    client.force_login(people.siege)
    assert client.get(f"{URL}inconnu/").status_code == 404


def lively(people, n):
    for _ in range(n):
        contract = signed(people, signed_on=date(2025, 1, 1), ends_on=TODAY + timedelta(days=200))
        action = ActionFactory(axis=AxisFactory(contract=contract))
        FundingFactory(action=action, year=2026, planned=1000)
        body = Body.objects.create(contract=contract, kind="copil", meetings_per_year=2)
        Meeting.objects.create(contract=contract, body=body, on=TODAY - timedelta(days=100), state="held")
        CoordinationPost.objects.create(contract=contract, title="Coordination")
        follows = ContractFactory(department=people.drome, starts_on=TODAY + timedelta(days=300))
        approaches.open_approach(actor=people.referent, name="Vallée", department=people.drome, asked_on=TODAY)
        Predecessor.objects.create(contract=follows, known=contract, label="x")


def test_the_page_asks_the_same_for_5_contracts_and_for_60(people, page, django_assert_num_queries):
    lively(people, 3)
    page(URL)
    with django_assert_num_queries(19):
        page(URL)
    lively(people, 29)
    with django_assert_num_queries(19):
        assert "66 contrats" in page(URL)
    assert timezone.localdate() == TODAY


def test_only_a_drawing_that_failed_is_told(people, page, monkeypatch):
    assert "<picture>" in page(URL) and "n’a pas pu être dessiné" not in page(URL)
    monkeypatch.setattr(layout, "bar_chart", lambda **given: 1 / 0)
    assert page(URL).count("n’a pas pu être dessiné") == 1
