"""Contracts for tests, straight to the row: what a service refuses is tested apart."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from accounts.enums import OrganisationKind
from contracts.enums import ContractRoleKind, FindingKind, SchemeKind, Stage
from contracts.models import (
    Amendment,
    Article,
    Axis,
    Commitment,
    Contract,
    ContractRole,
    Finding,
    Objective,
    RegionSettings,
    SchemeLink,
    Signatory,
    StandardText,
    Visa,
)
from territories.models import Department, Territory
from tests.factories.accounts import OrganisationFactory, UserFactory, administrator, referent, siege
from tests.factories.territories import small_cog

SIGNED_AT = datetime(2026, 1, 15, 9, tzinfo=ZoneInfo("Europe/Paris"))


class TerritoryFactory(DjangoModelFactory):
    """A bare territory: its départements are said, its communes are not. `departments=[…]`."""

    class Meta:
        model = Territory
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Territoire {n}")

    @factory.post_generation
    def departments(self, create, given, **kwargs):
        places = given or [Department.objects.filter(pk="26").first() or small_cog().drome]
        self.departments.set(places)
        if not self.region_id:
            self.region_id = places[0].region_id
            self.save()


class ContractFactory(DjangoModelFactory):
    """A draft of the Drôme; `ContractFactory(territory__departments=[vaucluse])` for another place."""

    class Meta:
        model = Contract

    reference = factory.Sequence(lambda n: f"CLS-26-2026-{n:04d}")
    title = factory.Sequence(lambda n: f"Contrat local de santé n° {n}")
    territory = factory.SubFactory(TerritoryFactory)
    stage = Stage.DRAFTING
    starts_on = date(2026, 1, 1)
    ends_on = date(2030, 12, 31)


class SignedContractFactory(ContractFactory):
    stage = Stage.IN_FORCE
    signed_on = date(2026, 1, 15)
    frozen_at = SIGNED_AT


def freeze(contract):
    """As after a signature; rows of the plan and of the texts must be made before, since the database refuses them."""
    Contract.objects.filter(pk=contract.pk).update(
        stage=Stage.IN_FORCE, signed_on=date(2026, 1, 15), frozen_at=SIGNED_AT, frozen_by=None
    )
    contract.refresh_from_db()
    return contract


class _Part(DjangoModelFactory):
    class Meta:
        abstract = True

    contract: Any = factory.SubFactory(ContractFactory)
    position = factory.Sequence(lambda n: n + 1)


class AxisFactory(_Part):
    class Meta:
        model = Axis

    number = factory.Sequence(lambda n: str(n + 1))
    title = factory.Sequence(lambda n: f"Axe d’essai {n + 1}")


class ObjectiveFactory(_Part):
    class Meta:
        model = Objective

    axis = factory.SubFactory(AxisFactory)
    contract = factory.SelfAttribute("axis.contract")
    title = factory.Sequence(lambda n: f"Objectif d’essai {n + 1}")


class SignatoryFactory(_Part):
    class Meta:
        model = Signatory

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.EPCI)


class CommitmentFactory(_Part):
    class Meta:
        model = Commitment

    signatory = factory.SubFactory(SignatoryFactory)
    contract = factory.SelfAttribute("signatory.contract")
    text = "Mettre un local à disposition."


class ArticleFactory(_Part):
    class Meta:
        model = Article

    number = factory.Sequence(lambda n: str(n + 1))
    title = factory.Sequence(lambda n: f"Article d’essai {n + 1}")


class VisaFactory(_Part):
    class Meta:
        model = Visa

    text = factory.Sequence(lambda n: f"Vu le texte d’essai n° {n + 1}")


class FindingFactory(_Part):
    class Meta:
        model = Finding

    kind = FindingKind.NEED
    text = "Un tiers des habitants est sans médecin traitant."


class SchemeLinkFactory(_Part):
    class Meta:
        model = SchemeLink

    scheme = SchemeKind.CPTS


class AmendmentFactory(_Part):
    class Meta:
        model = Amendment

    number = factory.Sequence(lambda n: n + 1)


class RegionSettingsFactory(DjangoModelFactory):
    class Meta:
        model = RegionSettings


class StandardTextFactory(DjangoModelFactory):
    class Meta:
        model = StandardText

    kind = "article"
    title = factory.Sequence(lambda n: f"Article type {n + 1}")
    text = "<p>Le texte type de la région.</p>"
    position = factory.Sequence(lambda n: n + 1)


def with_role(contract, role, **fields):
    """A person who holds `role` on `contract` and nothing else."""
    user = fields.pop("user", None) or UserFactory(**fields)
    ContractRole.objects.create(contract=contract, user=user, role=role)
    return user


def world():
    """One draft and one signed contract of the Drôme, and everybody who may come near them."""
    places = small_cog()
    draft = ContractFactory(reference="CLS-26-2026-01", title="CLS des Baronnies", department=places.drome)
    signed = SignedContractFactory(reference="CLS-26-2025-01", title="CLS signé de Grignan", department=places.drome)
    people = {
        role.value: with_role(draft, role, display_name=name)
        for role, name in {
            ContractRoleKind.COORDINATOR: "Camille Coordinatrice",
            ContractRoleKind.ELECTED: "Élise Élue",
            ContractRoleKind.PARTNER: "Paul Partenaire",
            ContractRoleKind.READER: "Lise Lectrice",
        }.items()
    }
    for user in people.values():
        with_role(signed, draft.roles.get(user=user).role, user=user)
    pen = siege(places.aura, display_name="Pia Plume")
    with_role(draft, ContractRoleKind.PEN, user=pen)
    return SimpleNamespace(
        places=places,
        region=places.aura,
        drome=places.drome,
        vaucluse=places.vaucluse,
        draft=draft,
        signed=signed,
        referent=referent(places.drome, display_name="Rachid Référent"),
        siege=siege(places.aura, display_name="Simone Siège"),
        pen=pen,
        neighbour=referent(Department.objects.create(code="38", name="Isère", region=places.aura)),
        stranger=referent(places.vaucluse, display_name="Solène du Vaucluse"),
        administrator=administrator(display_name="Ada Admin"),
        nobody=UserFactory(display_name="Noé Personne"),
        **people,
    )
