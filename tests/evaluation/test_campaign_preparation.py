"""A campaign is prepared, its questions put in order, sent, closed, published, duplicated."""

import html

import pytest
from django.core import mail
from django.urls import reverse

from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.history import Change
from core.jobs import Job
from evaluation.models import Campaign, CampaignMail, Question
from evaluation.services import campaign_mails, campaign_questions, campaigns
from evaluation.services.campaign_replies import submit
from tests.factories.accounts import UserFactory
from tests.support.jobs import do_jobs

from .campaigns import (
    SATISFIED,
    TERM,
    TODAY,
    add,
    contract_with_coordinator,
    draft_campaign,
    open_to,
    opened,
    people,
    say,
)

pytestmark = pytest.mark.django_db


def passes(campaign, target, who, **more):
    return campaigns.pass_campaign(campaign, target, actor=who.siege, today=TODAY, **more)


def test_the_siege_makes_one_for_its_region_and_a_referent_for_his_departement():
    who = people()
    made = draft_campaign(who)
    assert Campaign.objects.managed_by(who.siege).get() == made
    his = campaigns.create_campaign(
        actor=who.referent, region=who.region, department=who.drome, title="Drôme", year=2026
    )
    assert Campaign.objects.managed_by(who.referent).get() == his
    with pytest.raises(Forbidden):
        campaigns.create_campaign(actor=who.referent, region=who.region, title="Trop loin", year=2026)
    with pytest.raises(Forbidden):
        campaigns.create_campaign(actor=who.nobody, region=who.region, title="Sans rôle", year=2026)


def test_only_who_conducts_it_changes_it_and_two_editors_meet():
    who = people()
    campaign = draft_campaign(who)
    with pytest.raises(Forbidden):
        campaigns.edit_campaign(campaign, actor=who.referent, title="Autre")
    campaigns.edit_campaign(campaign, actor=who.siege, version=1, title="Un autre titre")
    with pytest.raises(Stale):
        campaigns.edit_campaign(campaign, actor=who.siege, version=1, title="Un troisième")
    line = Change.objects.get_for_object(campaign).filter(action=Change.Action.UPDATE).latest("timestamp")
    assert line.changes["title"] == ["Évaluation régionale", "Un autre titre"]
    assert line.actor == who.siege


def test_two_editors_of_one_question():
    who = people()
    question = add(draft_campaign(who), who)
    campaign_questions.edit_question(question, actor=who.siege, version=1, text="Comment ?")
    with pytest.raises(Stale) as stale:
        campaign_questions.edit_question(question, actor=who.siege, version=1, text="Pourquoi ?")
    assert stale.value.current.text == "Comment ?"


