import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import invitations, services
from accounts.models import Invitation, TerritoryRole, User
from accounts.models.roles import Roles
from accounts.permissions import is_ars_of_department, is_ars_of_region, may_give_role, may_manage_account
from accounts.services.invitations import open_invitation
from core.errors import Forbidden, Invalid, Refused
from core.job_model import Job
from core.jobs import kind_of
from core.models import Change
from tests.factories.accounts import PASSWORD, UserFactory, administrator, referent, siege
from tests.support.jobs import do_jobs

pytestmark = pytest.mark.django_db


def link_token():
    return re.search(r"/invitation/([^/\s]+)/", mail.outbox[-1].body).group(1)


# --- Addresses and roles ---------------------------------------------------------------------
def test_one_account_for_one_address_whatever_its_capitals():
    user = UserFactory(email="Claire@Exemple.FR")
    assert User.objects.get_by_natural_key("CLAIRE@exemple.fr") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="claire@EXEMPLE.fr")


def test_roles_sum_up_in_one_query(drome, vaucluse, aura, django_assert_num_queries):
    user = referent(drome)
    TerritoryRole.objects.create(user=user, role="ars_region", region=vaucluse.region)
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        assert user.roles == Roles(
            region_codes=frozenset({"93"}),
            department_codes=frozenset({"26"}),
            ars_region_codes=frozenset({"84", "93"}),
        )
        assert is_ars_of_department(user, drome)
        assert not is_ars_of_department(user, vaucluse)
        assert is_ars_of_region(user, aura)


def test_a_deactivated_person_holds_nothing(drome):
    assert Roles.of(referent(drome, is_active=False)) == Roles()


@pytest.mark.parametrize(
    "row",
    [
        {"role": "ars_region"},
        {"role": "ars_department"},
        {"role": "administrator", "region": "84"},
        {"role": "ars_region", "region": "84", "department": "26"},
        {"role": ""},
    ],
)
def test_the_database_wants_the_place_of_a_role(drome, row):
    places = {f"{name}_id": code for name, code in row.items() if name != "role"}
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryRole.objects.create(user=UserFactory(), role=row["role"], **places)


def test_a_role_is_held_once(drome):
    user = referent(drome)
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryRole.objects.create(user=user, role="ars_department", department=drome)
    admin = administrator()
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryRole.objects.create(user=admin, role="administrator")


def test_who_may_give_which_role(admin, siege_aura, referent_drome, aura, paca, drome, vaucluse):
    every = [
        {"role": "administrator"},
        {"role": "ars_region", "region": aura},
        {"role": "ars_department", "department": drome},
        {"role": "ars_region", "region": paca},
        {"role": "ars_department", "department": vaucluse},
    ]
    assert [may_give_role(admin, **role) for role in every] == [True] * 5
    assert [may_give_role(siege_aura, **role) for role in every] == [False, True, True, False, False]
    assert [may_give_role(referent_drome, **role) for role in every] == [False] * 5


def test_the_siege_manages_only_those_whose_every_role_is_in_its_region(siege_aura, drome, vaucluse, admin):
    inside, across = referent(drome), referent(drome)
    TerritoryRole.objects.create(user=across, role="ars_department", department=vaucluse)
    both = referent(drome)
    TerritoryRole.objects.create(user=both, role="administrator")
    assert may_manage_account(siege_aura, inside)
    for other in [across, both, admin, UserFactory()]:
        assert not may_manage_account(siege_aura, other)
        with pytest.raises(Forbidden):
            services.deactivate(user=other, actor=siege_aura)


def test_the_last_administrator_stays(admin):
    with pytest.raises(Refused, match="dernier"):
        services.take_role(role=admin.territory_roles.get(), actor=admin)
    second = administrator()
    services.deactivate(user=second, actor=admin)
    with pytest.raises(Refused, match="dernier"):
        services.take_role(role=admin.territory_roles.get(), actor=admin)
    with pytest.raises(Refused, match="propre compte"):
        services.deactivate(user=admin, actor=admin)


def test_the_journal_names_who_gave_a_role_and_never_holds_a_password(admin, aura):
    user = UserFactory()
    given = services.give_role(user=user, role="ars_region", region=aura, actor=admin)
    assert Change.objects.get_for_object(given).get().actor == admin
    services.change_password(user=user, password="une toute autre phrase")
    assert not [line for line in Change.objects.all() if "password" in (line.changes or {})]


# --- Invitations -----------------------------------------------------------------------------
def test_an_invitation_becomes_an_account_with_its_role(siege_aura, drome):
    sent = services.invite(
        email=" Nora@Exemple.fr ", actor=siege_aura, territory_role="ars_department", department=drome
    )
    token = link_token()
    assert mail.outbox[-1].to == ["nora@exemple.fr"]
    assert token not in str(Invitation.objects.values())
    user = services.accept_invitation(token=token, password=PASSWORD, display_name="Nora")
    assert (user.email, user.roles.department_codes) == ("nora@exemple.fr", {"26"})
    assert user.check_password(PASSWORD)
    with pytest.raises(Refused, match="déjà servi"):
        services.accept_invitation(token=token, password=PASSWORD, display_name="Nora")
    with pytest.raises(Refused, match="déjà été acceptée"):
        services.revoke_invitation(invitation=sent, actor=siege_aura)


