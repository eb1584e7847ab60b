"""Whom the things of a contract may be given to when a person leaves, and by whom."""

from django.db.models import Exists, F, OuterRef, Q

from accounts.holdings import Holding
from accounts.models import User

from .enums import ContractRoleKind, Stage
from .models import Contract, ContractRole
from .permissions import is_referent

#: Nothing waits on a contract that ended otherwise.
OVER = (Stage.TERMINATED, Stage.ABANDONED, Stage.CLOSED)


def may(actor, contract) -> bool:
    """The référent gives what lies on his contracts."""
    return is_referent(actor, contract)


def candidates(contract):
    """The accounts that hold a role on the contract, or follow its département."""
    departments = contract.territory.departments.all()
    near = Q(territory_roles__department__in=departments) | Q(territory_roles__department=contract.department_id)
    return User.objects.active().filter(Q(contract_roles__contract=contract) | near).distinct().order_by("display_name")


def on_living_contracts(rows, by=None):
    """Rows of a contract that still lives, with what the rules above read; `by`: only of the contracts she follows."""
    if by is not None:
        rows = rows.filter(contract__in=Contract.objects.in_departments(by.roles.department_codes))
    rows = rows.exclude(contract__stage__in=OVER).select_related("contract__territory")
    return rows.prefetch_related("contract__territory__departments")


def only_coordinator(people, by=None):
    """The role of coordinator, where no other account that signs in holds it."""
    others = ContractRole.objects.filter(
        contract=OuterRef("contract"), role=ContractRoleKind.COORDINATOR, user__is_active=True
    ).exclude(user=OuterRef("user"))
    rows = ContractRole.objects.filter(user__in=people, role=ContractRoleKind.COORDINATOR).exclude(Exists(others))
    return on_living_contracts(rows.annotate(account_id=F("user_id")), by)


def role_held(row) -> Holding:
    label = "Seule personne à coordonner ce contrat"
    return Holding(f"role-{row.pk}", row.account_id, "Coordination", label, row.contract, row)


def give_role(role, to, today):
    ContractRole.objects.get_or_create(contract=role.contract, user=to, role=role.role)
    role.delete()
