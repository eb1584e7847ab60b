"""Who may what with accounts and organisations: small predicates, composed (`rules`).

The administrator is a technical one: manages accounts, settings and reference data; reads signed contracts, no draft,
and writes in none. What a référent who leaves held is given to another by « Départ ».
"""

from collections.abc import Callable

import rules

from .enums import TerritoryRoleKind

_writer_tests: list[Callable] = []


def counts_as_writer(test):
    """Register a test of other apps, `test(user) -> bool`: who writes somewhere may also name an organisation."""
    _writer_tests.append(test)
    return test


@rules.predicate
def is_active(user):
    return bool(user and user.is_authenticated and user.is_active)


@rules.predicate
def is_administrator(user):
    return is_active(user) and user.roles.administrator


@rules.predicate
def is_ars(user):
    return is_active(user) and user.roles.is_ars


@rules.predicate
def is_siege(user):
    return is_active(user) and bool(user.roles.region_codes)


@rules.predicate
def is_siege_of_region(user, region):
    return is_active(user) and code_of(region) in user.roles.region_codes


@rules.predicate
def is_ars_of_region(user, region):
    """Belongs to the ARS of this region, as siège or as référent of one of its départements."""
    return is_active(user) and code_of(region) in user.roles.ars_region_codes


@rules.predicate
def is_ars_of_department(user, department):
    """Référent of this very département."""
    return is_active(user) and code_of(department) in user.roles.department_codes


@rules.predicate
def writes_somewhere(user):
    return is_active(user) and any(test(user) for test in _writer_tests)


@rules.predicate
def is_oneself(user, other):
    return user == other


@rules.predicate
def is_within_managed_regions(user, other):
    """Every role of the other person lies in regions of which `user` is siège, and there is at least one."""
    theirs = other.roles
    places = theirs.ars_region_codes
    return is_active(user) and not theirs.administrator and bool(places) and places <= user.roles.region_codes


may_manage_region = is_administrator | is_siege_of_region
may_manage_accounts = is_administrator | is_siege
may_invite = may_manage_accounts
may_manage_account = is_administrator | is_within_managed_regions
may_create_organisation = is_ars | is_administrator | writes_somewhere
may_change_organisation = is_ars | is_administrator
may_merge_organisations = is_ars | is_administrator

rules.add_perm("accounts.manage_region", may_manage_region)
rules.add_perm("accounts.manage_accounts", may_manage_accounts)
rules.add_perm("accounts.manage_account", may_manage_account)
rules.add_perm("accounts.invite", may_invite)
rules.add_perm("accounts.create_organisation", may_create_organisation)
rules.add_perm("accounts.change_organisation", may_change_organisation)
rules.add_perm("accounts.merge_organisations", may_merge_organisations)


def code_of(place):
    """A region or a département, or its code."""
    return getattr(place, "pk", place)


def may_give_role(user, *, role, region=None, department=None) -> bool:
    """An administrator gives any role; the siège gives those of its own region, never administration."""
    if role == TerritoryRoleKind.ADMINISTRATOR:
        return is_administrator(user)
    return may_manage_region(user, region or (department and department.region_id))
