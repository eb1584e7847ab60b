"""What contracts bring to accounts: roles promised by invitation, who writes somewhere, what a merge leaves."""

from accounts.invitations import on_accept
from accounts.permissions import counts_as_writer
from accounts.services import leave_in_place

from .enums import ContractRoleKind
from .services import roles

_WRITERS = (ContractRoleKind.COORDINATOR, ContractRoleKind.PEN)


@on_accept(roles.KEY)
def give_promised_role(*, user, invitation):
    roles.apply_invitation(user=user, invitation=invitation)


@counts_as_writer
def writes_in_a_contract(user):
    return user.contract_roles.filter(role__in=_WRITERS).exists()


def _of_frozen_contracts(rows):
    return rows.filter(contract__frozen_at__isnull=False)


#: What was signed keeps the name that it was signed under.
leave_in_place("contracts.Contract", lambda rows: rows.filter(frozen_at__isnull=False))
for _label in ("contracts.Axis", "contracts.Signatory", "contracts.Finding"):
    leave_in_place(_label, _of_frozen_contracts)
