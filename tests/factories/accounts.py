"""People and organisations for tests. Roles are given straight to the row: what a service refuses is tested apart."""

import factory
from factory.django import DjangoModelFactory

from accounts.enums import OrganisationKind, TerritoryRoleKind
from accounts.models import Organisation, TerritoryRole, User

PASSWORD = "le mistral souffle fort"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Association d’essai numéro {n}")
    kind = OrganisationKind.ASSOCIATION


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    display_name = factory.Sequence(lambda n: f"Personne {n}")
    password = factory.django.Password(PASSWORD)
    # The first steps have their own tests.
    preferences = factory.LazyFunction(lambda: {"welcomed": "2026-01-01"})


def administrator(**fields):
    return _with_role(TerritoryRoleKind.ADMINISTRATOR, fields)


def siege(region, **fields):
    """ARS siège of `region` (a Region)."""
    return _with_role(TerritoryRoleKind.ARS_REGION, fields, region=region)


def referent(department, **fields):
    """Référent ARS DD of `department` (a Department)."""
    return _with_role(TerritoryRoleKind.ARS_DEPARTMENT, fields, department=department)


def _with_role(role, fields, **place):
    user = UserFactory(**fields)
    TerritoryRole.objects.create(user=user, role=role, **place)
    return user
