import pytest
from django.urls import reverse

from accounts.models import Invitation
from contracts.enums import ContractRoleKind
from contracts.services.roles import invite_to_contract


def url(name, contract, *args):
    return reverse(f"contracts:{name}", args=[contract.reference, *args])


def test_the_people_are_read_without_their_addresses(client, world):
    client.force_login(world.reader)
    page = client.get(url("roles", world.draft)).content.decode()
    assert "Camille Coordinatrice" in page
    assert "Rachid Référent" in page
    assert world.coordinator.email not in page
    assert "Donner un rôle" not in page


def test_somebody_without_account_is_invited(client, world):
    client.force_login(world.coordinator)
    sent = {"email": "nouvelle@exemple.fr", "display_name": "Nora", "role": "reader"}
    page = client.post(url("roles", world.draft), sent, follow=True).content.decode()
    assert "Une invitation est partie à nouvelle@exemple.fr." in page
    assert "Invitations en attente" in page
    client.post(url("invitation_revoke", world.draft, Invitation.objects.get().pk))
    assert "Invitations en attente" not in client.get(url("roles", world.draft)).content.decode()


def test_somebody_with_an_account_has_the_role_at_once(client, world):
    client.force_login(world.referent)
    page = client.post(url("roles", world.draft), {"email": world.nobody.email, "role": "reader"}, follow=True)
    assert "Le rôle est donné." in page.content.decode()
    again = client.post(url("roles", world.draft), {"email": world.nobody.email, "role": "reader"})
    assert again.status_code == 400
    assert "déjà ce rôle" in again.content.decode()


def test_the_pen_is_offered_to_the_ars_only(client, world):
    client.force_login(world.coordinator)
    sent = {"email": world.siege.email, "role": ContractRoleKind.PEN.value}
    assert client.post(url("roles", world.draft), sent).status_code == 400
    client.force_login(world.referent)
    assert client.post(url("roles", world.draft), sent).status_code == 302
    assert world.draft.roles.filter(user=world.siege, role="pen").exists()


def test_a_role_is_taken_back_or_given_up(client, world):
    client.force_login(world.referent)
    client.post(url("role_remove", world.draft, world.draft.roles.get(user=world.reader).pk))
    client.force_login(world.partner)
    response = client.post(url("role_remove", world.draft, world.draft.roles.get(user=world.partner).pk))
    assert response.url == reverse("contracts:list")
    assert not world.draft.roles.filter(user__in=[world.reader, world.partner]).exists()


@pytest.mark.parametrize("who", ["reader", "elected", "partner"])
def test_who_does_not_manage_the_people_is_refused(client, world, who):
    invitation = invite_to_contract(contract=world.draft, email="n@exemple.fr", role="reader", actor=world.referent)
    client.force_login(getattr(world, who))
    role = world.draft.roles.get(user=world.coordinator)
    assert client.post(url("roles", world.draft), {"email": "x@exemple.fr", "role": "reader"}).status_code == 403
    assert client.post(url("role_remove", world.draft, role.pk)).status_code == 403
    assert client.post(url("invitation_revoke", world.draft, invitation.pk)).status_code == 403
