"""Each cause of « À faire maintenant »: told once, with its term, one click away, put off, and gone with its cause."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from actions.models import Action, Measure, NewsRequest
from actions.services import news, news_reading
from contracts.models import Contract
from core import todo
from evaluation.models import RegionReviews
from evaluation.services import campaign_questions, campaigns
from governance.models import FollowUp
from governance.services import bodies, follow_ups, meetings
from tests.factories.actions import ActionFactory, IndicatorFactory, LeadPersonFactory
from tests.factories.contracts import AmendmentFactory, AxisFactory, ContractFactory, with_role, world

TODAY = timezone.localdate()
SOON, AGO = TODAY + timedelta(days=10), TODAY - timedelta(days=10)


@pytest.fixture
def people(db):
    return world()


def running(people, **fields):
    contract = ContractFactory(department=people.drome, stage="in_force", starts_on=TODAY.replace(year=2020), **fields)
    with_role(contract, "coordinator", user=people.coordinator)
    return contract


def fiche(people, **fields):
    return ActionFactory(axis=AxisFactory(contract=running(people)), **fields)


# Each gives what the sentence says, its term, and what makes the cause go.
def answer_to_approve(people):
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    LeadPersonFactory(action=action, name="Paul", email="paul@exemple.fr")
    news.ask_for_news(actions=[action], actor=people.coordinator)
    answered = news.answer_request(NewsRequest.objects.get(), status="done", done="Fait.")
    return "à relire", None, partial(news_reading.approve_answer, answered, actor=people.coordinator)


def silent_fiche(people):
    action = fiche(people)
    Action.objects.filter(pk=action.pk).update(updated_at=timezone.now() - timedelta(days=100))
    return "sans nouvelles", None, action.save


def late_fiche(people):
    action = fiche(people, status="in_progress", ends_on=AGO)

    def settle():
        action.status = "done"
        action.save()

    return "en retard", AGO, settle


def figure_due(people):
    indicator = IndicatorFactory(action=fiche(people), frequency="yearly")
    said = {"contract": indicator.contract, "indicator": indicator, "value": 1}
    Measure.objects.create(on=TODAY - timedelta(days=800), **said)
    return "Un chiffre est attendu", None, partial(Measure.objects.create, on=TODAY, **said)


def meeting_to_prepare(people):
    body = bodies.add_body(contract=people.signed, actor=people.referent, kind="copil")
    meeting = meetings.prepare_meeting(body=body, actor=people.referent, on=SOON)
    called_off = {"actor": people.referent, "today": TODAY, "reason": "Reportée."}
    return "à convoquer", SOON, partial(meetings.pass_meeting, meeting, "cancelled", **called_off)


def follow_up(people):
    said = {"contract": people.signed, "actor": people.referent, "owner": people.coordinator}
    follow_ups.add_follow_up(text="Écrire à la CAF", due_on=SOON, **said)
    return "Écrire à la CAF", SOON, partial(FollowUp.objects.update, done_on=TODAY)


def review_due(people):
    contract = running(people, signed_on=TODAY.replace(year=TODAY.year - 2, day=1))
    RegionReviews.objects.create(region=people.region, month_due=1)
    return "Le bilan", None, partial(Contract.objects.filter(pk=contract.pk).update, stage="closed")


def reply_due(people):
    said = {"actor": people.siege}
    made = campaigns.create_campaign(
        region=people.region, title="Évaluation", year=TODAY.year, closes_on=SOON, introduction="", **said
    )
    campaign_questions.add_question(campaign=made, kind="text", text="Qu’en dites-vous ?", **said)
    campaigns.choose_contracts(campaign=made, contracts=[running(people)], **said)
    campaigns.pass_campaign(made, "open", today=TODAY, **said)
    return "Votre réponse", SOON, partial(campaigns.pass_campaign, made, "closed", today=TODAY, **said)


def term_of_the_contract(people):
    contract = running(people, ends_on=SOON)
    later = TODAY + timedelta(days=1000)
    return "finit le", SOON, partial(AmendmentFactory, contract=contract, signed_on=TODAY, new_ends_on=later)


CAUSES = [
    *(answer_to_approve, silent_fiche, late_fiche, figure_due, meeting_to_prepare),
    *(follow_up, review_due, reply_due, term_of_the_contract),
]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_is_told_once_put_off_and_gone_when_settled(client, people, cause):
    words, term, settle = cause(people)

    def told():
        now, later = todo.waiting_for(people.coordinator, TODAY)
        return ([line.reason for line in lines if words in line.reason.sentence] for lines in (now, later))

    (said,), later = told()
    assert (said.term, later) == (term, [])
    client.force_login(people.coordinator)
    assert client.get(said.url, follow=True).status_code == 200
    todo.put_off(user=people.coordinator, key=said.cause, until=SOON, today=TODAY)
    now, (put_off,) = told()
    assert (now, put_off) == ([], said)
    todo.take_back(user=people.coordinator, key=said.cause)
    settle()
    assert list(told()) == [[], []]
