import pytest

from accounts.models import Invitation
from accounts.services import accept_invitation
from contracts.enums import ContractRoleKind
from contracts.models import Contract
from contracts.services import roles
from core.errors import Forbidden, Invalid, Refused
from core.history import Change
from tests.factories.accounts import UserFactory

READER, PEN, COORDINATOR = ContractRoleKind.READER, ContractRoleKind.PEN, ContractRoleKind.COORDINATOR


def give(world, actor, user, role, contract=None):
    return roles.give_role(contract=contract or world.draft, user=user, role=role, actor=actor)


@pytest.mark.parametrize("who", ["referent", "siege", "coordinator"])
def test_who_manages_the_people_gives_a_role_once(world, who):
    given = give(world, getattr(world, who), world.nobody, READER)
    assert give(world, getattr(world, who), world.nobody, READER) == given
    assert world.draft in Contract.objects.visible_to(world.nobody)
    assert Change.objects.filter(scope=world.draft.pk, part="roles", actor=getattr(world, who)).count() == 1


@pytest.mark.parametrize("who", ["reader", "elected", "partner", "stranger", "administrator"])
def test_the_others_do_not(world, who):
    with pytest.raises(Forbidden):
        give(world, getattr(world, who), world.nobody, READER)


def test_the_pen_goes_from_the_ars_to_the_siege_only(world):
    with pytest.raises(Forbidden):
        give(world, world.coordinator, world.siege, PEN)
    with pytest.raises(Invalid):
        give(world, world.referent, world.nobody, PEN)
    assert give(world, world.referent, world.siege, PEN).role == PEN


def test_a_role_is_taken_back_and_anyone_may_give_up_theirs(world):
    role = world.draft.roles.get(user=world.partner)
    with pytest.raises(Forbidden):
        roles.take_role(role=role, actor=world.reader)
    roles.take_role(role=role, actor=world.partner)
    roles.take_role(role=world.draft.roles.get(user=world.reader), actor=world.referent)
    assert not world.draft.roles.filter(user__in=[world.partner, world.reader]).exists()


def test_a_closed_account_receives_no_role(world):
    with pytest.raises(Refused):
        give(world, world.referent, UserFactory(is_active=False), READER)


def invite(world, **fields):
    said = {"contract": world.draft, "email": "nouvelle@exemple.fr", "role": COORDINATOR, "actor": world.referent}
    return roles.invite_to_contract(**said | fields)


def accept(monkeypatch, invitation):
    monkeypatch.setattr("accounts.services.invitations.hashed", lambda token: invitation.token_hash)
    return accept_invitation(token="x", password="le mistral souffle fort", display_name="Nora Nouvelle")


def test_an_invitation_gives_the_role_when_it_is_accepted(world, monkeypatch):
    made = invite(world)
    assert made.gives == "Coordinateur, coordinatrice\xa0: CLS des Baronnies"
    assert list(roles.pending_invitations(world.draft)) == [made]
    user = accept(monkeypatch, made)
    assert world.draft.roles.get(user=user).role == COORDINATOR
    assert not roles.pending_invitations(world.draft)


def test_a_promise_of_somebody_who_may_no_more_gives_nothing(world, monkeypatch):
    made = invite(world, actor=world.coordinator)
    world.draft.roles.filter(user=world.coordinator).delete()
    user = accept(monkeypatch, made)
    assert not world.draft.roles.filter(user=user).exists()


def test_who_has_an_account_receives_the_role_at_once_and_once(world):
    invite(world, email=world.nobody.email.upper(), role=READER)
    assert world.draft.roles.get(user=world.nobody).role == READER
    with pytest.raises(Invalid, match="déjà ce rôle"):
        invite(world, email=world.nobody.email, role=READER)


@pytest.mark.parametrize(("role", "email"), [(PEN, "nouvelle@exemple.fr"), ("chief", "a@b.fr"), (READER, "rien")])
def test_an_invitation_that_cannot_be_is_refused(world, role, email):
    with pytest.raises(Invalid):
        invite(world, role=role, email=email)
    assert not Invitation.objects.exists()


def test_any_manager_of_the_contract_takes_an_invitation_back(world):
    made = invite(world)
    with pytest.raises(Forbidden):
        roles.revoke_invitation(contract=world.draft, invitation=made, actor=world.reader)
    with pytest.raises(Forbidden):
        roles.revoke_invitation(contract=world.signed, invitation=made, actor=world.coordinator)
    roles.revoke_invitation(contract=world.draft, invitation=made, actor=world.coordinator)
    assert not roles.pending_invitations(world.draft)
