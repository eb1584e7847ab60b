"""The database itself refuses what was signed: `update()`, raw SQL, deletes and inserts that no service sees."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions.models import Action
from contracts.models import Axis, Contract, Passage
from contracts.parts import frozen_rules
from contracts.triggers import install
from territories.models import TerritoryMember
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, CommitmentFactory, ContractFactory, SignatoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    contract = ContractFactory()
    TerritoryMember.objects.create(territory=contract.territory, level="commune", code="26220", name="Nyons")
    axis = AxisFactory(contract=contract)
    ActionFactory(contract=contract, axis=axis)
    CommitmentFactory(contract=contract, signatory=SignatoryFactory(contract=contract))
    Contract.objects.filter(pk=contract.pk).update(frozen_at=timezone.now())
    return contract


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_every_frozen_column_is_refused(frozen):
    """Column by column, from the table itself: a rule added there is tested here."""
    for model, rule in frozen_rules().items():
        for row in model.objects.filter(**({"pk": frozen.pk} if model is Contract else {"contract": frozen})):
            for name in rule.fields:
                field = model._meta.get_field(name)
                if field.many_to_many or field.is_relation:
                    continue
                value = _other(field, getattr(row, name))
                refused(lambda m=model, r=row, n=name, v=value: m.objects.filter(pk=r.pk).update(**{n: v}))


def _other(field, value):
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return not value
    if kind == "DateField":
        return date(2001, 1, 1)
    if kind == "JSONField":
        return ["autre"]
    if kind.startswith(("Positive", "Integer")):
        return (value or 0) + 1
    if kind == "DecimalField":
        return 3
    return next((code for code, _ in field.choices or () if code != value), "Autre")


def test_rows_neither_come_nor_go(frozen):
    axis = frozen.axes.get()
    refused(lambda: Axis.objects.create(contract=frozen, title="De plus"))
    refused(lambda: Axis.objects.filter(pk=axis.pk).delete())
    refused(lambda: Action.objects.filter(contract=frozen)._raw_delete("default"))
    refused(lambda: Contract.objects.filter(pk=frozen.pk)._raw_delete("default"))


def test_the_perimeter_is_frozen(frozen):
    members = TerritoryMember.objects.filter(territory=frozen.territory)
    refused(lambda: members.delete())
    refused(lambda: members.update(code="26063"))
    refused(lambda: TerritoryMember.objects.create(territory=frozen.territory, level="commune", code="26063"))


def test_progress_lives_on(frozen):
    Action.objects.filter(contract=frozen).update(status="done", ends_on=date(2030, 1, 1))
    frozen.commitments.update(state="kept", proof="Fait")
    frozen.signatories.update(signed_on=date(2026, 5, 1))
    Contract.objects.filter(pk=frozen.pk).update(signed_on=date(2026, 5, 1), stage="in_force")


def test_a_fiche_written_after_the_framework_may_come_and_change(frozen):
    axis = frozen.axes.get()
    late = ActionFactory(contract=frozen, axis=axis, origin="framework")
    Action.objects.filter(pk=late.pk).update(title="Mieux dit")
    refused(lambda: ActionFactory(contract=frozen, axis=axis, origin="original"))


def test_rows_are_not_carried_over_to_another_contract(frozen):
    other = AxisFactory(contract=ContractFactory())
    refused(lambda: Axis.objects.filter(contract=frozen).update(contract=other.contract))
    refused(lambda: Axis.objects.filter(pk=other.pk).update(contract=frozen))


def test_a_later_fiche_does_not_become_original(frozen):
    late = ActionFactory(contract=frozen, axis=frozen.axes.get(), origin="framework")
    refused(lambda: Action.objects.filter(pk=late.pk).update(origin="original"))


def test_only_going_back_from_the_signature_frees_the_text(frozen):
    row = Contract.objects.filter(pk=frozen.pk)
    row.update(stage="in_force", signed_on=date(2026, 5, 1))
    refused(lambda: row.update(frozen_at=None))
    refused(lambda: row.update(signed_on=date(2026, 5, 2)))
    row.update(stage="signature")
    refused(lambda: row.update(stage="consultation", frozen_at=None, title="Autre"))
    row.update(stage="consultation", frozen_at=None)


def test_passages_are_kept(frozen):
    passage = Passage.objects.create(contract=frozen, target="drafting", at=timezone.now())
    refused(lambda: Passage.objects.filter(pk=passage.pk).delete())
    refused(lambda: Passage.objects.filter(pk=passage.pk).update(target="signature"))


def test_what_is_not_frozen_changes_freely():
    contract = ContractFactory()
    axis = AxisFactory(contract=contract)
    Axis.objects.filter(pk=axis.pk).update(title="Autre")
    axis.delete()


def test_setting_them_again_changes_nothing(frozen):
    install(connection.alias)
    refused(lambda: Contract.objects.filter(pk=frozen.pk).update(title="Autre"))


def test_the_dates_of_signatories_are_kept_once_signed(frozen):
    Contract.objects.filter(pk=frozen.pk).update(stage="signature")
    frozen.signatories.update(signed_on=date(2026, 5, 1))
    Contract.objects.filter(pk=frozen.pk).update(stage="in_force")
    refused(lambda: frozen.signatories.update(signed_on=date(2026, 5, 2)))
