"""Who is what on one contract: given, taken back, promised by mail."""

from django.db import transaction

from accounts import services as accounts
from accounts.models import Invitation, User
from accounts.models.user import normal_email
from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from contracts.permissions import can_give_pen, can_manage_roles, is_siege
from contracts.writing import hold, refuse_unless
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.versioned import validated

NOT_YOURS = "Vous ne pouvez pas gérer les personnes de ce contrat."
PEN_NOT_YOURS = "Seuls le référent et le siège de l’ARS donnent la plume."
PEN_FOR_SIEGE = "La plume ne se donne qu’à une personne du siège de l’ARS de la région."
KEY = "contract_role"


@transaction.atomic
def give_role(*, contract, user, role, actor) -> ContractRole:
    """Give `user` a role on `contract`; one that they already hold is left as it is."""
    _check(contract, role, actor)
    if not user.is_active:
        raise Refused("Le compte de cette personne est désactivé : réactivez-le d’abord.")
    if role == ContractRoleKind.PEN and not is_siege(user, contract):
        raise Invalid(fields={"role": [PEN_FOR_SIEGE]})
    return _give(contract, user, role, actor)


def _give(contract, user, role, actor):
    # A second click waits for the first, and finds the role given.
    hold(contract)
    held = ContractRole.objects.filter(contract=contract, user=user, role=role).first()
    if held:
        return held
    with acting(actor):
        given = validated(ContractRole(contract=contract, user=user, role=role))
        given.save()
    user.__dict__.pop("_contract_roles", None)
    return given


@transaction.atomic
def take_role(*, role, actor):
    """Withdraw a role; whoever holds one may give up their own."""
    if role.user_id != getattr(actor, "pk", None):
        _check(role.contract, role.role, actor)
    with acting(actor):
        role.delete()
    role.user.__dict__.pop("_contract_roles", None)


def _check(contract, role, actor):
    if role == ContractRoleKind.PEN:
        refuse_unless(can_give_pen, actor, contract, PEN_NOT_YOURS)
    refuse_unless(can_manage_roles, actor, contract, NOT_YOURS)


@transaction.atomic
def invite_to_contract(*, contract, email, role, actor, display_name=""):
    """Give a role to somebody by their address: at once where they have an account, else when they accept."""
    if role not in ContractRoleKind.values:
        raise Invalid(fields={"role": ["Choisissez un rôle."]})
    _check(contract, role, actor)
    known = User.objects.filter(email=normal_email(email)).first()
    if role == ContractRoleKind.PEN:
        if known is None:
            raise Invalid(fields={"role": [PEN_FOR_SIEGE]})
        return give_role(contract=contract, user=known, role=role, actor=actor)
    if known and ContractRole.objects.filter(contract=contract, user=known, role=role).exists():
        raise Invalid(fields={"email": ["Cette personne a déjà ce rôle sur le contrat."]})
    label = f"{ContractRoleKind(role).label} : {contract.title}"
    extra = {KEY: {"contract": contract.pk, "role": str(role)}, "label": label}
    return accounts.invite(email=email, actor=actor, display_name=display_name, extra=extra)


def apply_invitation(*, user, invitation):
    """What an accepted invitation promised, if the contract still exists and who promised it still may."""
    promise = invitation.extra[KEY]
    contract = Contract.objects.filter(pk=promise["contract"]).first()
    if contract and can_manage_roles(invitation.invited_by, contract):
        _give(contract, user, promise["role"], invitation.invited_by)


def pending_invitations(contract):
    return Invitation.objects.pending().filter(**{f"extra__{KEY}__contract": contract.pk}).select_related("invited_by")


@transaction.atomic
def revoke_invitation(*, contract, invitation, actor):
    """Who manages the people of the contract takes back any invitation to it, whoever sent it."""
    refuse_unless(can_manage_roles, actor, contract, NOT_YOURS)
    if invitation.extra.get(KEY, {}).get("contract") != contract.pk:
        raise Forbidden(NOT_YOURS)
    # Sent by somebody else of the contract, it is taken back in their name.
    accounts.revoke_invitation(invitation=invitation, actor=invitation.invited_by)
