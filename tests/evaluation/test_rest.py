"""The evaluation by REST: what whoever reads the contract reads, what the ARS of a region reads of it, and no more."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from core.history import Change
from evaluation.models import Evaluation, EvaluationQuestion, Judgement, Recommendation, Review
from evaluation.services import evaluations, interviews, periods
from governance.models import Body, Decision
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, SignedContractFactory, world

ROOT = "/api/v1"
OF_CONTRACT = ["evaluations", "evaluation-questions", "judgements", "recommendations"]


@pytest.fixture
def people(db):
    return world()


def session(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def today():
    return timezone.localdate()


def evaluated(contract, **fields):
    """One row of each resource."""
    Evaluation.objects.create(contract=contract, purpose="Décider de la suite")
    evaluations.take_questions(contract=contract, actor=None, codes=["parcours"])
    question = EvaluationQuestion.objects.get(contract=contract)
    action = ActionFactory(axis=AxisFactory(contract=contract))
    Judgement.objects.create(contract=contract, criterion=question.criteria.first(), action=action, value="mostly")
    return Recommendation.objects.create(contract=contract, text="Poursuivre", **fields)


def results(client, resource, **query):
    answer = client.get(f"{ROOT}/{resource}/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.mark.parametrize("resource", OF_CONTRACT)
def test_it_is_read_by_whoever_reads_the_contract(people, resource):
    evaluated(people.draft)
    (row,) = results(session(people.reader), resource, contract=people.draft.reference)
    assert row["contract"] == people.draft.reference
    detail = session(people.reader).get(f"{ROOT}/{resource}/{row['id']}/")
    assert detail.json() == row and detail["ETag"] == f'"{row["version"]}"'
    assert results(session(people.stranger), resource) == []
    assert session(people.stranger).get(f"{ROOT}/{resource}/{row['id']}/").status_code == 404
    assert session(people.coordinator).post(f"{ROOT}/{resource}/", {}, format="json").status_code == 405


@pytest.mark.parametrize("resource", OF_CONTRACT)
def test_a_key_for_signed_contracts_reads_no_draft(people, resource):
    evaluated(people.draft)
    _key, text = create_api_key(user=people.coordinator, name="SI", scope=KeyScope.SIGNED)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    assert results(client, resource) == []
    assert len(results(session(people.coordinator), resource)) == 1


@pytest.mark.parametrize("resource", OF_CONTRACT)
def test_the_same_queries_for_one_contract_and_for_many(people, resource, django_assert_num_queries):
    evaluated(people.draft, owner=people.elected)
    client = session(people.administrator)
    rows = [SignedContractFactory(frozen_at=None) for _ in range(4)]
    evaluated(rows[0])
    expected = {"evaluations": 2, "evaluation-questions": 5, "judgements": 2, "recommendations": 4}[resource]
    results(client, resource)
    with django_assert_num_queries(expected):
        assert len(results(client, resource)) == 1
    for row in rows[1:]:
        evaluated(row, owner=people.elected)
    with django_assert_num_queries(expected):
        assert len(results(client, resource)) == 4


def test_the_grids_are_a_flat_table(people):
    evaluated(people.draft)
    client = session(people.reader)
    answer = client.get(f"{ROOT}/judgements/?question_code=parcours&value=mostly", headers={"Accept": "text/csv"})
    (line,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (line["question_code"], line["criterion_code"], line["value"]) == ("parcours", "accessibilite", "mostly")
    assert results(client, "judgements", value="none") == []


def test_recommendations_are_filtered_as_on_their_page(people):
    accepted = {"answer": "accepted", "answered_by": "COPIL", "answered_on": today()}
    late = evaluated(people.draft, **accepted, due_on=today() - timedelta(days=1), owner_name="Ana Suit")
    other = Recommendation.objects.create(contract=people.draft, text="Réunir")
    client = session(people.reader)
    (row,) = results(client, "recommendations", state="late")
    assert (row["id"], row["late"], row["owner"]) == (late.pk, True, "Ana Suit")
    assert [each["id"] for each in results(client, "recommendations", state="unanswered")] == [other.pk]
    assert [each["id"] for each in results(client, "recommendations", answer="accepted")] == [late.pk]
    assert client.get(f"{ROOT}/recommendations/?state=autre").status_code == 400


def test_what_was_said_in_confidence_is_nowhere(people):
    evaluated(people.draft)
    said = {"audience": "inhabitants", "on": today(), "person_name": "Jeanne Durand", "today": today()}
    interviews.add_interview(contract=people.draft, actor=people.referent, **said)
    client = session(people.coordinator)
    assert "Durand" not in "".join(client.get(f"{ROOT}/{each}/").content.decode() for each in OF_CONTRACT)


# --- Periods ------------------------------------------------------------------------------------------
def test_the_periods_of_a_region_are_read_by_its_ars_and_say_what_their_page_says(people):
    rows = [SignedContractFactory(frozen_at=None) for _ in range(3)]
    for row in rows:
        ActionFactory(axis=AxisFactory(contract=row), attainment="reached")
    dates = {"starts_on": date(today().year, 1, 1), "ends_on": today()}
    given = {"region": people.region, "actor": people.siege, "contracts": rows, **dates}
    period = periods.open_period(title="En cours", **given)
    closed = periods.close_period(period=periods.open_period(title="Close", **given), actor=people.siege, today=today())
    client = session(people.referent)
    assert {row["title"] for row in results(client, "evaluation-periods")} == {"En cours", "Close"}
    (row,) = results(client, "evaluation-periods", closed="true")
    assert (row["id"], row["closed"], row["contracts"]) == (closed.pk, True, sorted(each.reference for each in rows))
    for each in (period, closed):
        told = client.get(f"{ROOT}/evaluation-periods/{each.pk}/results/").json()
        (attainment,) = [figure for figure in told["figures"] if figure["code"] == "attainment"]
        assert attainment["lines"][0]["cells"][0]["words"] == "3 sur 3"
        assert told["coordination"] == {"coordinated": 0, "contracts": 3}
    for who in (people.stranger, people.reader, people.coordinator):
        assert results(session(who), "evaluation-periods") == []
        assert session(who).get(f"{ROOT}/evaluation-periods/{closed.pk}/results/").status_code == 404


def test_a_review_is_passed_under_if_match_by_whom_the_page_lets(people):
    review = Review.objects.create(contract=people.draft, year=2025, snapshot={"sections": {}})
    url = f"{ROOT}/reviews/{review.pk}/passages/"

    def passes(user, version, **data):
        headers = {"If-Match": f'"{version}"'} if version else {}
        return session(user).post(url, data, format="json", headers=headers)

    assert passes(people.coordinator, None, target="submitted").status_code == 428
    answer = passes(people.coordinator, 1, target="submitted")
    assert (answer.status_code, answer.json()["state"], answer["ETag"]) == (200, "submitted", '"2"')
    assert passes(people.referent, 1, target="accepted").status_code == 412
    assert passes(people.reader, 2, target="accepted").status_code == 403
    assert passes(people.stranger, 2, target="accepted").status_code == 404
    assert passes(people.referent, 2, target="returned").status_code == 400
    assert passes(people.referent, 2, target="accepted").json()["state"] == "accepted"
    assert passes(people.coordinator, 3, target="validated").status_code == 409
    assert passes(people.coordinator, 3, target="validated", decision=9).status_code == 400
    copil = Body.objects.create(contract=people.draft, kind="copil")
    Decision.objects.create(contract=people.draft, number=9, body=copil, on=today(), text="Valider le bilan")
    answer = passes(people.coordinator, 3, target="validated", decision=9).json()
    assert (answer["state"], answer["decision"]) == ("validated", 9) and len(answer["sha256"]) == 64
    line = Change.objects.get_for_object(review).order_by("timestamp").last()
    assert (line.channel, line.actor) == ("api", people.coordinator)
