"""The home page of whoever administers: health, accounts, settings, jobs, and the journal of what she answers for."""

import pytest
from django.utils import timezone

from accounts.services import change_profile
from cls_platform import administration
from contracts.models import RegionSettings
from core.history import acting
from core.job_model import Job, JobState
from tests.factories import contracts
from tests.factories.accounts import UserFactory
from tests.factories.contracts import RegionSettingsFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def world():
    return contracts.world()


def home(client, user):
    client.force_login(user)
    return " ".join(client.get("/").content.decode().replace("\xa0", " ").split())


def failed(**fields):
    at = fields.pop("at", NOW())
    return Job.objects.create(kind="essai", state=JobState.FAILED, finished_at=at, **fields)


def test_only_an_administrator_reads_it(client, world):
    assert "La plateforme" in home(client, world.administrator)
    for user in (world.siege, world.referent, world.coordinator, world.elected):
        assert 'id="plateforme"' not in home(client, user)


def test_services_that_are_down_are_said(client, world, monkeypatch):
    monkeypatch.setattr(administration, "state_of", lambda name: "down" if name == "worker" else "ok")
    html = home(client, world.administrator)
    assert html.count("En service") == 2 and html.count("À l’arrêt") == 1
    assert html.index("À l’arrêt") < html.index("Exécution des tâches")


def test_accounts_and_invitations_are_counted(world):
    before = administration.accounts_of(NOW())
    UserFactory(last_login=NOW())
    UserFactory(is_active=False)
    after = administration.accounts_of(NOW())
    assert {name: after[name] - before[name] for name in after} == {"open": 1, "never": 0, "closed": 1, "invited": 0}


def test_a_region_at_work_without_settings_is_named_until_they_are_set(world):
    assert world.region in administration.regions_without_settings()
    RegionSettingsFactory(region=world.region)
    assert world.region not in administration.regions_without_settings()


def test_jobs_that_failed_this_week_are_told_without_what_they_were_about(client, world):
    failed(key="1", params={"title": "Brouillon secret"}, error="Brouillon secret")
    failed(key="2", at=NOW() - timezone.timedelta(days=9))
    Job.objects.create(kind="essai", key="3")
    html = home(client, world.administrator)
    assert "1 tâche en attente, 0 en cours, 1 échouée depuis 7 jours." in html
    assert "Tâche de fond" in html and "Brouillon secret" not in html


def test_the_journal_is_that_of_accounts_and_settings_never_of_contracts(client, world):
    with acting(world.administrator):
        RegionSettings.objects.create(region=world.region)
    change_profile(user=world.siege, actor=world.siege, display_name="Lou Essai")
    with acting(world.referent):
        world.draft.title = "Titre d’un brouillon"
        world.draft.save()
    html = home(client, world.administrator)
    assert "réglages d’une région" in html and "Lou Essai" in html
    assert "Titre d’un brouillon" not in html


def test_as_many_queries_for_one_of_each_as_for_many(client, world, django_assert_num_queries):
    request = type("Request", (), {"user": world.administrator})()

    def fill(start, count):
        for rank in range(start, start + count):
            failed(key=str(rank))
            change_profile(user=UserFactory(), actor=world.administrator, display_name=f"Nom {rank}")

    # Lines of one kind: those of other kinds have left the page.
    fill(0, administration.LINES)
    administration.home_block(request)
    with django_assert_num_queries(8):
        administration.home_block(request)
    fill(administration.LINES, 20)
    with django_assert_num_queries(8):
        administration.home_block(request)
