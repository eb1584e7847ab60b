"""« Qualité des données »: each rule finds its flaw, says it in a sentence and leads to where it is mended."""

import io
import re
from datetime import date

import pytest
import time_machine
from openpyxl import load_workbook

from actions.models import Measure
from contracts.enums import Capacity
from core.job_model import Job
from evaluation.dashboard import page as layout
from evaluation.dashboard import quality
from evaluation.dashboard.quality_rules import DATES, RULES
from evaluation.forms.dashboard import QualityFilter
from evaluation.services import dashboard as services
from governance.models import Body, CoordinationPost, Decision, Meeting
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, IndicatorFactory
from tests.factories.contracts import AmendmentFactory, AxisFactory, SignatoryFactory, SignedContractFactory, world
from tests.support.jobs import do_jobs

URL = "/tableau-de-bord/qualite/"
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2026-06-01 12:00", tick=False):
        yield


@pytest.fixture
def people(db):
    return world()


def wrong(people, **fields):
    dates = {"starts_on": date(2026, 1, 1), "ends_on": date(2030, 12, 31), "signed_on": date(2026, 1, 15)}
    return SignedContractFactory(department=people.drome, frozen_at=None, **dates | fields)


def told(user, contract):
    asked = layout.Asked(user, QualityFilter({}, user=user), TODAY)
    found = quality.flaws(asked.contracts(quality.with_quality), user=user, today=TODAY)
    return {flaw.rule.code: flaw for flaw in found.get(contract.pk, [])}


def test_dates_that_contradict_each_other(people):
    contract = wrong(people, signed_on=date(2031, 2, 1))
    AmendmentFactory(contract=contract, number=2, new_ends_on=date(2029, 1, 1))
    SignatoryFactory(contract=contract, deliberated_on=date(2026, 2, 1), signed_on=date(2026, 1, 15))
    action = ActionFactory(axis=AxisFactory(contract=contract), ends_on=date(2031, 6, 30), starts_on=date(2026, 2, 1))
    FundingFactory(action=action, year=2032, planned=500)
    indicator = IndicatorFactory(action=action, title="Visites")
    Measure.objects.create(contract=contract, indicator=indicator, on=date(2027, 1, 1), value=1)
    body = Body.objects.create(contract=contract, kind="copil")
    Meeting.objects.create(contract=contract, body=body, on=date(2026, 9, 1), state="held")
    Decision.objects.create(contract=contract, number=1, on=date(2026, 9, 1), text="Oui")
    found = told(people.referent, contract)
    dates = [rule.code for rule in RULES if rule.kind == DATES]
    assert [code for code in dates if code not in found] == []
    assert found["fiche_outside_term"].url == f"/contrats/{contract.reference}/fiches/{action.pk}/modifier/"
    assert "argent de 2032 (500,00" in found["money_outside_term"].sentence
    assert found["signed_after_end"].url.endswith("/modifier/#section-dates")


def test_a_signed_prorogation_makes_room(people):
    contract = wrong(people)
    AmendmentFactory(contract=contract, signed_on=date(2026, 5, 1), new_ends_on=date(2032, 12, 31))
    action = ActionFactory(axis=AxisFactory(contract=contract), ends_on=date(2031, 6, 30))
    FundingFactory(action=action, year=2032, planned=500)
    outside = ActionFactory(axis=action.axis, ends_on=date(2035, 6, 30), origin="outside")
    assert not {"fiche_outside_term", "money_outside_term"} & set(told(people.referent, contract))
    assert outside.contract == contract


def test_what_is_missing(people):
    contract = wrong(people, signed_on=None, ends_on=None)
    SignatoryFactory(contract=contract, signed_on=None)
    SignatoryFactory(contract=contract, signed_on=None, capacity=Capacity.ASSOCIATED)
    found = told(people.referent, contract)
    expected = {"no_dates", "no_signature", "signatory_without_date", "no_perimeter", "no_carrier", "no_coordinator"}
    assert expected <= set(found)
    CoordinationPost.objects.create(contract=contract, title="Coordination", holder_name="Lou")
    assert "no_coordinator" not in told(people.referent, contract)


