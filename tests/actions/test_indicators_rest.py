"""Indicators by REST: what is awaited, what is too old, and the catalogue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import CatalogueIndicator, Indicator
from actions.services import catalogue
from core.errors import Forbidden
from core.models import Change
from tests.factories.actions import ActionFactory, IndicatorFactory, MeasureFactory
from tests.factories.contracts import AxisFactory, ContractFactory, freeze, world

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    people = world()
    people.other = ContractFactory(department=people.drome)
    return people


@pytest.fixture
def rows(people):
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    entry = CatalogueIndicator.objects.create(region=people.region, title="Délai")
    made = {
        "awaited": IndicatorFactory(action=action, frequency="monthly", catalogue=entry),
        "too_old": IndicatorFactory(action=action, frequency="monthly"),
        "fresh": IndicatorFactory(action=action, frequency="yearly"),
        "never": IndicatorFactory(action=action),
    }
    for name, days in (("awaited", 40), ("too_old", 100), ("fresh", 10)):
        MeasureFactory(indicator=made[name], on=TODAY - timedelta(days=days))
    freeze(people.draft)
    return made


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"due": "true"}, {"awaited", "too_old"}),
        ({"due": "false"}, {"fresh", "never"}),
        ({"stale": "true"}, {"too_old"}),
        ({"kind": "impact"}, set()),
    ],
)
def test_filters(client, people, rows, asked, wanted):
    client.force_login(people.referent)
    found = client.get("/api/v1/indicators/", {"contract": people.draft.reference, **asked}).json()
    names = {row.pk: name for name, row in rows.items()}
    assert {names[each["id"]] for each in found["results"]} == wanted


def test_the_catalogue_is_read_and_its_indicators_found(client, people, rows):
    client.force_login(people.referent)
    entry = client.get("/api/v1/catalogue-indicators/", {"region": "84"}).json()["results"][0]
    assert entry["title"] == "Délai"
    found = client.get("/api/v1/indicators/", {"catalogue": entry["id"]}).json()["results"]
    assert [each["id"] for each in found] == [rows["awaited"].pk]
    axis = Indicator.objects.first().action.axis_id
    assert client.get("/api/v1/indicators/", {"axis": axis}).json()["count"] == 4


def test_the_catalogue_is_written_by_the_siege_of_its_region(client, people, rows):
    new = {"region": "84", "title": "Renoncement", "definition": "Part des adultes interrogés.", "kind": "impact"}
    for person, code in ((people.referent, 403), (people.coordinator, 403), (people.siege, 201), (people.siege, 400)):
        client.force_login(person)
        answer = client.post("/api/v1/catalogue-indicators/", new, "application/json")
        assert answer.status_code == code, answer.json()
    entry = CatalogueIndicator.objects.get(title="Renoncement")
    url = f"/api/v1/catalogue-indicators/{entry.pk}/"
    etag = client.get(url)["ETag"]
    change = {"data": {"retired": True, "region": "93"}, "content_type": "application/json"}
    assert client.patch(url, **change).status_code == 428
    changed = client.patch(url, **change, headers={"If-Match": etag}).json()
    assert (changed["retired"], changed["region"]) == (True, "84")
    assert client.patch(url, **change, headers={"If-Match": etag}).status_code == 412
    assert client.delete(url, headers={"If-Match": "*"}).status_code == 405
    assert Change.objects.filter(object_id=entry.pk, channel="api", actor=people.siege).count() == 2


def test_an_indicator_moves_with_its_values(client, people, rows):
    row = rows["awaited"]
    other = ActionFactory(axis=AxisFactory(contract=people.other))
    url = f"/api/v1/indicators/{row.pk}/"
    client.force_login(people.coordinator)

    def moved(**host):
        return client.patch(url, host, "application/json", headers={"If-Match": "*"})

    here = moved(axis=row.action.axis_id).json()
    assert (here["axis"], here["action"], len(here["measures"])) == (row.action.axis_id, None, 1)
    assert moved(axis=None).json()["axis"] is None
    assert moved(action=other.pk).status_code == 400
    assert moved(action=row.action_id, axis=row.action.axis_id).status_code == 400
    row.refresh_from_db()
    assert row.action is None


def test_the_service_moves_no_entry_to_the_region_of_another_siege(people):
    entry = CatalogueIndicator.objects.create(region=people.region, title="Délai")
    with pytest.raises(Forbidden):
        catalogue.change_entry(entry=entry, actor=people.siege, region=people.places.paca)
