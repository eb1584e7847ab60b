import json

import pytest
from django.core.cache import cache
from django.db import connection

from cls_platform import health, heartbeat
from tests.support.worker import wait_for


@pytest.fixture(autouse=True)
def no_heartbeat_left():
    cache.delete(heartbeat.KEY)
    yield
    cache.delete(heartbeat.KEY)


def broken(*args, **kwargs):
    raise OSError("away")


def test_all_is_well_without_signing_in(client, db):
    heartbeat.beat()
    response = client.get("/sante")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok"}


def test_no_worker_is_a_503_that_says_so(client, db):
    response = client.get("/sante")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "ok", "broker": "ok", "worker": "down"}


def test_a_worker_that_went_silent_is_down(client, db, monkeypatch):
    heartbeat.beat()
    monkeypatch.setattr(heartbeat, "ALIVE_SECONDS", -1)
    assert client.get("/sante").json()["worker"] == "down"


def test_a_database_that_is_away_is_said_without_its_reason(client, db, monkeypatch):
    heartbeat.beat()
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        response = client.get("/sante")
    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "down", "database": "down", "broker": "ok", "worker": "ok"}


def test_a_broker_that_is_away(client, db, monkeypatch):
    heartbeat.beat()
    monkeypatch.setitem(health.CHECKS, "broker", broken)
    assert client.get("/sante").json()["broker"] == "down"


def test_a_broker_folder_that_is_gone(client, db, settings, tmp_path):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path / "gone")}
    assert client.get("/sante").json()["broker"] == "down"


@pytest.mark.services
def test_a_real_worker_is_seen(client, worker, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": worker.broker.url,
            "KEY_PREFIX": worker.broker.prefix,
        }
    }
    wait_for(lambda: client.get("/sante").status_code == 200, what="the first heartbeat")
