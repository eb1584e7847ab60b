"""What contracts bring to accounts: roles promised by invitation, and who writes somewhere."""

from accounts.invitations import on_accept
from accounts.permissions import counts_as_writer

from .enums import ContractRoleKind
from .services import roles

_WRITERS = (ContractRoleKind.COORDINATOR, ContractRoleKind.PEN)


@on_accept(roles.KEY)
def give_promised_role(*, user, invitation):
    roles.apply_invitation(user=user, invitation=invitation)


@counts_as_writer
def writes_in_a_contract(user):
    return user.contract_roles.filter(role__in=_WRITERS).exists()
