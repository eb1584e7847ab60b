"""What contracts themselves make wait, from every app: told to each side, all in one query for one person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from contracts import waiting
from core.reminders import Person
from evaluation.models import RegionReviews
from tests.factories.contracts import ContractFactory, with_role, world

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    people = world()
    RegionReviews.objects.create(region=people.region, month_due=1)
    return people


def ended(people, **fields):
    """Its end is past, its first COPIL was never held, its review is due."""
    signed = date(TODAY.year - 3, 1, 1)
    given = {"department": people.drome, "stage": "in_force", "starts_on": signed, "signed_on": signed}
    contract = ContractFactory(**given, ends_on=TODAY - timedelta(days=1), **fields)
    with_role(contract, "coordinator", user=people.coordinator)
    return contract


def told(person=None, **narrow):
    return list(waiting.of_contracts(TODAY, person=person, **narrow))


def words(reasons):
    causes = ("Contrat échu", "premier COPIL", "Le bilan")
    return {cause for cause in causes if any(cause in reason.sentence for reason in reasons)}


def test_each_side_is_told_what_is_hers_and_alone_as_with_the_others(people):
    contract = ended(people)
    everyone = told(scope=contract.pk)
    for who, causes in (
        (people.coordinator, {"Contrat échu", "premier COPIL", "Le bilan"}),
        (people.referent, {"Contrat échu", "premier COPIL"}),
        (people.reader, set()),
    ):
        hers = told(Person(who.email.upper()), scope=contract.pk)
        assert words(hers) == causes
        assert {each.cause for each in everyone if each.email == who.email} == {each.cause for each in hers}
    assert told(Person("personne@exemple.fr")) == [] and told(scope=people.draft.pk) == []


def test_who_is_on_both_sides_is_told_once_as_coordinator(people):
    contract = ended(people)
    TerritoryRole.objects.create(
        user=people.coordinator, role=TerritoryRoleKind.ARS_DEPARTMENT, department=people.drome
    )
    everyone = [each for each in told(scope=contract.pk) if each.email == people.coordinator.email]
    hers = told(Person(people.coordinator.email), scope=contract.pk)
    assert len(hers) == 3 and {each.cause for each in everyone} == {each.cause for each in hers}
    assert len(everyone) == 3


@pytest.mark.parametrize("count", [1, 30])
def test_one_query_tells_one_person_of_all_her_contracts(people, django_assert_num_queries, count):
    for number in range(count):
        ended(people, reference=f"CLS-26-2020-{number + 10}")
    for who in (people.coordinator, people.referent):
        who.roles  # noqa: B018  known since the menu
        with django_assert_num_queries(1):
            assert len(told(Person(who.email, who))) >= 2 * count
    with django_assert_num_queries(3):
        told()