@pytest.mark.parametrize(
    ("kind", "fields", "where"),
    [
        ("single", {"choices": ["Seul"]}, "choices"),
        ("multiple", {"choices": ["Oui", "Oui"]}, "choices"),
        ("scale", {"scale_max": 40}, "scale_max"),
        ("table", {"rows": "axes", "columns": []}, "columns"),
        ("table", {"columns": [{"label": "A", "kind": "text"}]}, "rows"),
        ("table", {"rows": "axes", "columns": [{"label": "A", "kind": "choice"}]}, "choices"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_where_it_is_wrong(kind, fields, where):
    who = people()
    with pytest.raises(Invalid) as error:
        add(draft_campaign(who), who, kind, **fields)
    assert where in error.value.fields


def test_a_condition_looks_at_an_earlier_question_and_at_an_answer_that_it_offers():
    who = people()
    campaign = draft_campaign(who)
    first = add(campaign, who)
    with pytest.raises(Invalid, match="n’est pas proposé"):
        add(campaign, who, "text", condition=first, condition_answers=["Excellente"])
    with pytest.raises(Invalid, match="pour quelles réponses"):
        add(campaign, who, "text", condition=first)
    then = add(campaign, who, "text", text="Pourquoi ?", condition=first, condition_answers=[SATISFIED[2]])
    with pytest.raises(Invalid, match="reste après elle"):
        campaign_questions.reorder_questions(campaign=campaign, ids=[then.pk, first.pk], actor=who.siege)
    with pytest.raises(Invalid, match="vient avant"):
        campaign_questions.edit_question(first, actor=who.siege, condition=then, condition_answers=["x"])


def test_questions_are_put_in_order():
    who = people()
    campaign = draft_campaign(who)
    rows = [add(campaign, who, text=text) for text in "ABC"]
    campaign_questions.move_question(rows[2], actor=who.siege, up=True)
    assert [row.text for row in campaign.questions.all()] == ["A", "C", "B"]
    campaign_questions.reorder_questions(campaign=campaign, ids=[rows[1].pk], actor=who.siege)
    assert [row.text for row in campaign.questions.all()] == ["B", "A", "C"]


def test_the_page_comes_back_on_the_question_that_was_written(client):
    who = people()
    campaign = draft_campaign(who)
    client.force_login(who.siege)
    answer = client.post(reverse("evaluation:question_add", args=[campaign.pk, "text"]), {"text": "Pourquoi ?"})
    assert answer["Location"].endswith(f"#question-{campaign.questions.get().pk}")


def test_help_unit_and_example_are_sentences_under_the_question(client):
    who = people()
    campaign = draft_campaign(who)
    add(campaign, who, "number", help="Une seule fois chacun", unit="personnes", example="1 200")
    client.force_login(who.siege)
    page = client.get(reverse("evaluation:campaign_preview", args=[campaign.pk])).content.decode()
    assert "Une seule fois chacun. En personnes. Exemple\xa0: 1 200." in page


def test_what_is_missing_before_the_opening_is_listed():
    who = people()
    campaign = draft_campaign(who, closes_on=None)
    with pytest.raises(PassageRefused) as refused:
        passes(campaign, "open", who)
    assert [item.sentence for item in refused.value.missing] == [
        "Le questionnaire n’a pas de question.",
        "La date de retour n’est pas dite.",
        "Aucun contrat n’est choisi.",
    ]


def test_a_condition_whose_question_was_removed_holds_the_opening_back():
    who = people()
    campaign = draft_campaign(who)
    first = add(campaign, who)
    add(campaign, who, "text", text="Pourquoi ?", condition=first, condition_answers=[SATISFIED[2]])
    campaign_questions.remove_question(first, actor=who.siege)
    contract, _ = contract_with_coordinator()
    with pytest.raises(PassageRefused) as refused:
        open_to(campaign, who, [contract])
    assert "dépend d’une question retirée" in refused.value.missing[0].sentence


def test_opening_writes_to_the_coordinators_once_and_changes_no_question_after():
    who = opened(contracts=2)
    assert CampaignMail.objects.count() == 2
    job = Job.objects.get(kind=campaign_mails.KIND)
    campaign_mails.send_mails(job.params["mails"])
    campaign_mails.send_mails(job.params["mails"])
    assert sorted(message.to[0] for message in mail.outbox) == sorted(user.email for user in who.coordinators)
    assert f"/campagnes/{who.campaign.pk}/reponses/" in mail.outbox[0].body
    with pytest.raises(Refused, match="ne change plus"):
        campaign_questions.edit_question(who.questions[0], actor=who.siege, text="Autre")
    with pytest.raises(Refused, match="ne change plus"):
        campaigns.edit_campaign(who.campaign, actor=who.siege, title="Autre")
    moved = campaigns.edit_campaign(who.campaign, actor=who.siege, closes_on=TERM.replace(day=20))
    assert moved.closes_on.day == 20


def test_a_mail_that_the_closing_stopped_is_not_said_to_have_left(client):
    who = opened()
    job = Job.objects.get(kind=campaign_mails.KIND)
    campaigns.pass_campaign(who.campaign, "closed", actor=who.siege, today=TODAY)
    campaign_mails.send_mails(job.params["mails"])
    assert mail.outbox == [] and CampaignMail.objects.get().sent_at is None
    client.force_login(who.siege)
    page = client.get(f"/campagnes/{who.campaign.pk}/avancement/").content.decode().replace("\xa0", " ")
    assert "1 courriel n’était pas parti à la clôture" in page
    campaigns.pass_campaign(who.campaign, "open", actor=who.siege, today=TODAY, reason="Clos trop tôt")
    campaign_mails.send_mails(job.params["mails"])
    assert len(mail.outbox) == 1 and CampaignMail.objects.get().sent_at


def test_mails_that_did_not_leave_are_sent_again_and_new_coordinators_are_written_to(monkeypatch):
    who = opened()
    job = Job.objects.get(kind=campaign_mails.KIND)
    monkeypatch.setattr("evaluation.services.campaign_mails.mail_of", lambda row: 1 / 0)
    with pytest.raises(Exception, match="1\xa0courriel n’a pas pu partir"):
        campaign_mails.send_mails(job.params["mails"])
    monkeypatch.undo()
    campaign_mails.send_again(campaign=who.campaign, actor=who.siege)
    campaign_mails.send_mails(job.params["mails"])
    assert len(mail.outbox) == 1
    with pytest.raises(Refused, match="sont partis"):
        campaign_mails.send_again(campaign=who.campaign, actor=who.siege)
    with pytest.raises(Forbidden):
        campaign_mails.send_again(campaign=who.campaign, actor=who.coordinator)


def test_contracts_join_an_open_campaign_and_none_leaves():
    who = opened()
    other, _ = contract_with_coordinator("Autre")
    campaigns.choose_contracts(campaign=who.campaign, contracts=[other], actor=who.siege)
    assert set(who.campaign.contracts.all()) == {who.contract, other}
    assert CampaignMail.objects.filter(reply__contract=other).count() == 1


def test_contracts_of_elsewhere_are_refused():
    who = people()
    far, _ = contract_with_coordinator(territory__departments=[who.places.vaucluse])
    campaign = draft_campaign(who)
    with pytest.raises(Invalid, match="territoire"):
        campaigns.choose_contracts(campaign=campaign, contracts=[far], actor=who.siege)


def test_what_a_filter_hides_stays_chosen():
    who = people()
    one, two = (contract_with_coordinator(name)[0] for name in ("Un", "Deux"))
    campaign = draft_campaign(who)
    campaigns.choose_contracts(campaign=campaign, contracts=[one, two], actor=who.siege)
    campaigns.choose_contracts(campaign=campaign, contracts=[], within=[two], actor=who.siege)
    assert list(campaign.contracts.all()) == [one]


def test_the_whole_life_and_its_refusals():
    who = opened(contracts=3)
    question = who.questions[0]
    with pytest.raises(PassageRefused, match="ne devient pas"):
        passes(who.campaign, "published", who)
    with pytest.raises(Forbidden):
        campaigns.pass_campaign(who.campaign, "closed", actor=who.coordinator, today=TODAY)
    closed = passes(who.campaign, "closed", who)
    with pytest.raises(PassageRefused) as refused:
        passes(closed, "published", who)
    assert "rien à publier" in refused.value.missing[0].sentence
    with pytest.raises(Invalid):
        passes(closed, "open", who)
    again = passes(closed, "open", who, reason="Trois contrats de plus")
    assert (again.reason, CampaignMail.objects.count()) == ("Trois contrats de plus", 3)
    for reply in who.replies[:2]:
        submit(reply=reply, actor=None)
    few = passes(again, "closed", who)
    with pytest.raises(PassageRefused) as refused:
        passes(few, "published", who)
    assert "chacun se reconnaîtrait" in refused.value.missing[0].sentence
    again = passes(few, "open", who, reason="Une de plus")
    say(who.replies[2], question, SATISFIED[0], who.coordinators[2])
    submit(reply=who.replies[2], actor=who.coordinators[2])
    published = passes(passes(again, "closed", who), "published", who)
    assert published.published_at
    with pytest.raises(PassageRefused):
        passes(published, "closed", who)
    told = Change.objects.get_for_object(published).filter(changes__has_key="state").order_by("timestamp")
    assert [line.changes["state"][1] for line in told if line.action == Change.Action.UPDATE] == [
        *("open", "closed", "open", "closed", "open", "closed", "published"),
    ]


def test_cancelling_wants_a_reason():
    who = opened()
    with pytest.raises(Invalid):
        passes(who.campaign, "cancelled", who)
    assert passes(who.campaign, "cancelled", who, reason="Doublon").state == "cancelled"


def test_duplicated_for_another_year_with_its_conditions_and_its_contracts():
    who = people()
    campaign = draft_campaign(who)
    first = add(campaign, who)
    add(campaign, who, "text", text="Pourquoi ?", condition=first, condition_answers=[SATISFIED[2]])
    contract, _ = contract_with_coordinator()
    open_to(campaign, who, [contract])
    made = campaigns.duplicate_campaign(campaign, actor=who.siege, year=2027)
    assert (made.year, made.state, made.previous) == (2027, "draft", campaign)
    one, two = made.questions.all()
    assert (two.condition, one.choices, one.version) == (one, SATISFIED, 1)
    assert list(made.contracts.all()) == [contract]
    assert Question.objects.filter(campaign=campaign).count() == 2
    with pytest.raises(Forbidden):
        campaigns.duplicate_campaign(campaign, actor=who.stranger, year=2027)


def test_its_journal_is_read_by_who_conducts_it_even_of_what_was_removed(client):
    who = people()
    campaign = draft_campaign(who)
    question = add(campaign, who, text="Qui disparaîtra ?")
    campaign_questions.remove_question(question, actor=who.siege)
    client.force_login(who.siege)
    text = client.get(reverse("evaluation:campaign_journal", args=[campaign.pk])).content.decode()
    assert "Qui disparaîtra ?" in text and "Simone Siège" in text


def test_prepared_on_the_page_from_the_first_question_to_the_opening(client):
    who = people()
    contract, _ = contract_with_coordinator()
    client.force_login(who.siege)
    given = {"place": f"r{who.region.pk}", "title": "Où en sommes-nous", "year": 2026, "closes_on": "2099-12-15"}
    made = client.post(reverse("evaluation:campaign_add"), given)
    campaign = Campaign.objects.get()
    assert made["Location"] == reverse("evaluation:questions", args=[campaign.pk])

    def ask(kind, **fields):
        url = reverse("evaluation:question_add", args=[campaign.pk, kind])
        answer = client.post(url, {"text": f"Question {kind}", **fields})
        assert answer.status_code == 302, answer.content.decode()
        return campaign.questions.latest("pk")

    first = ask("single", choices="Oui\nNon", blank_counts="on", required="on")
    ask("text", condition=first.pk, condition_answers="Non")
    ask("scale", scale_max=5, scale_low="peu")
    ask("number", unit="ETP")
    ask("table", rows="axes", column_1="Avance", column_1_kind="yes_no", column_2="Pourquoi", column_2_kind="text")
    refused = client.post(
        reverse("evaluation:question_add", args=[campaign.pk, "single"]), {"text": "Une seule", "choices": "Oui"}
    )
    assert refused.status_code == 400 and "au moins deux choix" in refused.content.decode()
    table = campaign.questions.get(kind="table")
    url = reverse("evaluation:question", args=[campaign.pk, table.pk])
    page = client.get(url).content.decode()
    assert 'value="Pourquoi"' in page
    typed = {"text": "Autrement", "rows": "axes", "column_1": "Avance", "column_1_kind": "yes_no", "version": 1}
    assert client.post(url, typed).status_code == 302
    crossing = client.post(url, {**typed, "text": "Encore autrement"})
    assert crossing.status_code == 409 and "Autrement" in crossing.content.decode()
    preview = client.get(reverse("evaluation:campaign_preview", args=[campaign.pk])).content.decode()
    assert "Question scale" in preview and "À remplir si" in preview
    chosen = client.post(reverse("evaluation:campaign_contracts", args=[campaign.pk]), {"contract": [contract.pk]})
    assert chosen.status_code == 302
    url = reverse("evaluation:campaign_passage", args=[campaign.pk, "open"])
    assert "Le questionnaire ne changera plus" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.replies.count()) == ("open", 1)


# --- Those who have not answered, asked again ------------------------------------------------------
def sent_to():
    return sorted(address for message in mail.outbox for address in message.to)


def test_who_has_not_answered_is_written_to_on_demand_and_nobody_else(client):
    who = opened(contracts=3)
    submit(reply=who.replies[0], actor=None)
    helper = UserFactory(display_name="Aide")
    who.replies[1].people.add(helper)
    do_jobs()
    mail.outbox.clear()
    url = reverse("evaluation:campaign_remind", args=[who.campaign.pk])
    client.force_login(who.siege)
    assert url in client.get(reverse("evaluation:campaign_progress", args=[who.campaign.pk])).content.decode()
    page = html.unescape(client.get(url).content.decode())
    assert "Camille 1, Aide" in page and "Camille 2" in page and "Camille 0" not in page
    assert "Envoyer 3\xa0courriels" in page
    version = Campaign.objects.get(pk=who.campaign.pk).version
    assert client.post(url, {"version": version}).status_code == 302
    do_jobs()
    awaited = [who.coordinators[1], who.coordinators[2], helper]
    assert sent_to() == sorted(person.email for person in awaited)
    assert "Votre réponse manque" in mail.outbox[0].subject
    line = Change.objects.get_for_object(who.campaign).filter(changes__has_key="reminded_at").latest("timestamp")
    assert line.actor == who.siege
    assert (
        "Dernière relance"
        in client.get(reverse("evaluation:campaign_progress", args=[who.campaign.pk])).content.decode()
    )


def test_two_who_press_at_once_write_once(client):
    who = opened()
    do_jobs()
    mail.outbox.clear()
    url = reverse("evaluation:campaign_remind", args=[who.campaign.pk])
    version = Campaign.objects.get(pk=who.campaign.pk).version
    client.force_login(who.siege)
    assert [client.post(url, {"version": version}).status_code for _ in range(2)] == [302, 409]
    do_jobs()
    assert sent_to() == [who.coordinator.email]


def test_nobody_is_asked_again_when_all_answered_nor_by_who_does_not_conduct(client):
    who = opened()
    url = reverse("evaluation:campaign_remind", args=[who.campaign.pk])
    with pytest.raises(Forbidden):
        campaign_mails.remind_now(campaign=who.campaign, actor=who.coordinator)
    client.force_login(who.coordinator)
    assert client.post(url, {}).status_code == 403
    submit(reply=who.reply, actor=None)
    client.force_login(who.siege)
    assert client.get(url).status_code == 409 and client.post(url, {}).status_code == 409
    passes(who.campaign, "closed", who)
    with pytest.raises(Refused, match="pas ouverte"):
        campaign_mails.remind_now(campaign=who.campaign, actor=who.siege)


def test_who_answers_before_the_mail_leaves_is_not_asked_again():
    who = opened(contracts=2)
    do_jobs()
    mail.outbox.clear()
    campaign_mails.remind_now(campaign=who.campaign, actor=who.siege)
    submit(reply=who.replies[0], actor=None)
    do_jobs()
    assert sent_to() == [who.coordinators[1].email] and not campaign_mails.waiting(who.campaign).exists()
