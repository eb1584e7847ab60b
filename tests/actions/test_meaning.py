"""What the plan means: figures that add up, matrices, the word of inhabitants, partnerships."""

from decimal import Decimal

import pytest
from django.urls import reverse

from actions import figures_meaning as figures
from actions.models import ActionOrganisation, ActionPlace, ActionSchemeLink, ParticipationPhase
from actions.services import meaning
from core.errors import Forbidden, Stale
from core.models import Change
from core.shares import percents, share
from territories.models import PriorityPlace
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, LeadFactory
from tests.factories.contracts import AxisFactory, world


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def fiches(people):
    axis = AxisFactory(contract=people.draft)
    said = [("universal", 1000), ("targeted", 0), ("proportionate", 500), ("", 0)]
    made = []
    for approach, planned in said:
        action = ActionFactory(axis=axis, approach=approach)
        if planned:
            FundingFactory(action=action, planned=planned)
        made.append(action)
    return made


def test_shares_add_up_and_small_wholes_do_not_pretend():
    assert percents({"a": 1, "b": 1, "c": 1}) == {"a": Decimal("33.4"), "b": Decimal("33.3"), "c": Decimal("33.3")}
    assert sum(percents({n: n for n in range(1, 30)}).values()) == 100
    assert percents({"a": 0}) == {}
    assert str(share(1, 2)) == "1 sur 2"
    assert str(share(6, 12)) == "50\u202f%"
    assert str(share(0, 0)) == "—"


def test_equity_says_fiches_and_money_by_approach(people, fiches):
    lines = {line.code: line for line in figures.by_approach(figures.plan_of(people.draft))}
    assert {code: line.fiches.count for code, line in lines.items()} == dict.fromkeys(lines, 1)
    assert lines["universal"].money.percent == Decimal("66.7") and lines["proportionate"].money.percent == Decimal(
        "33.3"
    )
    assert lines[""].label == "Non précisé"


def test_a_priority_place_is_a_qpv_or_a_commune_of_a_loaded_rural_zone(people, fiches):
    ActionPlace.objects.create(contract=people.draft, action=fiches[0], level="qpv", name="Nyons Est")
    ActionPlace.objects.create(contract=people.draft, action=fiches[2], level="commune", code="26146")
    found = figures.towards_priority_places(figures.plan_of(people.draft))
    assert (found.fiches.count, found.fiches.total, found.money.count) == (1, 4, 1000)
    PriorityPlace.objects.create(kind="frr", code="26146", name="Grignan")
    found = figures.towards_priority_places(figures.plan_of(people.draft))
    assert (found.fiches.count, found.money.count, found.money.total) == (2, 1500, 1500)


def test_a_matrix_counts_its_columns_and_its_empty_rows(fiches):
    fiches[0].determinants = ["lifestyle", "care_system"]
    fiches[1].determinants = ["lifestyle"]
    matrix = figures.determinants(figures.Plan(None, fiches, {}))
    assert matrix.rows[0].marks == [True, False, False, True, False, False]
    assert matrix.totals == [2, 0, 0, 1, 0, 0] and matrix.empty == 2


def test_sectors_and_partnerships(people, fiches):
    health, town = OrganisationFactory(sector="health"), OrganisationFactory(sector="social")
    LeadFactory(action=fiches[0], organisation=health)
    partner = ActionOrganisation.objects.create(
        contract=people.draft, action=fiches[0], part="partner", organisation=town
    )
    told = {partner.pk: {"new": True, "produced": "Une convention de locaux"}}
    with pytest.raises(Forbidden):
        meaning.say_partnerships(action=fiches[0], told=told, actor=people.reader)
    meaning.say_partnerships(action=fiches[0], told=told, actor=people.coordinator, version=fiches[0].version)
    with pytest.raises(Stale):
        meaning.say_partnerships(
            action=fiches[0],
            told={partner.pk: {"new": False, "produced": ""}},
            actor=people.referent,
            version=fiches[0].version,
        )
    found = figures.intersectorality(figures.plan_of(people.draft))
    assert found.mixed.count == 1 and [part.organisation for part in found.new_partnerships] == [town]
    assert [part.produced for part in found.produced] == ["Une convention de locaux"]
    assert [(sector.leads, sector.partners) for sector in found.sectors] == [(1, 0), (0, 1)]
    line = Change.objects.filter(scope=people.draft.pk, part="actions", actor=people.coordinator).order_by("-id")
    assert any("produced" in (each.changes or {}) for each in line)


def test_fiches_and_schemes(people, fiches):
    ActionSchemeLink.objects.create(contract=people.draft, action=fiches[1], scheme="cpts", role="leads")
    found = figures.articulation(figures.plan_of(people.draft))
    assert found.columns == ["CPTS"] and [(action, links[0].role) for action, links in found.rows] == [
        (fiches[1], "leads")
    ]


def test_the_word_of_inhabitants_in_the_making_of_the_contract(client, people, fiches):
    client.force_login(people.coordinator)
    address = reverse("actions:participation_phase", args=[people.draft.reference, "diagnosis"])
    said = {"level": "consultation", "said": "C’est loin", "changed": "Un axe de plus", "answer": ""}
    assert client.post(address, said).status_code == 302
    row = ParticipationPhase.objects.get()
    assert client.post(address, {**said, "answer": "Une lettre", "version": row.version}).status_code == 302
    late = client.post(address, {**said, "answer": "Autre chose", "version": row.version})
    assert late.status_code == 409 and "Autre chose" in late.content.decode()
    page = client.get(reverse("actions:meaning", args=[people.draft.reference])).content.decode()
    assert "Un axe de plus" in page and "Une lettre" in page
    client.force_login(people.reader)
    assert client.post(address, said).status_code == 403
    assert client.get(address.replace("diagnosis", "autre")).status_code == 403


def test_partnerships_by_page(client, people, fiches):
    partner = ActionOrganisation.objects.create(
        contract=people.draft, action=fiches[0], part="partner", organisation=OrganisationFactory()
    )
    client.force_login(people.coordinator)
    address = reverse("actions:partnerships", args=[people.draft.reference, fiches[0].pk])
    said = {"version": fiches[0].version, f"new_{partner.pk}": "on", f"produced_{partner.pk}": "Une charte"}
    assert client.post(address, said).status_code == 302
    late = client.post(address, {**said, f"produced_{partner.pk}": "Autre"})
    assert late.status_code == 400 and "Autre" in late.content.decode()
    partner.refresh_from_db()
    assert (partner.new, partner.produced) == (True, "Une charte")


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_same_number_of_questions(client, people, count, django_assert_num_queries):
    axis = AxisFactory(contract=people.draft)
    for _ in range(count):
        action = ActionFactory(axis=axis, inhabitants_said="C’est loin")
        LeadFactory(action=action)
    client.force_login(people.reader)
    address = reverse("actions:meaning", args=[people.draft.reference])
    client.get(address)
    with django_assert_num_queries(QUESTIONS):
        assert client.get(address).status_code == 200


QUESTIONS = 13