def test_fiches_of_the_same_title(people):
    axis = AxisFactory(contract=people.draft)
    one = ActionFactory(axis=axis, title="Bus santé")
    ActionFactory(axis=axis, title="BUS santé")
    found = told(people.referent, people.draft)["same_title"]
    assert found.url == one.get_absolute_url() and "2\xa0fiches ont le même titre" in found.sentence


def test_who_may_not_write_is_led_to_the_contract(people):
    contract = wrong(people, carrier=None)
    assert told(people.referent, contract)["no_carrier"].url == f"/contrats/{contract.reference}/modifier/"
    assert told(people.siege, contract)["no_carrier"].url == contract.get_absolute_url()


def test_the_page_filters_by_rule_and_keeps_its_counts(people, client):
    wrong(people, title="Sans signature", signed_on=None)
    client.force_login(people.referent)
    html = client.get(URL, {"rule": "no_signature"}).content.decode()
    assert "Sans signature" in html and "CLS signé de Grignan" not in re.sub(r"<option.*?</option>", "", html)
    assert "sans porteur" in html
    assert client.get(URL, {"rule": "x"}).status_code == 200


def test_organisations_that_look_alike(people, client):
    one = OrganisationFactory(name="Communauté de communes des Baronnies", kind="epci")
    other = OrganisationFactory(name="CC Baronnies", kind="epci")
    SignatoryFactory(contract=people.draft, organisation=one)
    people.signed.carrier = other
    OrganisationFactory(name="CC des Baronnies", kind="epci")
    people.draft.carrier = other
    people.draft.save()
    client.force_login(people.referent)
    html = client.get(f"{URL}organisations/").content.decode()
    assert html.count('<li>\n          <a href="/organisations/') == 1
    assert f"/organisations/{one.pk}/" in html and f"/organisations/{other.pk}/" in html


def test_as_many_queries_for_5_contracts_as_for_60(people, client, django_assert_num_queries):
    client.force_login(people.referent)
    for _ in range(3):
        ActionFactory(axis=AxisFactory(contract=wrong(people)), ends_on=date(2031, 6, 30))
    client.get(URL)
    with django_assert_num_queries(16):
        client.get(URL)
    for _ in range(55):
        ActionFactory(axis=AxisFactory(contract=wrong(people)), ends_on=date(2031, 6, 30))
    with django_assert_num_queries(16):
        client.get(URL)


def test_the_list_leaves_as_a_workbook_and_a_pdf_with_its_filters(people, client):
    SignatoryFactory(contract=wrong(people, title="Sans date"), capacity=Capacity.SIGNATORY, signed_on=None)
    wrong(people, title="Sans porteur", carrier=None)
    client.force_login(people.siege)
    answer = client.get(f"{URL}excel/?rule=signatory_without_date&stage=in_force")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[3]) for row in rows if row[0] == "Sans date"] == [
        ("Sans date", "Signataire sans date de signature")
    ]
    assert all(row[3] == "Signataire sans date de signature" and row[5].startswith("http") for row in rows)
    client.post(f"{URL}pdf/", {"query": "rule=no_carrier"})
    job = Job.objects.get(kind=services.KIND)
    assert {said["code"] for said in job.params["told"]} == {"no_carrier"}
    do_jobs()
    job.refresh_from_db()
    assert job.state == "done"


def test_its_filters_travel_and_are_kept_under_a_name(people, client):
    wrong(people, carrier=None)
    client.force_login(people.siege)
    html = client.get(f"{URL}?stage=in_force").content.decode()
    assert 'href="?stage=in_force&amp;rule=no_carrier"' in html
    assert 'href="/tableau-de-bord/qualite/organisations/?stage=in_force"' in html
    saved = client.post(
        "/tableau-de-bord/vues/garder/?de=qualite&stage=in_force&rule=no_carrier", {"name": "Sans porteur"}
    )
    assert saved.url == f"{URL}?stage=in_force&rule=no_carrier"
    assert '<a class="fr-tag" href="?stage=in_force&amp;rule=no_carrier">' in client.get(URL).content.decode()
