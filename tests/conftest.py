"""What every test may count on. The long stories are in tests/support/."""

import os
import uuid

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.template import engines

from tests.support.browser import CHROMIUM_ARGS, TIMEOUT_MS, Browser, chromium_path
from tests.support.strict_templates import StrictInvalid
from tests.support.worker import Broker, WorkerProcess

# Playwright's synchronous interface keeps an event loop open in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    """A browser may stumble on a busy machine: such a test, and no other, may be tried again.

    The walk through every page says all that is wrong at once and takes minutes: it has one try.
    """
    for item in items:
        if item.get_closest_marker("browser") and item.path.stem != "test_walk":
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


@pytest.fixture(autouse=True)
def strict_templates():
    """At each test: one that brings templates of its own makes a new engine, for those that follow too."""
    engine = engines["django"].engine
    engine.string_if_invalid = StrictInvalid()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A thread of the live server may still hold a connection when PostgreSQL is asked to drop its database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True, scope="session")
def emptied_without_triggers():
    """Between transactional tests SQLite empties its tables row by row, which the triggers of frozen matter refuse."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    from contracts import triggers

    flush = DatabaseOperations.execute_sql_flush

    def flush_freely(self, statements):
        triggers.remove(self.connection.alias)
        flush(self, statements)
        triggers.install(self.connection.alias)

    DatabaseOperations.execute_sql_flush = flush_freely
    yield
    DatabaseOperations.execute_sql_flush = flush


@pytest.fixture(autouse=True, scope="session")
def media_root(tmp_path_factory):
    """Files written by tests never meet those of the site."""
    before, django_settings.MEDIA_ROOT = django_settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    yield django_settings.MEDIA_ROOT
    django_settings.MEDIA_ROOT = before


# --- Real services ---------------------------------------------------------------------------
@pytest.fixture(scope="session")
def redis_url():
    return os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"


@pytest.fixture
def broker(redis_url):
    """Tasks sent during the test go to the real Redis."""
    broker = Broker(redis_url, prefix=f"cls-test-{uuid.uuid4().hex}:")
    broker.open()
    yield broker
    broker.close()


@pytest.fixture
def start_worker(transactional_db, broker, media_root):
    """Starts as many real workers as called for, and stops them: `worker = start_worker()`, `worker.kill()`."""
    assert connection.vendor == "postgresql", "Mark this test with `services`: a worker needs a shared database"
    started = []

    def start():
        worker = WorkerProcess(broker, media_root)
        started.append(worker)
        return worker.start()

    yield start
    for worker in started:
        worker.stop()


@pytest.fixture
def worker(start_worker):
    return start_worker()


# --- Browser ---------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": chromium_path(), "args": CHROMIUM_ARGS, "timeout": 2 * TIMEOUT_MS}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def browser_page(live_server, page):
    """A signed-out browser on the live site; see tests/support/browser.py."""
    browser = Browser(page, live_server.url)
    yield browser
    # Leave the site before its database is emptied: a request in flight would find nothing.
    page.goto("about:blank")
