"""Who may do what on one contract: small predicates, composed. Source: domain.md §3 and the roles of the platform.

Reading is `Contract.objects.visible_to(user)`: what is not visible is a 404 and never reaches these predicates.
Each predicate takes `(user, contract)`. The roles of a person on one contract are read once per request.
"""

import rules

from accounts import permissions as accounts

from .enums import DRAFT_STAGES, ContractRoleKind


def roles_on(user, contract) -> set[str]:
    """The codes of the roles that `user` holds on `contract` (kept on the user for the request)."""
    if not getattr(user, "is_authenticated", False):
        return set()
    cache = user.__dict__.setdefault("_contract_roles", {})
    if contract.pk not in cache:
        cache[contract.pk] = set(contract.roles.filter(user=user).values_list("role", flat=True))
    return cache[contract.pk]


def departments_of(contract) -> set[str]:
    """The codes of the départements that the perimeter touches, and of the one that follows the contract."""
    if not hasattr(contract, "_department_codes"):
        codes = {department.pk for department in contract.territory.departments.all()}
        contract._department_codes = codes | ({contract.department_id} if contract.department_id else set())
    return contract._department_codes


@rules.predicate
def is_referent(user, contract):
    """Référent ARS DD of a département that the contract touches."""
    return user.is_authenticated and bool(user.roles.department_codes & departments_of(contract))


@rules.predicate
def is_coordinator(user, contract):
    return ContractRoleKind.COORDINATOR in roles_on(user, contract)


@rules.predicate
def holds_pen(user, contract):
    """ARS siège to whom the pen was given on this contract."""
    return ContractRoleKind.PEN in roles_on(user, contract)


@rules.predicate
def is_siege(user, contract):
    """ARS siège of a region that the contract touches."""
    from territories.models import Department

    if not user.is_authenticated or not user.roles.region_codes:
        return False
    codes = departments_of(contract)
    return Department.objects.filter(pk__in=codes, region_id__in=user.roles.region_codes).exists()


@rules.predicate
def is_draft(user, contract):
    return contract.stage in DRAFT_STAGES


@rules.predicate
def is_ended(user, contract):
    """Terminated or abandoned: nothing is written any more."""
    return contract.stage in ("terminated", "abandoned")


#: Writes the draft and keeps the living parts up to date.
is_writer = is_referent | is_coordinator | holds_pen
can_write = is_writer & ~is_ended
#: Signed matter is refused by the freeze, whoever asks; this is only about the person.
can_steer = is_referent | holds_pen
can_give_pen = is_referent | is_siege
can_manage_roles = is_referent | is_coordinator | is_siege
can_comment = is_writer | is_siege
can_deposit = can_write


@rules.predicate
def can_read(user, contract):
    """What its pages show her, for services that hand the contract over in another form."""
    return type(contract).objects.visible_to(user).filter(pk=contract.pk).exists()


#: Whom a contract knows for the organisation that they come from.
SPEAKERS = (ContractRoleKind.ELECTED, ContractRoleKind.PARTNER)
can_agree_for_ars = is_referent | is_siege | holds_pen
can_agree_for_carrier = is_coordinator


@rules.predicate
def can_report(user, commitment):
    """Says where a promise stands: the writers, and the people of the signatory who hold a role on the contract."""
    contract = commitment.contract
    if can_write(user, contract):
        return True
    if is_ended(user, contract) or not roles_on(user, contract).intersection(SPEAKERS):
        return False
    return user.organisation_id is not None and user.organisation_id == commitment.signatory.organisation_id


@rules.predicate
def can_create(user):
    """Référents ARS DD and the siège create contracts."""
    return user.is_authenticated and bool(user.roles.department_codes or user.roles.region_codes)


@rules.predicate
def sets_regions(user):
    """The siège and the administrators set the rules of regions."""
    return user.is_authenticated and bool(user.roles.administrator or user.roles.region_codes)


#: The register of schemes is common: whoever may name an organisation may name a scheme.
may_register_scheme = accounts.may_create_organisation


@rules.predicate
def is_near(user, scheme):
    """Of the ARS of a département or region that the scheme touches, or writer of a contract there."""
    departments = {department.pk for department in scheme.territory.departments.all()}
    if user.roles.administrator or user.roles.department_codes & departments:
        return True
    if scheme.territory.region_id in user.roles.region_codes:
        return True
    written = (ContractRoleKind.COORDINATOR, ContractRoleKind.PEN)
    places = {"contract__territory__departments__in": departments}
    return not departments or user.contract_roles.filter(role__in=written, **places).exists()


may_change_scheme = may_register_scheme & is_near


@rules.predicate
def follows_approach(user, approach):
    """Référent ARS DD of the département of the démarche, or ARS siège of its region: nobody else sees it."""
    roles = user.roles
    return approach.department_id in roles.department_codes or approach.department.region_id in roles.region_codes


for _name, _predicate in {
    "contracts.write": can_write,
    "contracts.steer": can_steer,
    "contracts.manage_roles": can_manage_roles,
    "contracts.comment": can_comment,
    "contracts.deposit": can_deposit,
}.items():
    rules.add_perm(_name, _predicate)
rules.add_perm("contracts.create", can_create)
