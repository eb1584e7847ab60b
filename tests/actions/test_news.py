"""News from partners: one mail a person, one link, answers that change nothing before they are approved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from actions import services
from actions.models import NewsLink, NewsRequest
from actions.services import news, news_reading
from contracts.models import Contract
from core.errors import Forbidden, Invalid, Refused, Stale
from core.job_worker import run
from core.models import Change, Job
from tests.factories.actions import ActionFactory, IndicatorFactory, LeadPersonFactory
from tests.factories.contracts import AxisFactory, ContractFactory, with_role, world


@pytest.fixture
def people(db):
    people = world()
    people.other = ContractFactory(department=people.drome)
    with_role(people.other, "coordinator", user=people.coordinator)
    return people


@pytest.fixture
def fiches(people):
    """Two fiches of a contract and one of another, led by one person; one fiche without an address."""
    made = [ActionFactory(axis=AxisFactory(contract=c)) for c in (people.draft, people.draft, people.other)]
    for action in made:
        LeadPersonFactory(action=action, name="Paul", email="Paul@exemple.fr")
    return [*made, ActionFactory(axis=made[0].axis)]


@pytest.fixture
def asked(people, fiches, django_capture_on_commit_callbacks):
    links = news.ask_for_news(actions=fiches, actor=people.coordinator, message="Avant le COPIL")
    send_all()
    return links


def send_all():
    for job in Job.objects.filter(kind=news.KIND, state="queued").order_by("created_at"):
        run(str(job.pk), worker="essai")


def answer(request, **said):
    return news.answer_request(request, **{"status": "in_progress", "done": "Trois ateliers tenus.", **said})


def test_a_person_receives_one_mail_for_all_her_fiches_whatever_the_contract(people, fiches, asked):
    assert len(asked) == len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == ["paul@exemple.fr"]
    assert all(action.title in sent.body for action in fiches[:3]) and fiches[3].title not in sent.body
    assert "Avant le COPIL" in sent.body and asked[0].get_absolute_url() in sent.body
    assert news.people_to_ask(fiches)[1] == [fiches[3]]


def test_nobody_is_asked_twice(people, fiches, asked):
    with pytest.raises(Refused):
        news.ask_for_news(actions=fiches[:2], actor=people.coordinator)
    later = ActionFactory(axis=fiches[0].axis)
    LeadPersonFactory(action=later, email="paul@exemple.fr")
    assert news.ask_for_news(actions=[*fiches, later], actor=people.coordinator) == asked
    assert NewsRequest.objects.waiting().count() == 4
    send_all()
    send_all()
    assert len(mail.outbox) == 2


def test_a_second_ask_before_the_first_mail_left_keeps_both_messages(people, fiches):
    news.ask_for_news(actions=fiches[:1], actor=people.coordinator, message="Avant le COPIL")
    news.ask_for_news(actions=fiches[1:2], actor=people.coordinator, message="Pour le bilan")
    send_all()
    send_all()
    first, second = mail.outbox
    assert "Avant le COPIL" in first.body and fiches[0].title in first.body and fiches[1].title not in first.body
    assert "Pour le bilan" in second.body and fiches[1].title in second.body
    assert NewsLink.objects.get().sent_at is not None


def test_a_mail_that_asks_nothing_any_more_does_not_leave(people, fiches):
    news.ask_for_news(actions=fiches[:1], actor=people.coordinator)
    answer(NewsRequest.objects.get())
    send_all()
    assert mail.outbox == []


def test_an_expired_link_gives_place_to_a_new_one(people, fiches, asked):
    NewsLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    (link,) = news.ask_for_news(actions=fiches[:1], actor=people.coordinator)
    assert link != asked[0] and NewsLink.objects.filter(revoked_at__isnull=True).get() == link
    assert NewsRequest.objects.waiting().get().link == link


def test_who_does_not_write_the_contract_asks_nobody(people, fiches):
    for actor in (people.reader, people.stranger):
        with pytest.raises(Forbidden):
            news.ask_for_news(actions=fiches, actor=actor)
    assert not NewsLink.objects.exists()


def test_the_link_opens_without_an_account_shows_its_fiches_alone_and_reads_write_nothing(client, fiches, asked):
    page = client.get(asked[0].get_absolute_url())
    text = page.content.decode()
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert all(action.title in text for action in fiches[:3]) and fiches[3].title not in text
    assert reverse("actions:action", args=[fiches[0].contract.reference, fiches[0].pk]) not in text
    assert NewsRequest.objects.waiting().count() == 3


@pytest.mark.parametrize("why", ["expired", "revoked", "forged", "renewed"])
def test_a_link_that_serves_no_more_says_so(client, people, asked, why):
    address = asked[0].get_absolute_url()
    if why == "expired":
        NewsLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if why == "revoked":
        news.revoke_link(asked[0], actor=people.coordinator)
        assert not NewsRequest.objects.waiting().exists()
    if why == "forged":
        address = reverse("actions:news_answer", args=["WzEsImEiXQ:faux"])
    if why == "renewed":
        NewsLink.objects.update(nonce="autre")
    assert client.get(address).status_code == 410
    assert client.post(address, {"request": "1"}).status_code == 410


def test_an_answer_by_page_changes_nothing_until_it_is_approved(client, people, fiches, asked):
    request = NewsRequest.objects.get(action=fiches[0])
    key = f"f{request.pk}"
    said = {"request": request.pk, f"{key}-status": "done", f"{key}-done": "Tout est fait.", f"{key}-next_step": ""}
    assert client.post(asked[0].get_absolute_url(), said).status_code == 302
    fiches[0].refresh_from_db()
    request.refresh_from_db()
    assert (fiches[0].status, request.state, request.status_before) == ("", "answered", "")
    assert Change.objects.filter(channel="link", actor=None, scope=people.draft.pk).exists()
    client.force_login(people.coordinator)
    before_after = client.get(reverse("actions:news", args=[people.draft.reference])).content.decode()
    assert "Tout est fait." in before_after and "Réalisée" in before_after
    address = reverse("actions:news_approve", args=[people.draft.reference, request.pk])
    assert client.post(address, {"version": request.version}).status_code == 302
    fiches[0].refresh_from_db()
    assert fiches[0].status == "done" and fiches[0].notes.get().text == "Tout est fait."
    assert fiches[0].notes.get().author == "Paul"
    assert client.post(address).status_code == 409, "approved once"


def test_a_wrong_answer_comes_back_with_its_words(client, fiches, asked):
    request = NewsRequest.objects.get(action=fiches[0])
    key = f"f{request.pk}"
    said = {"request": request.pk, f"{key}-next_on": "12/09/2026", f"{key}-done": "À moitié"}
    page = client.post(asked[0].get_absolute_url(), said)
    assert page.status_code == 400 and "À moitié" in page.content.decode()
    assert "Dites ce qui est prévu" in page.content.decode()
    nothing = client.post(asked[0].get_absolute_url(), {"request": request.pk})
    assert nothing.status_code == 400
    assert NewsRequest.objects.waiting().count() == 3


def test_all_that_was_said_lands_on_the_fiche(people, fiches, asked):
    request = NewsRequest.objects.get(action=fiches[0])
    answered = answer(request, blocks="Pas de salle.", next_step="Louer", next_on=timezone.localdate())
    news_reading.approve_answer(answered, actor=people.referent, version=answered.version)
    fiche = fiches[0]
    assert fiche.notes.get().text == "Trois ateliers tenus."
    assert (fiche.factors.get().kind, fiche.factors.get().text) == ("obstacle", "Pas de salle.")
    assert (fiche.steps.get().title, fiche.steps.get().due_on) == ("Louer", timezone.localdate())


def test_a_figure_that_is_due_is_asked_with_the_rest(client, people, fiches):
    indicator = IndicatorFactory(action=fiches[0], title="Ateliers tenus", frequency="monthly", unit="ateliers")
    Contract.objects.filter(pk=people.draft.pk).update(stage="in_force", starts_on=date(2025, 1, 1))
    link = news.ask_for_news(actions=[fiches[0]], actor=people.coordinator)[0]
    request = NewsRequest.objects.get()
    assert request.indicator == indicator
    key = f"f{request.pk}"
    assert "Ateliers tenus (ateliers)" in client.get(link.get_absolute_url()).content.decode()
    said = {"request": request.pk, f"{key}-value": "12,5"}
    assert client.post(link.get_absolute_url(), said).status_code == 302
    request.refresh_from_db()
    news_reading.approve_answer(request, actor=people.coordinator)
    assert indicator.measures.get().value == Decimal("12.5")


def test_a_returned_answer_is_mended_by_the_same_link(people, fiches, asked, django_capture_on_commit_callbacks):
    answered = answer(NewsRequest.objects.get(action=fiches[0]))
    with pytest.raises(Invalid):
        news_reading.return_answer(answered, actor=people.coordinator, word=" ")
    news_reading.return_answer(answered, actor=people.coordinator, word="Combien de personnes ?")
    sending = asked[0].mails.last()
    assert (sending.message, sending.asked_by, sending.sent_at) == ("Combien de personnes ?", people.coordinator, None)
    send_all()
    sending.refresh_from_db()
    assert sending.sent_at and len(mail.outbox) == 2
    assert mail.outbox[-1].to == ["paul@exemple.fr"] and "Combien de personnes" in mail.outbox[-1].body
    assert str(people.coordinator) in mail.outbox[-1].body and fiches[1].title not in mail.outbox[-1].body
    again = answer(NewsRequest.objects.get(pk=answered.pk), done="Trois ateliers, 40 personnes.")
    assert again.state == "answered"
    line = Change.objects.get_for_object(answered).filter(changes__word=["", "Combien de personnes ?"]).get()
    assert line.actor == people.coordinator and "mail" not in line.changes


def test_a_word_about_an_answer_that_changed_meanwhile_is_kept_and_not_sent(client, people, fiches, asked):
    seen = answer(NewsRequest.objects.get(action=fiches[0]))
    answer(NewsRequest.objects.get(pk=seen.pk), done="Trois ateliers, 40 personnes.")
    client.force_login(people.coordinator)
    where = reverse("actions:news_return", args=[people.draft.reference, seen.pk])
    said = {"word": "Combien de personnes ?", "version": seen.version}
    refused = client.post(where, said)
    page = refused.content.decode()
    assert refused.status_code == 400 and "pendant que vous écriviez" in page
    assert "Combien de personnes ?" in page and "40 personnes" in page
    seen.refresh_from_db()
    assert (seen.state, len(mail.outbox)) == ("answered", 1)
    assert client.post(where, said | {"version": seen.version}).status_code == 302
    again = client.post(where, said | {"version": seen.version + 1})
    assert again.status_code == 400 and "Combien de personnes ?" in again.content.decode()


def test_an_answer_returned_once_its_link_is_closed_opens_the_one_she_holds(people, fiches, asked):
    def ask_once_expired(actions):
        NewsLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
        news.ask_for_news(actions=actions, actor=people.coordinator)

    answered = answer(NewsRequest.objects.get(action=fiches[0]))
    ask_once_expired(fiches[1:2])
    returned = news_reading.return_answer(answered, actor=people.coordinator, word="Combien ?")
    assert returned.link != asked[0] and returned.link == NewsLink.objects.get(revoked_at__isnull=True)
    again = answer(NewsRequest.objects.get(pk=returned.pk))
    ask_once_expired(fiches[:1])
    with pytest.raises(Refused, match="interrogé·e à nouveau"):
        news_reading.return_answer(again, actor=people.coordinator, word="Combien ?")


def approved(people, fiches, **said):
    answered = answer(NewsRequest.objects.get(action=fiches[0]), **said)
    return news_reading.approve_answer(answered, actor=people.coordinator)


def test_an_approval_is_taken_back_within_a_day(client, people, fiches, asked):
    done = approved(people, fiches, blocks="Pas de salle.", next_step="Louer", next_on=timezone.localdate())
    client.force_login(people.coordinator)
    page = client.get(reverse("actions:news", args=[people.draft.reference])).content.decode()
    assert "Annuler l’accord" in page
    assert client.post(reverse("actions:news_undo", args=[people.draft.reference, done.pk])).status_code == 302
    fiche = fiches[0]
    fiche.refresh_from_db()
    done.refresh_from_db()
    assert (fiche.status, done.state, done.decided_by) == ("", "answered", None)
    assert not (fiche.notes.exists() or fiche.factors.exists() or fiche.steps.exists())
    told = Change.objects.filter(scope=people.draft.pk, object_id=done.pk, content_type__model="newsrequest").first()
    assert "state" in told.changes_dict and "made" not in told.changes_dict
    news_reading.approve_answer(done, actor=people.coordinator)
    assert fiche.notes.count() == 1


@pytest.mark.parametrize("why", ["late", "reader", "note", "status", "asked", "twice"])
def test_an_approval_that_cannot_be_taken_back_stays_whole(people, fiches, asked, why):
    done = approved(people, fiches)
    actor, refusal = people.coordinator, Refused
    if why == "late":
        NewsRequest.objects.filter(pk=done.pk).update(decided_at=timezone.now() - timedelta(hours=25))
    if why == "reader":
        actor, refusal = people.reader, Forbidden
    if why == "note":
        services.edit_row(fiches[0].notes.get(), actor=people.coordinator, text="Quatre ateliers.")
    if why == "status":
        services.edit_action(action=fiches[0], actor=people.coordinator, status="done")
    if why == "asked":
        news.ask_for_news(actions=fiches[:1], actor=people.coordinator)
    if why == "twice":
        news_reading.undo_approval(done, actor=people.coordinator)
    with pytest.raises(refusal):
        news_reading.undo_approval(NewsRequest.objects.get(pk=done.pk), actor=actor)
    assert fiches[0].notes.exists() is (why != "twice")


def test_two_people_read_an_answer_at_once(people, fiches, asked):
    answered = answer(NewsRequest.objects.get(action=fiches[0]))
    seen = answered.version
    answer(answered, done="Quatre ateliers.")
    with pytest.raises(Stale):
        news_reading.approve_answer(answered, actor=people.coordinator, version=seen)
    with pytest.raises(Forbidden):
        news_reading.approve_answer(answered, actor=people.reader)
    news.withdraw_request(NewsRequest.objects.get(pk=answered.pk), actor=people.coordinator)
    with pytest.raises(Refused):
        answer(NewsRequest.objects.get(pk=answered.pk))
    assert not fiches[0].notes.exists()


def test_asking_by_page_proposes_the_silent_ones_and_sends_to_the_ticked(client, people, fiches):
    client.force_login(people.coordinator)
    address = reverse("actions:news_ask", args=[people.draft.reference])
    assert "Aucune fiche choisie" in client.get(address).content.decode()
    type(fiches[0]).objects.filter(pk=fiches[0].pk).update(updated_at=timezone.now() - timedelta(days=120))
    assert "paul@exemple.fr" in client.get(address).content.decode()
    given = {"fiche": [fiches[0].pk, fiches[3].pk]}
    assert "Sans adresse" in client.get(address, given).content.decode()
    assert client.post(address, {**given, "person": []}).status_code == 400
    assert client.post(address, {**given, "person": ["paul@exemple.fr"]}).status_code == 302
    assert NewsRequest.objects.get().action == fiches[0]
    again = client.get(address, given).content.decode()
    assert "ont déjà la question" in again and "Envoyer les demandes" not in again
    home = reverse("contracts:contract", args=[people.draft.reference])
    assert "cette semaine" not in client.get(home).content.decode()
    answer(NewsRequest.objects.get())
    Contract.objects.filter(pk=people.draft.pk).update(stage="in_force", starts_on=date(2025, 1, 1))
    week = client.get(home).content.decode()
    assert "<strong>1</strong> réponse de partenaires à relire" in week and "?state=silent" in week


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_number_of_questions(client, people, count, django_assert_num_queries, settings):
    axis = AxisFactory(contract=people.draft)
    for n in range(count):
        LeadPersonFactory(action=ActionFactory(axis=axis), name=f"P{n}", email=f"p{n}@exemple.fr")
    news.ask_for_news(actions=list(people.draft.actions.all()), actor=people.coordinator)
    for request in NewsRequest.objects.all()[: count // 2]:
        answer(request)
    client.force_login(people.coordinator)
    address = reverse("actions:news", args=[people.draft.reference])
    client.get(address)
    with django_assert_num_queries(QUESTIONS):
        assert client.get(address).status_code == 200


QUESTIONS = 14