def test_nobody_invites_beyond_their_region(siege_aura, referent_drome, vaucluse, drome):
    for actor, place in [(siege_aura, vaucluse), (referent_drome, drome)]:
        with pytest.raises(Forbidden):
            services.invite(email="x@exemple.fr", actor=actor, territory_role="ars_department", department=place)
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_links_that_no_longer_open_anything(siege_aura, aura):
    sent = services.invite(email="x@exemple.fr", actor=siege_aura, territory_role="ars_region", region=aura)
    first = link_token()
    with pytest.raises(Refused, match="expiré"):
        open_invitation(first, at=timezone.now() + timedelta(days=15))
    services.resend_invitation(invitation=sent, actor=siege_aura)
    with pytest.raises(Refused, match="plus valable"):
        open_invitation(first)
    second = link_token()
    assert open_invitation(second) == sent
    services.revoke_invitation(invitation=sent, actor=siege_aura)
    with pytest.raises(Refused, match="plus valable"):
        services.accept_invitation(token=second, password=PASSWORD, display_name="X")
    assert not User.objects.filter(email="x@exemple.fr").exists()


def test_a_weak_password_leaves_the_invitation_open(siege_aura, aura):
    services.invite(email="x@exemple.fr", actor=siege_aura, territory_role="ars_region", region=aura)
    for weak in ["court", "123456789012345"]:
        with pytest.raises(Invalid):
            services.accept_invitation(token=link_token(), password=weak, display_name="X")
    assert open_invitation(link_token())


def test_who_has_an_account_receives_the_role_at_once(siege_aura, aura):
    user = UserFactory(email="deja@exemple.fr")
    sent = services.invite(email="DEJA@exemple.fr", actor=siege_aura, territory_role="ars_region", region=aura)
    assert sent.accepted_at
    assert User.objects.get(pk=user.pk).roles.region_codes == {"84"}
    assert "/invitation/" not in mail.outbox[-1].body


def test_a_deactivated_account_is_not_opened_by_an_invitation(siege_aura, aura):
    UserFactory(email="parti@exemple.fr", is_active=False)
    with pytest.raises(Refused, match="désactivé"):
        services.invite(email="parti@exemple.fr", actor=siege_aura, territory_role="ars_region", region=aura)
    assert not Invitation.objects.exists()


def test_all_that_waits_for_an_address_is_given_with_the_first_link(siege_aura, aura, drome, monkeypatch):
    given = []
    monkeypatch.setattr(invitations, "_appliers", {})

    @invitations.on_accept("contract")
    def note(*, user, invitation):
        given.append((user.email, invitation.extra["contract"]))

    services.invite(email="x@exemple.fr", actor=siege_aura, territory_role="ars_region", region=aura)
    first = link_token()
    services.invite(email="x@exemple.fr", actor=siege_aura, extra={"contract": "CLS-1", "label": "Coordinatrice"})
    assert "Coordinatrice" in mail.outbox[-1].body
    user = services.accept_invitation(token=first, password=PASSWORD, display_name="X")
    assert given == [("x@exemple.fr", "CLS-1")]
    assert user.roles.region_codes == {"84"}
    assert not Invitation.objects.pending().exists()


# --- Forgotten password ----------------------------------------------------------------------
def test_three_mails_an_hour_and_none_to_strangers():
    user = UserFactory(email="claire@exemple.fr")
    UserFactory(email="partie@exemple.fr", is_active=False)
    for _ in range(5):
        services.ask_password_reset(email="Claire@exemple.fr")
    services.ask_password_reset(email="inconnue@exemple.fr")
    services.ask_password_reset(email="partie@exemple.fr")
    assert mail.outbox == [], "Nothing leaves while the person waits"
    do_jobs()
    assert [message.to for message in mail.outbox] == [[user.email]] * 3


def test_known_and_unknown_cost_the_same(django_assert_num_queries):
    for email in (UserFactory().email, "inconnue@exemple.fr"):
        with django_assert_num_queries(7):
            services.ask_password_reset(email=email)
    assert not any(kind_of(job).may_read(UserFactory(), job) for job in Job.objects.all())


def test_a_reset_link_serves_once():
    user = UserFactory()
    services.ask_password_reset(email=user.email)
    do_jobs()
    token = mail.outbox[-1].body.split("/mot-de-passe/")[1].split("/")[1]
    services.reset_password(user=user, token=token, password="une toute autre phrase")
    with pytest.raises(Refused):
        services.reset_password(user=user, token=token, password="et encore une autre")
    assert User.objects.get(pk=user.pk).check_password("une toute autre phrase")


def test_managing_siege_lists_its_region_only(siege_aura, referent_drome, vaucluse):
    siege(vaucluse.region)
    assert set(User.objects.managed_by(siege_aura)) == {siege_aura, referent_drome}
