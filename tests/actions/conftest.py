"""A draft of the Drôme and a signed contract of it, with who may write, who may only read, and who sees nothing."""

from contextlib import contextmanager
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from contracts import triggers
from contracts.enums import ContractRoleKind, Stage
from contracts.models import Axis, Contract, ContractRole, Objective
from territories.models import Department, Region, Territory
from tests.factories.accounts import UserFactory, administrator, referent
from tests.factories.actions import ActionFactory

SIGNED_AT = datetime(2026, 1, 15, 9, tzinfo=ZoneInfo("Europe/Paris"))


def department(code, name, region):
    return Department.objects.get_or_create(code=code, defaults={"name": name, "region": region})[0]


def contract_of(place, reference, **fields):
    territory = Territory.objects.create(name=f"Territoire {reference}", region=place.region)
    territory.departments.set([place])
    made = Contract.objects.create(
        reference=reference,
        title=f"Contrat local de santé {reference}",
        territory=territory,
        department=place,
        starts_on=date(2026, 1, 1),
        ends_on=date(2030, 12, 31),
        **fields,
    )
    axis = Axis.objects.create(contract=made, number="1", title="Accès aux soins", position=1)
    Objective.objects.create(contract=made, axis=axis, number="1.1", title="Attirer des soignants", position=1)
    Axis.objects.create(contract=made, number="2", title="Santé mentale", position=2)
    return made


@contextmanager
def before_signature(contract):
    """What is written inside was there when the contract was signed: after, the database itself refuses it."""
    triggers.remove("default")
    Contract.objects.filter(pk=contract.pk).update(frozen_at=None)
    triggers.install("default")
    yield
    freeze(contract)


def freeze(contract):
    Contract.objects.filter(pk=contract.pk).update(frozen_at=SIGNED_AT)


def signed_fiche(contract, **fields):
    with before_signature(contract):
        return ActionFactory(axis=contract.axes.first(), **fields)


def with_role(contract, role, **fields):
    user = UserFactory(**fields)
    ContractRole.objects.create(contract=contract, user=user, role=role)
    return user


@pytest.fixture
def world(db):
    aura = Region.objects.create(code="84", name="Auvergne-Rhône-Alpes")
    drome, isere = department("26", "Drôme", aura), department("38", "Isère", aura)
    draft = contract_of(drome, "CLS-26-BROUILLON", stage=Stage.DRAFTING)
    signed = contract_of(drome, "CLS-26-SIGNE", stage=Stage.IN_FORCE, signed_on=date(2026, 1, 15))
    freeze(signed)
    signed.refresh_from_db()
    coordinator = with_role(draft, ContractRoleKind.COORDINATOR, display_name="Camille Coordinatrice")
    ContractRole.objects.create(contract=signed, user=coordinator, role=ContractRoleKind.COORDINATOR)
    return SimpleNamespace(
        region=aura,
        drome=drome,
        draft=draft,
        signed=signed,
        axis=draft.axes.first(),
        objective=draft.objectives.first(),
        coordinator=coordinator,
        referent=referent(drome, display_name="Rachid Référent"),
        stranger=referent(isere, display_name="Solène d’Isère"),
        partner=with_role(draft, ContractRoleKind.PARTNER),
        reader=with_role(draft, ContractRoleKind.READER),
        administrator=administrator(),
    )
