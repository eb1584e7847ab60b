"""The first steps: by what each holds, once, passed at will, seen again from the help."""

import pytest

from accounts.models import User
from contracts.enums import ContractRoleKind
from core.history import Change
from tests.factories import contracts
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return contracts.world()


def new(user):
    User.objects.filter(pk=user.pk).update(preferences={})
    user.refresh_from_db()
    return user


def read(client, user, step):
    client.force_login(user)
    return client.get("/bienvenue/", {"etape": step}).content.decode()


def landed(client, user, **data):
    page = client.post("/connexion/", {"username": user.email, "password": PASSWORD, **data}, follow=True)
    return page.redirect_chain[-1][0]


def test_the_first_sign_in_leads_to_the_first_steps_and_the_second_to_work(client, world):
    user = new(world.coordinator)
    assert landed(client, user) == "/bienvenue/"
    client.post("/bienvenue/fini/")
    client.logout()
    assert landed(client, user) == "/"


def test_a_page_that_was_asked_for_comes_first(client, world):
    asked = world.draft.get_absolute_url()
    assert landed(client, new(world.coordinator), next=asked) == asked


def test_reading_writes_nothing(client, world):
    user = new(world.coordinator)
    for step in ("1", "2", "3", "4", "deux"):
        assert "Étape" in read(client, user, step)
    user.refresh_from_db()
    assert user.preferences == {}


def test_passing_is_kept_and_leads_where_one_works(client, world):
    user = new(world.elected)
    world.signed.roles.filter(user=user).delete()
    client.force_login(user)
    assert client.get("/bienvenue/fini/").status_code == 405
    answer = client.post("/bienvenue/fini/")
    assert answer["Location"] == f"/contrats/{world.draft.reference}/en-bref/"
    user.refresh_from_db()
    kept = user.preferences["welcomed"]
    assert kept and not Change.objects.get_for_object(user).filter(action=Change.Action.UPDATE).exists()
    # Seen again from the help, what was kept stays.
    assert "/bienvenue/" in client.get("/aide/").content.decode()
    client.post("/bienvenue/fini/")
    user.refresh_from_db()
    assert user.preferences == {"welcomed": kept}


def test_the_first_step_saves_who_one_is(client, world):
    user = new(world.coordinator)
    client.force_login(user)
    answer = client.post("/bienvenue/", {"display_name": "Camille Rochas", "phone": "04 75 00 00 00"})
    assert answer["Location"] == "/bienvenue/?etape=2"
    user.refresh_from_db()
    assert (user.display_name, user.phone) == ("Camille Rochas", "04 75 00 00 00")
    refused = client.post("/bienvenue/", {"display_name": "", "phone": "04 76"})
    assert refused.status_code == 400 and "04 76" in refused.content.decode()


@pytest.mark.parametrize(
    ("who", "sees", "begins"),
    [
        ("administrator", "Vous administrez", "/comptes/"),
        ("siege", "au siège de l’", "/tableau-de-bord/"),
        ("referent", "contrats d’un département", "/demarches/"),
        ("coordinator", "Vous coordonnez", "/contrats/CLS-26-2026-01/fiches/"),
        ("elected", "élue, élu ou signataire", "/contrats/CLS-26-2026-01/en-bref/"),
        ("partner", "partenaire d’un contrat", "/contrats/CLS-26-2026-01/en-bref/"),
        ("reader", "Vous lisez un contrat", "/contrats/CLS-26-2026-01/"),
        ("nobody", "Aucun rôle", "/tableau-de-bord/couverture/"),
    ],
)
def test_each_reads_what_she_sees_and_where_to_begin(client, world, who, sees, begins):
    user = getattr(world, who)
    assert sees in read(client, user, 2)
    page = read(client, user, 3)
    assert f'href="{begins}"' in page


def test_every_place_to_begin_opens_for_whom_it_is_said(client, world):
    for who in ("administrator", "siege", "pen", "referent", "coordinator", "elected", "partner", "reader", "nobody"):
        client.force_login(getattr(world, who))
        for each in client.get("/bienvenue/", {"etape": 3}).context["roles"]:
            for start in each["starts"]:
                assert client.get(start["url"]).status_code == 200, (who, start)


def test_who_holds_several_roles_reads_them_all_in_the_same_queries(client, world, django_assert_num_queries):
    user = UserFactory()
    contracts.with_role(world.draft, ContractRoleKind.COORDINATOR, user=user)
    contracts.with_role(world.signed, ContractRoleKind.READER, user=user)
    client.force_login(user)
    with django_assert_num_queries(4):
        page = client.get("/bienvenue/", {"etape": 2}).content.decode()
    assert "Vous coordonnez" in page and "Vous lisez un contrat" in page
