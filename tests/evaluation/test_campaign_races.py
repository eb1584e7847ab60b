"""Two people at the same instant on one reply, on PostgreSQL: what one typed is never written over in silence."""

import pytest
from django.db import connection

from core.errors import Refused, Stale
from evaluation.models import Answer, AnswerVersion, Campaign, CampaignMail, Reply
from evaluation.services import campaign_mails, campaign_replies, campaigns
from tests.test_races import crossing

from .campaigns import SATISFIED, TODAY, opened, say

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def who():
    assert connection.vendor == "postgresql", "SQLite lets nobody write at the same time"
    return opened(("single", {"required": True}), ("text", {"text": "Pourquoi ?"}))


def test_two_who_first_answer_one_question(who):
    question = who.questions[0]
    first, second = crossing(
        lambda: say(who.reply, question, SATISFIED[0], who.coordinator),
        lambda: say(who.reply, question, SATISFIED[1], who.coordinator),
    )
    assert first.value == SATISFIED[0]
    assert isinstance(second, Stale) and second.current.value == SATISFIED[0]
    assert AnswerVersion.objects.count() == 1


def test_two_who_answer_two_questions(who):
    crossing(
        lambda: say(who.reply, who.questions[0], SATISFIED[0], who.coordinator),
        lambda: say(who.reply, who.questions[1], "Parce que.", who.coordinator),
    )
    assert sorted(Answer.objects.values_list("value", flat=True)) == ["Parce que.", SATISFIED[0]]


def test_an_answer_typed_while_the_reply_leaves_is_refused_and_not_lost_inside(who):
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    _sent, late = crossing(
        lambda: campaign_replies.submit(reply=who.reply, actor=who.coordinator),
        lambda: say(who.reply, who.questions[1], "Trop tard.", who.coordinator),
    )
    assert isinstance(late, Refused)
    assert Answer.objects.count() == 1 and Reply.objects.get().state == "submitted"


def test_two_who_ask_again_at_once_write_once(who):
    seen = Campaign.objects.get(pk=who.campaign.pk)
    ask = {"campaign": seen, "actor": who.siege, "version": seen.version}
    first, second = crossing(
        lambda: campaign_mails.remind_now(**ask),
        lambda: campaign_mails.remind_now(**ask),
    )
    assert first == 1 and isinstance(second, Stale)
    assert CampaignMail.objects.filter(purpose="reminder").count() == 1


def test_a_reply_that_leaves_while_the_campaign_closes(who):
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    _closed, late = crossing(
        lambda: campaigns.pass_campaign(who.campaign, "closed", actor=who.siege, today=TODAY),
        lambda: campaign_replies.submit(reply=who.reply, actor=who.coordinator),
    )
    assert isinstance(late, Refused) and Reply.objects.get().state == "begun"
