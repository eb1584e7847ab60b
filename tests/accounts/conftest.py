import pytest
from django.core.cache import cache

from territories.models import Department, Region
from tests.factories.accounts import administrator, referent, siege


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch):
    """A test is one transaction that never commits."""
    monkeypatch.setattr("core.mail.transaction.on_commit", lambda send, **kwargs: send())


@pytest.fixture(autouse=True)
def no_throttle_left():
    cache.clear()


@pytest.fixture
def aura(db):
    return Region.objects.get_or_create(code="84", defaults={"name": "Auvergne-Rhône-Alpes"})[0]


@pytest.fixture
def paca(db):
    return Region.objects.get_or_create(code="93", defaults={"name": "Provence-Alpes-Côte d’Azur"})[0]


@pytest.fixture
def drome(aura):
    return Department.objects.get_or_create(code="26", defaults={"name": "Drôme", "region": aura})[0]


@pytest.fixture
def vaucluse(paca):
    return Department.objects.get_or_create(code="84", defaults={"name": "Vaucluse", "region": paca})[0]


@pytest.fixture
def admin(db):
    return administrator(email="admin@exemple.fr", display_name="Ada Admin")


@pytest.fixture
def siege_aura(aura):
    return siege(aura, email="siege@exemple.fr", display_name="Simone Siège")


@pytest.fixture
def referent_drome(drome):
    return referent(drome, email="referent@exemple.fr", display_name="René Référent")
