"""Fiches and their rows for tests, straight to the row: what a service refuses is tested apart."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from actions.enums import IndicatorKind, OrganisationPart, Origin
from actions.models import (
    Action,
    ActionOrganisation,
    ActionPerson,
    ChangeReason,
    Factor,
    Funding,
    FundingAgreement,
    Indicator,
    Measure,
    Note,
    Step,
)
from tests.factories.accounts import OrganisationFactory


class ActionFactory(DjangoModelFactory):
    """`ActionFactory(axis=axis)`; the contract is the axis's."""

    class Meta:
        model = Action

    axis = factory.SubFactory("tests.factories.contracts.AxisFactory")
    contract = factory.SelfAttribute("axis.contract")
    number = factory.Sequence(lambda n: str(n + 1))
    title = factory.Sequence(lambda n: f"Aller vers les personnes isolées, n° {n + 1}")
    position = factory.Sequence(lambda n: n + 1)
    origin = Origin.ORIGINAL


class _Row(DjangoModelFactory):
    class Meta:
        abstract = True

    action = factory.SubFactory(ActionFactory)
    contract = factory.SelfAttribute("action.contract")


class LeadFactory(_Row):
    class Meta:
        model = ActionOrganisation

    part = OrganisationPart.LEAD
    organisation = factory.SubFactory(OrganisationFactory)


class LeadPersonFactory(_Row):
    class Meta:
        model = ActionPerson

    part = "lead"
    name = factory.Sequence(lambda n: f"Pilote {n}")


class StepFactory(_Row):
    class Meta:
        model = Step

    title = factory.Sequence(lambda n: f"Étape {n}")


class NoteFactory(_Row):
    class Meta:
        model = Note

    on = date(2026, 3, 1)
    text = "Le groupe de travail s’est réuni."


class FactorFactory(_Row):
    class Meta:
        model = Factor

    kind = "obstacle"
    about = "human_means"
    text = "Le poste n’est pas pourvu."


class ChangeReasonFactory(_Row):
    class Meta:
        model = ChangeReason

    on = date(2026, 3, 1)
    what = "Fin"
    before = "31 décembre 2026"
    reason = "other"
    text = "Pour voir."


class FundingFactory(_Row):
    class Meta:
        model = Funding

    funder = factory.SubFactory(OrganisationFactory)
    year = 2026


class FundingAgreementFactory(DjangoModelFactory):
    class Meta:
        model = FundingAgreement

    contract = factory.SubFactory("tests.factories.contracts.ContractFactory")
    title = factory.Sequence(lambda n: f"Convention d’essai {n + 1}")


class IndicatorFactory(_Row):
    class Meta:
        model = Indicator

    title = factory.Sequence(lambda n: f"Nombre de personnes accompagnées {n}")
    kind = IndicatorKind.PROCESS


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    indicator = factory.SubFactory(IndicatorFactory)
    contract = factory.SelfAttribute("indicator.contract")
    on = date(2026, 1, 31)
    value = 12
