"""A reply is filled in several times and by several people, sent, reopened, set aside."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from contracts.enums import ContractRoleKind
from core import reminders
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.history import Change
from core.jobs import Job
from evaluation import campaign_values as values
from evaluation.campaign_reminders import waiting_replies
from evaluation.forms.campaign_answers import AnswerForm
from evaluation.models import Answer, AnswerVersion, Reply
from evaluation.services import campaign_mails, campaigns
from evaluation.services import campaign_replies as services
from tests.factories.accounts import UserFactory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, with_role

from .campaigns import SATISFIED, TERM, TODAY, opened, say

pytestmark = pytest.mark.django_db
MOBILISED = ("single", {"required": True})


def test_two_people_on_two_questions_lose_nothing():
    who = opened(MOBILISED, ("text", {"text": "Pourquoi ?"}))
    one, two = who.questions
    say(who.reply, one, SATISFIED[0], who.coordinator)
    say(who.reply, two, "Parce que.", who.coordinator)
    assert services.values_of(who.reply) == {one.pk: SATISFIED[0], two.pk: "Parce que."}
    who.reply.refresh_from_db()
    assert who.reply.state == "begun"


def test_two_people_on_one_question_are_told():
    who = opened(MOBILISED)
    question = who.questions[0]
    say(who.reply, question, SATISFIED[0], who.coordinator)
    with pytest.raises(Stale) as stale:
        say(who.reply, question, SATISFIED[1], who.coordinator, version=0)
    assert stale.value.current.value == SATISFIED[0]
    say(who.reply, question, SATISFIED[1], who.coordinator, version=1)
    assert list(AnswerVersion.objects.values_list("value", flat=True)) == [SATISFIED[1], SATISFIED[0]]


def test_the_same_answer_twice_is_one_version():
    who = opened(MOBILISED)
    for _ in range(2):
        say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    assert (Answer.objects.get().version, AnswerVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "fields", "given", "kept"),
    [
        ("single", {}, "", None),
        ("multiple", {}, [SATISFIED[1], SATISFIED[0]], [SATISFIED[0], SATISFIED[1]]),
        ("scale", {}, "4", 4),
        ("number", {}, "1\u202f250,50", "1250.5"),
        ("text", {}, "  Un texte.\r\nSur deux lignes. ", "Un texte.\nSur deux lignes."),
    ],
)
def test_each_kind_keeps_its_shape(kind, fields, given, kept):
    who = opened((kind, fields))
    assert say(who.reply, who.questions[0], given, who.coordinator).value == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("single", "Excellente"),
        ("multiple", ["Excellente"]),
        ("multiple", "Excellente"),
        ("scale", "6"),
        ("number", "beaucoup"),
        ("text", "x" * 10_001),
        ("table", {"999": {"cells": {"A": "x"}}}),
    ],
)
def test_what_is_not_an_answer_is_refused(kind, given):
    table = {"rows": "axes", "columns": [{"label": "A", "kind": "text"}]} if kind == "table" else {}
    who = opened((kind, table))
    with pytest.raises(Invalid):
        say(who.reply, who.questions[0], given, who.coordinator)
    assert not Answer.objects.exists()


def test_a_table_has_the_lines_of_the_contract_and_keeps_their_names():
    columns = [{"label": "Avance", "kind": "yes_no"}, {"label": "Heures", "kind": "number"}]
    who = opened(("table", {"rows": "fiches", "columns": columns}))
    fiche = ActionFactory(axis=AxisFactory(contract=who.contract), title="Bus santé")
    given = {str(fiche.pk): {"cells": {"Avance": "Oui", "Heures": "12,5"}}}
    kept = say(who.reply, who.questions[0], given, who.coordinator).value
    assert kept == {str(fiche.pk): {"label": str(fiche), "cells": {"Avance": "Oui", "Heures": "12.5"}}}


def test_only_who_answers_for_the_contract_writes():
    who = opened(MOBILISED)
    question = who.questions[0]
    for person in (who.siege, who.referent, with_role(who.contract, ContractRoleKind.READER), who.nobody):
        with pytest.raises(Forbidden):
            say(who.reply, question, SATISFIED[0], person)
    partner = with_role(who.contract, ContractRoleKind.PARTNER)
    services.name_people(reply=who.reply, people=[partner], actor=who.coordinator)
    assert say(who.reply, question, SATISFIED[0], partner).by == partner
    with pytest.raises(Invalid, match="qui ont un rôle"):
        services.name_people(reply=who.reply, people=[UserFactory()], actor=who.coordinator)
    with pytest.raises(Forbidden):
        services.name_people(reply=who.reply, people=[], actor=partner)


def test_sending_lists_the_obligatory_answers_that_miss_with_their_place():
    who = opened(MOBILISED, ("text", {"text": "Facultative"}))
    with pytest.raises(PassageRefused) as refused:
        services.submit(reply=who.reply, actor=who.coordinator)
    (missing,) = refused.value.missing
    assert missing.where[0] == "evaluation:reply" and missing.where[2] == f"q{who.questions[0].pk}"
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    sent = services.submit(reply=who.reply, actor=who.coordinator)
    assert (sent.state, sent.submitted_by) == ("submitted", who.coordinator)
    with pytest.raises(Refused, match="est envoyée"):
        say(who.reply, who.questions[0], SATISFIED[1], who.coordinator, version=1)


def test_a_question_that_was_not_asked_is_not_missing():
    who = opened(MOBILISED)
    campaign = who.campaign
    # Made as a draft would: conditions are set before the opening.
    campaign.questions.create(
        kind="text",
        text="Pourquoi ?",
        required=True,
        position=2,
        condition=who.questions[0],
        condition_answers=[SATISFIED[2]],
    )
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    assert not services.missing_in(who.reply)
    say(who.reply, who.questions[0], SATISFIED[2], who.coordinator, version=1)
    assert [str(item.sentence) for item in services.missing_in(who.reply)] == [
        "«\xa0Pourquoi ?\xa0» attend une réponse."
    ]


def sent():
    who = opened(MOBILISED)
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    who.reply = services.submit(reply=who.reply, actor=who.coordinator)
    return who


def test_a_reply_is_reopened_with_its_reason_and_who_fills_it_is_told():
    who = sent()
    with pytest.raises(Invalid):
        services.reopen(reply=who.reply, actor=who.siege, reason=" ")
    with pytest.raises(Forbidden):
        services.reopen(reply=who.reply, actor=who.coordinator, reason="Je veux")
    opened_again = services.reopen(reply=who.reply, actor=who.siege, reason="Il manque 2025.")
    assert (opened_again.state, opened_again.reopened_by) == ("begun", who.siege)
    job = Job.objects.filter(kind=campaign_mails.KIND).latest("created_at")
    campaign_mails.send_mails(job.params["mails"])
    told = [message for message in mail.outbox if message.to == [who.coordinator.email]]
    assert any("Il manque 2025." in message.body for message in told)
    assert services.values_of(who.reply) == {who.questions[0].pk: SATISFIED[0]}
    line = Change.objects.filter(scope=who.contract.pk, changes__has_key="reason").latest("timestamp")
    assert line.changes["reason"][1] == "Il manque 2025."


def test_a_reply_is_set_aside_with_its_reason_and_kept_again():
    who = sent()
    with pytest.raises(Forbidden):
        services.refuse(reply=who.reply, actor=who.coordinator, reason="Non")
    refused = services.refuse(reply=who.reply, actor=who.siege, reason="Deux questions sur dix.")
    assert refused.state == "refused" and not who.campaign.replies.kept().exists()
    with pytest.raises(Refused):
        services.refuse(reply=refused, actor=who.siege, reason="Encore")
    assert services.keep(reply=refused, actor=who.siege).state == "submitted"
    with pytest.raises(Stale):
        services.refuse(reply=refused, actor=who.siege, reason="Trop tard", version=1)


def test_nothing_is_written_once_closed():
    who = opened(MOBILISED)
    campaigns.pass_campaign(who.campaign, "closed", actor=who.siege, today=TODAY)
    with pytest.raises(Refused, match="n’attend plus de réponse"):
        say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)


def test_those_who_have_not_answered_are_reminded_in_the_weekly_mail():
    who = opened(MOBILISED, contracts=2)
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    services.submit(reply=who.reply, actor=who.coordinator)
    (reason,) = waiting_replies(TODAY)
    assert reason.email == who.coordinators[1].email
    assert "attendue pour le 15\xa0décembre 2026" in reason.sentence
    late = TERM.replace(day=20)
    assert "était attendue" in next(iter(waiting_replies(late))).sentence
    assert waiting_replies in reminders._sources
    assert not list(waiting_replies(TODAY, person=reminders.Person(who.coordinator.email)))


# --- Pages ----------------------------------------------------------------------------------------
def page(who, name="reply", **more):
    return reverse(f"evaluation:{name}", kwargs={"pk": who.campaign.pk, "reply": who.reply.pk, **more})


def test_an_answer_is_saved_as_it_is_typed_and_a_crossing_comes_back_with_both(client):
    who = opened(MOBILISED)
    question = who.questions[0]
    client.force_login(who.coordinator)
    url, name = page(who, "answer", question=question.pk), f"q{question.pk}"
    first = client.post(url, {f"{name}-answer": SATISFIED[0], f"{name}-seen": 0})
    assert first.json()["version"] == 1
    crossing = client.post(url, {f"{name}-answer": SATISFIED[1], f"{name}-seen": 0})
    assert crossing.status_code == 409
    html = crossing.json()["html"]
    assert "Camille 0 a répondu entre-temps" in html and SATISFIED[0] in html
    assert f'name="{name}-seen" value="1"' in html.replace(' id="id_' + name + '-seen"', "")
    theirs = client.post(url, {f"{name}-answer": SATISFIED[1], f"{name}-seen": 1, f"{name}-take": "theirs"})
    assert theirs.status_code == 200 and Answer.objects.get().value == SATISFIED[0]
    mine = client.post(url, {f"{name}-answer": SATISFIED[1], f"{name}-seen": 1, f"{name}-take": "mine"})
    assert mine.json()["version"] == 2 and Answer.objects.get().value == SATISFIED[1]
    wrong = client.post(url, {f"{name}-answer": "Autre chose", f"{name}-seen": 2})
    assert wrong.status_code == 400 and "réponse proposée" in wrong.json()["html"]


def test_without_script_a_stale_page_writes_over_nothing_that_it_did_not_change(client):
    who = opened(MOBILISED, ("text", {"text": "Pourquoi ?"}))
    one, two = who.questions
    say(who.reply, one, SATISFIED[0], who.coordinator)
    # Somebody opened the page then, and another person answered both questions since.
    say(who.reply, one, SATISFIED[2], who.coordinator, version=1)
    say(who.reply, two, "La sienne.", who.coordinator)
    client.force_login(who.coordinator)
    typed = {
        f"q{one.pk}-answer": SATISFIED[0],
        f"q{one.pk}-seen": 1,
        f"q{two.pk}-answer": "La mienne.",
        f"q{two.pk}-seen": 0,
    }
    answer = client.post(page(who), typed)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "La mienne." in text and "La sienne." in text
    assert services.values_of(who.reply) == {one.pk: SATISFIED[2], two.pk: "La sienne."}
    typed[f"q{two.pk}-seen"] = 1
    assert client.post(page(who), typed).status_code == 302
    assert services.values_of(who.reply)[two.pk] == "La mienne."


def test_every_kind_of_question_is_filled_on_the_page(client):
    table = {"rows": "fiches", "columns": [{"label": "Heures", "kind": "number"}, {"label": "Dire", "kind": "text"}]}
    kinds = ("single", "multiple", "scale", "number", "text")
    who = opened(*((kind, {"text": f"Question {kind}"}) for kind in kinds), ("table", {"text": "Tableau", **table}))
    fiche = ActionFactory(axis=AxisFactory(contract=who.contract))
    names = {question.kind: f"q{question.pk}" for question in who.questions}
    client.force_login(who.coordinator)
    assert client.get(page(who)).status_code == 200
    typed = {
        f"{names['single']}-answer": SATISFIED[0],
        f"{names['multiple']}-answer": SATISFIED[:2],
        f"{names['scale']}-answer": "3",
        f"{names['number']}-answer": "12,5",
        f"{names['text']}-answer": "Un mot.",
        f"{names['table']}-{fiche.pk}-0": "7",
        f"{names['table']}-{fiche.pk}-1": "Bien.",
        **{f"{name}-seen": 0 for name in names.values()},
    }
    assert client.post(page(who), typed).status_code == 302
    told = {question.kind: value for question, value in _values(who)}
    assert told["multiple"] == SATISFIED[:2] and told["scale"] == 3 and told["number"] == "12.5"
    assert told["table"][str(fiche.pk)]["cells"] == {"Heures": "7", "Dire": "Bien."}
    shown = client.get(page(who)).content.decode()
    assert "Un mot." in shown and "Bien." in shown and 'value="12,5"' in shown


def _values(who):
    given = services.values_of(who.reply)
    return [(question, given.get(question.pk)) for question in who.questions]


def test_one_contract_never_sees_the_answer_of_another(client):
    who = opened(MOBILISED, contracts=2)
    client.force_login(who.coordinators[1])
    assert client.get(page(who)).status_code == 404
    assert client.get(page(who, "answer_versions", question=who.questions[0].pk)).status_code == 404
    for person in (who.stranger, who.nobody):
        client.force_login(person)
        assert client.get(page(who)).status_code == 404
        assert client.get(reverse("evaluation:campaign", args=[who.campaign.pk])).status_code == 404


def test_what_is_being_written_is_not_read_by_the_ars_before_it_is_sent(client):
    who = opened(("text", {"text": "Dites"}))
    say(who.reply, who.questions[0], "Un brouillon délicat", who.coordinator)
    client.force_login(who.siege)
    assert "Un brouillon délicat" not in client.get(page(who)).content.decode()
    services.submit(reply=who.reply, actor=who.coordinator)
    assert "Un brouillon délicat" in client.get(page(who)).content.decode()


def test_sent_reopened_and_set_aside_on_the_page(client):
    who = opened(MOBILISED)
    client.force_login(who.coordinator)
    missing = client.get(page(who, "reply_submit")).content.decode()
    assert f"#q{who.questions[0].pk}" in missing
    assert client.post(page(who, "reply_submit")).status_code == 409
    say(who.reply, who.questions[0], SATISFIED[0], who.coordinator)
    assert client.post(page(who, "reply_submit")).status_code == 302
    client.force_login(who.siege)
    assert client.post(page(who, "reply_reopen"), {"reason": ""}).status_code == 400
    assert client.post(page(who, "reply_reopen"), {"reason": "Complétez."}).status_code == 302
    client.force_login(who.coordinator)
    assert "Complétez." in client.get(page(who)).content.decode()


def test_the_past_of_an_answer_is_read(client):
    who = opened(("text", {"text": "Dites"}))
    say(who.reply, who.questions[0], "Premier jet", who.coordinator)
    say(who.reply, who.questions[0], "", who.coordinator, version=1)
    client.force_login(who.coordinator)
    text = client.get(page(who, "answer_versions", question=who.questions[0].pk)).content.decode()
    assert "Premier jet" in text and "Sans réponse" in text


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_of_many_contracts_ask_as_few_queries(client, rows, django_assert_max_num_queries):
    who = opened(MOBILISED, contracts=rows)
    client.force_login(who.siege)
    for name, most in (("campaign_progress", 15), ("campaign_contracts", 15), ("campaign_results", 15)):
        url = reverse(f"evaluation:{name}", args=[who.campaign.pk])
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
    client.force_login(who.coordinator)
    with django_assert_max_num_queries(15):
        assert client.get(reverse("evaluation:campaigns")).status_code == 200


def test_a_questionnaire_of_thirty_questions_asks_as_few_queries(client, django_assert_max_num_queries):
    who = opened(*(("text", {"text": f"Question {n}"}) for n in range(30)))
    client.force_login(who.coordinator)
    with django_assert_max_num_queries(15):
        assert client.get(page(who)).status_code == 200


def test_the_word_of_a_condition_reaches_the_script():
    who = opened(MOBILISED)
    question = who.questions[0]
    question.condition_answers = ["L’été", 'Un "mot"']
    assert json.loads(AnswerForm(question).shown_for) == question.condition_answers
    assert values.asked([question], {}) == {question.pk}
    assert Reply.objects.kept().count() == 0
