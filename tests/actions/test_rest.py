"""The plan by REST: who reads what, versions, writes through the services, and what a page of fiches costs."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.services import create_api_key
from actions.forms.filters import STATES, ActionFilter, AllActionsFilter
from actions.models import Action, Indicator
from actions.rest.filters import ActionFilters
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.actions import (
    ActionFactory,
    FundingFactory,
    IndicatorFactory,
    LeadFactory,
    LeadPersonFactory,
    MeasureFactory,
    StepFactory,
)

from .conftest import signed_fiche

ROOT = "/api/v1"


@pytest.fixture
def action(world):
    return ActionFactory(axis=world.axis, title="Un bus de santé")


@pytest.fixture
def signed_action(world):
    return signed_fiche(world.signed, title="Signée")


def session(user):
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def api(world):
    return session(world.coordinator)


def with_key(user, **fields):
    _key, text = create_api_key(user=user, name="SI", **fields)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


def ids(client, address, **query):
    response = client.get(f"{ROOT}/{address}/", query)
    assert response.status_code == 200, response.json()
    return [row["id"] for row in response.json()["results"]]


# --- Who reads what --------------------------------------------------------------------------
def test_a_draft_is_seen_by_its_people_only(world, action, signed_action):
    assert ids(session(world.referent), "actions") == [action.pk, signed_action.pk]
    assert ids(session(world.stranger), "actions") == [signed_action.pk]
    assert session(world.stranger).get(f"{ROOT}/actions/{action.pk}/").status_code == 404
    assert APIClient().get(f"{ROOT}/actions/").status_code == 401


@pytest.mark.parametrize(("scope", "seen"), [("signed", 1), ("visible", 2)])
def test_a_key_of_signed_contracts_sees_no_draft(world, action, signed_action, scope, seen):
    client = with_key(world.referent, scope=scope, read_only=False)
    for row in (FundingFactory, StepFactory, IndicatorFactory):
        row(action=action), row(action=signed_action)
    for indicator in Indicator.objects.all():
        MeasureFactory(indicator=indicator)
    for address in ("actions", "fundings", "steps", "indicators", "measures"):
        assert len(ids(client, address)) == seen, address
    told = {"axis": world.axis.pk, "title": "Non"}
    assert client.post(f"{ROOT}/actions/", told, format="json").status_code == (400 if scope == "signed" else 201)


def test_no_address_is_ever_read(api, action):
    LeadPersonFactory(action=action, name="Jeanne", email="jeanne@exemple.fr")
    response = api.get(f"{ROOT}/actions/{action.pk}/")
    assert b"jeanne@" not in response.content
    again = api.patch(
        f"{ROOT}/actions/{action.pk}/",
        {"lead_people": response.json()["lead_people"]},
        format="json",
        headers={"If-Match": response["ETag"]},
    )
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert action.person_parts.get().email == "jeanne@exemple.fr"


def test_the_name_of_an_account_is_not_read_by_trying_numbers(api, world, action):
    def name(user):
        url = f"{ROOT}/actions/{action.pk}/"
        said = {"lead_people": [{"user": user.pk}]}
        return api.patch(url, said, format="json", headers={"If-Match": "*"})

    assert name(UserFactory(display_name="Nul ne sait")).status_code == 400
    for known in (world.partner, world.stranger):
        assert name(known).json()["lead_people"][0]["name"] == str(known)


# --- Writing ---------------------------------------------------------------------------------
def test_a_title_and_an_axis_are_enough(api, world):
    made = api.post(f"{ROOT}/actions/", {"axis": world.axis.pk, "title": "Un bus"}, format="json")
    assert made.status_code == 201 and made["ETag"] == '"1"'
    assert (made.json()["contract"], made.json()["number"]) == (world.draft.reference, "1")
    assert api.post(f"{ROOT}/actions/", {"title": "Sans axe"}, format="json").status_code == 400


def test_what_is_read_can_be_written_back(api, world, action):
    LeadFactory(action=action)
    url = f"{ROOT}/actions/{action.pk}/"
    read = api.get(url)
    again = api.put(url, read.json(), format="json", headers={"If-Match": read["ETag"]})
    assert (again.status_code, again.json()) == (200, read.json())


def test_lists_are_written_whole(api, action):
    town = OrganisationFactory(name="Ville")
    told = {
        "leads": [{"id": town.pk}],
        "places": [{"level": "commune", "code": "26220", "name": "Nyons"}],
        "goals": {"general": "Mieux", "specific": [{"title": "Un"}]},
        "status": "in_progress",
    }
    url = f"{ROOT}/actions/{action.pk}/"
    changed = api.patch(url, told, format="json", headers={"If-Match": '"1"'}).json()
    assert changed["leads"] == [{"id": town.pk, "name": "Ville"}]
    assert changed["places"] == told["places"]
    assert changed["goals"]["specific"] == [{"number": None, "title": "Un", "operational": []}]
    assert changed["version"] == 2


def test_versions_protect(api, action):
    url = f"{ROOT}/actions/{action.pk}/"
    assert api.patch(url, {"title": "Non"}, format="json").status_code == 428
    assert api.patch(url, {"title": "A"}, format="json", headers={"If-Match": '"1"'}).status_code == 200
    assert api.patch(url, {"title": "B"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    assert Action.objects.get().title == "A"


def test_what_was_signed_is_refused_and_what_lives_is_not(api, signed_action):
    url = f"{ROOT}/actions/{signed_action.pk}/"
    refused = api.patch(url, {"title": "Autre"}, format="json", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:cls:problem:frozen")
    assert api.delete(url, headers={"If-Match": "*"}).status_code == 409
    assert api.patch(url, {"status": "done"}, format="json", headers={"If-Match": "*"}).status_code == 200


def test_who_only_reads_writes_nothing(world, action):
    client = session(world.reader)
    url = f"{ROOT}/actions/{action.pk}/"
    assert client.patch(url, {"title": "Non"}, format="json", headers={"If-Match": "*"}).status_code == 403
    told = {"action": action.pk, "title": "Non"}
    assert client.post(f"{ROOT}/steps/", told, format="json").status_code == 403


@pytest.mark.parametrize(
    ("address", "told", "changed"),
    [
        ("steps", {"title": "Acheter"}, {"done_on": "2026-09-01"}),
        ("years", {"year": 2026}, {"text": "Fait"}),
        ("notes", {"on": "2026-09-01", "text": "Vu"}, {"text": "Revu"}),
        ("fundings", {"funder": "*", "planned": "12500.50"}, {"granted": "10000.00"}),
        ("indicators", {"title": "Trajets"}, {"target": "200.0000"}),
    ],
)
def test_rows_live_by_rest(api, action, address, told, changed):
    told = {"action": action.pk, **{k: OrganisationFactory().pk if v == "*" else v for k, v in told.items()}}
    made = api.post(f"{ROOT}/{address}/", told, format="json")
    assert made.status_code == 201, made.json()
    assert made.json()["contract"] == action.contract.reference
    url = f"{ROOT}/{address}/{made.json()['id']}/"
    answer = api.patch(url, changed, format="json", headers={"If-Match": made["ETag"]})
    assert answer.status_code == 200, answer.json()
    assert {name: answer.json()[name] for name in changed} == changed
    assert api.delete(url, headers={"If-Match": '"1"'}).status_code == 412
    assert api.delete(url, headers={"If-Match": answer["ETag"]}).status_code == 204


def test_measures_and_indicators_of_the_contract(api, world):
    assert api.post(f"{ROOT}/indicators/", {"title": "Nulle part"}, format="json").status_code == 400
    made = api.post(f"{ROOT}/indicators/", {"title": "Partout", "contract": world.draft.reference}, format="json")
    told = {"indicator": made.json()["id"], "on": "2026-06-30", "value": "42.5"}
    assert api.post(f"{ROOT}/measures/", told, format="json").status_code == 201
    assert api.post(f"{ROOT}/measures/", {**told, "value": None}, format="json").status_code == 400
    read = api.get(f"{ROOT}/indicators/{told['indicator']}/").json()
    assert [each["value"] for each in read["measures"]] == ["42.5000"]


def test_a_row_does_not_change_its_fiche(api, world, action):
    step = StepFactory(action=action)
    other = ActionFactory(axis=world.axis)
    api.patch(f"{ROOT}/steps/{step.pk}/", {"action": other.pk}, format="json", headers={"If-Match": "*"})
    step.refresh_from_db()
    assert step.action == action


def test_a_fiche_is_put_at_a_rank_of_its_objective(api, world, action):
    second = ActionFactory(axis=world.axis, position=action.position + 1)
    head = {"If-Match": f'"{second.version}"'}
    answer = api.patch(f"{ROOT}/actions/{second.pk}/", {"position": 1}, format="json", headers=head)
    assert (answer.status_code, answer.json()["position"]) == (200, 1), answer.json()
    assert list(Action.objects.filter(axis=world.axis).in_plan_order()) == [second, action]


# --- Filters and cost ------------------------------------------------------------------------
def test_filters(api, world, action, signed_action):
    late = ActionFactory(axis=world.axis, ends_on=date(2020, 1, 1), themes=["Addictions"], priority="high", title="Été")
    lead = LeadFactory(action=late).organisation
    assert ids(api, "actions", contract=world.signed.reference) == [signed_action.pk]
    assert ids(api, "actions", late="true") == [late.pk]
    assert ids(api, "actions", theme="Addictions") == [late.pk]
    assert ids(api, "actions", lead=lead.pk) == [late.pk]
    assert ids(api, "actions", priority="high") == [late.pk]
    assert ids(api, "actions", search="ete") == [late.pk]
    assert ids(api, "actions", department="38") == []
    assert len(ids(api, "actions", department="26")) == 3
    assert ids(api, "actions", stage="in_force") == [signed_action.pk]
    step = StepFactory(action=signed_action)
    StepFactory(action=action)
    assert ids(api, "steps", status="in_force") == ids(api, "steps", stage=["in_force", "closed"]) == [step.pk]
    assert ids(api, "actions", axis=world.axis.pk, ordering="title") == [action.pk, late.pk]
    assert api.get(f"{ROOT}/actions/", {"status": "late"}).status_code == 400


def test_what_changed_since_a_date_counts_its_rows(api, action):
    Action.objects.update(updated_at=timezone.now() - timedelta(days=9))
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert ids(api, "actions", updated_since=since) == []
    told = {"action": action.pk, "funder": OrganisationFactory().pk, "spent": str(Decimal("10.00"))}
    api.post(f"{ROOT}/fundings/", told, format="json")
    assert ids(api, "actions", updated_since=since) == [action.pk]
    assert len(ids(api, "fundings", updated_since=since)) == 1


@pytest.mark.parametrize("address", ["actions", "fundings", "indicators", "measures", "steps"])
def test_a_page_costs_the_same_at_1_and_30_rows(api, world, address):
    def asked(count):
        for _ in range(count):
            action = ActionFactory(axis=world.axis)
            LeadFactory(action=action), LeadPersonFactory(action=action), FundingFactory(action=action)
            StepFactory(action=action), MeasureFactory(indicator=IndicatorFactory(action=action))
        with CaptureQueriesContext(connection) as queries:
            api.get(f"{ROOT}/{address}/", {"page_size": 100})
        return len(queries)

    assert asked(1) == asked(29) <= 12


def test_the_list_and_the_interface_have_the_same_filters(api, action):
    own = {"q": "search", "order": "ordering", "columns": None}
    pages = ActionFilter.base_fields.keys() | AllActionsFilter.base_fields.keys()
    assert pages - own.keys() <= ActionFilters.base_filters.keys()
    for name in ("status", "priority", "origin"):
        offered = {code for code, _label in ActionFilter.base_fields[name].choices if code}
        assert offered == {code for code, _label in ActionFilters.base_filters[name].extra["choices"]}, name
    other = ActionFactory(axis=action.axis, status="done", ends_on=date(2020, 1, 1))
    assert ids(api, "actions", status=["none", "done"]) == [action.pk, other.pk]
    assert ids(api, "actions", status="none") == [action.pk]
    for state, _label in STATES:
        found = Action.objects.in_state(state, timezone.localdate()).values_list("pk", flat=True)
        assert set(ids(api, "actions", state=state)) == set(found), state


# --- CSV -------------------------------------------------------------------------------------
def table(client, address, **query):
    response = client.get(f"{ROOT}/{address}/", query, headers={"accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return response, list(csv.DictReader(response.content.decode().splitlines()))


def test_lists_are_given_as_csv_to_who_asks(api, action):
    Action.objects.filter(pk=action.pk).update(title="=HYPERLINK(1)", themes=["Accès aux soins", "Santé mentale"])
    LeadFactory(action=action, organisation=OrganisationFactory(name="Ville de Crest"))
    ActionFactory(axis=action.axis)
    response, (row,) = table(api, "actions", page_size=1)
    assert (row["id"], row["title"]) == (str(action.pk), "'=HYPERLINK(1)")
    assert (row["themes"], row["leads"]) == ("Accès aux soins; Santé mentale", "Ville de Crest")
    assert "reason" not in row and "page=2" in response["Link"] and 'rel="next"' in response["Link"]
    FundingFactory(action=action, year=2026, planned=Decimal("12500.50"))
    assert table(api, "fundings")[1][0]["planned"] == "12500.50"
    MeasureFactory(indicator=IndicatorFactory(action=action), value=Decimal("-3.5"))
    assert float(table(api, "measures")[1][0]["value"]) == -3.5
    assert table(api, "indicators")[1][0]["measures"].startswith("[{")


def test_csv_of_nothing_has_its_columns_and_a_refusal_is_a_problem(api, world):
    response, rows = table(api, "actions")
    assert rows == [] and response.content.startswith(b"id,contract,axis")
    wrong = api.get(f"{ROOT}/actions/", {"status": "inventé"}, headers={"accept": "text/csv"})
    assert (wrong.status_code, wrong["Content-Type"]) == (400, "application/problem+json")
