"""Indicators by REST: what is awaited, what is too old, and the catalogue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import CatalogueIndicator, Indicator
from tests.factories.actions import ActionFactory, IndicatorFactory, MeasureFactory
from tests.factories.contracts import AxisFactory, freeze, world

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    return world()


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
    assert client.post("/api/v1/catalogue-indicators/", {"title": "X"}).status_code in (403, 405)
