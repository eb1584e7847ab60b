"""The national data set: the same for the same seed, over every département there is, of realistic size."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from actions.models import Action, Funding, Indicator
from cls_platform.national import build
from contracts.enums import SIGNED_STAGES
from contracts.models import Axis, Contract
from tests.factories.territories import small_cog


@pytest.fixture
def territories(db):
    small_cog()


def picture():
    contracts = Contract.objects.order_by("reference").values_list("reference", "stage", "starts_on", "signed_on")
    fiches = Action.objects.order_by("contract__reference", "position").values_list("title", "status", "search")
    money = Funding.objects.order_by("contract__reference", "action__position", "position").values_list("planned")
    return [list(contracts), list(fiches), list(money)]


def picture_after(*goes, seed=1):
    """What these goes make on an empty site, which is empty again afterwards."""
    with transaction.atomic():
        for count in goes:
            build(count, seed=seed)
        seen = picture()
        transaction.set_rollback(True)
    return seen


def test_the_same_seed_makes_the_same_country_whether_at_once_or_in_two_goes(territories):
    at_once = picture_after(4)
    assert len(at_once[0]) == 4
    assert picture_after(2, 2) == at_once
    assert picture_after(4, seed=2) != at_once


def test_each_contract_is_whole_and_seen_where_it_lies(territories, django_assert_max_num_queries):
    with django_assert_max_num_queries(70):
        build(6)
    assert set(Contract.objects.values_list("department", flat=True)) == {"26", "75", "84", "93"}
    for contract in Contract.objects.all():
        contract.full_clean(exclude=["territory"])
        assert contract.fictional and contract.search
        assert 3 <= contract.axes.count() <= 7
        assert contract.axes.filter(mental_health=True).count() == 1
        assert 4 <= contract.actions.count() <= 47
        assert 2 <= contract.signatories.count() <= 20
        assert contract.territory.departments.exists() and contract.territory.members.exists()
        assert bool(contract.signed_on) == (contract.stage in SIGNED_STAGES)
        assert contract.bodies.count() == 2 and contract.coordination_posts.count() == 1
    assert Indicator.objects.filter(measures__isnull=False).exists()
    assert not Action.objects.exclude(axis__in=Axis.objects.all()).exists()


def test_the_command_says_how_many_and_refuses_without_territories(db):
    with pytest.raises(CommandError, match="import_cog"):
        call_command("national_dataset", "--contracts", "1")
    small_cog()
    out = StringIO()
    call_command("national_dataset", "--contracts", "1", stdout=out)
    assert "1 contrat ajouté" in out.getvalue()
    with pytest.raises(CommandError, match="au moins un"):
        call_command("national_dataset", "--contracts", "0")
