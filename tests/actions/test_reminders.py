"""One mail a week at most, with everything; each reason asked again when it leaves; pauses are respected."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, NewsRequest
from actions.reminders import ANSWERS, fiches_to_watch, waiting_news
from actions.services import news
from contracts import waiting as causes
from core import reminders
from core.mail import MailsLeft
from core.models import Reminder
from tests.factories.actions import ActionFactory, LeadPersonFactory
from tests.factories.contracts import AxisFactory, ContractFactory, freeze, with_role, world

TODAY = timezone.localdate()


@pytest.fixture
def people(db, monkeypatch):
    """The reasons of fiches alone: those of meetings and follow-ups have their own tests."""
    monkeypatch.setattr(reminders, "_sources", [waiting_news, causes.of_contracts, fiches_to_watch])
    monkeypatch.setattr(causes, "_causes", {})
    causes.register(ANSWERS)
    return world()


@pytest.fixture
def waiting(people):
    """Paul was asked about two fiches ten days ago, and said nothing."""
    axis = AxisFactory(contract=people.draft)
    for _ in range(2):
        LeadPersonFactory(action=ActionFactory(axis=axis), name="Paul", email="paul@exemple.fr")
    news.ask_for_news(actions=list(people.draft.actions.all()), actor=people.coordinator)
    NewsRequest.objects.update(asked_at=timezone.now() - timedelta(days=10))
    return list(NewsRequest.objects.all())


def test_a_person_receives_one_mail_a_week_with_everything(waiting):
    assert reminders.send_reminders(TODAY) == 1
    assert reminders.send_reminders(TODAY) == 0
    assert len(mail.outbox) == 1 and Reminder.objects.get().count == 2
    assert all(row.action.title in mail.outbox[0].body for row in waiting)
    assert reminders.send_reminders(TODAY + timedelta(days=7)) == 1


def test_who_answered_is_not_reminded_and_the_coordinator_is_told(people, waiting):
    for row in waiting:
        news.answer_request(row, status="done", done="Fait.")
    reminders.send_reminders(TODAY)
    assert [message.to for message in mail.outbox] == [[people.coordinator.email]]
    assert "2\xa0réponses de partenaires à relire" in mail.outbox[0].body


def test_a_reason_that_went_while_the_others_left_is_not_sent(waiting, monkeypatch):
    asked = []

    def source(today, *, person=None, scope=None):
        asked.append(person and person.email)
        return [] if person else [reminders.Reason("lea@exemple.fr", "Léa", "Encore ?", "/", 0)]

    monkeypatch.setattr(reminders, "_sources", [source])
    assert reminders.send_reminders(TODAY) == 0
    assert asked == [None, "lea@exemple.fr"] and not mail.outbox


def test_a_mail_that_does_not_leave_is_sent_by_the_next_try(waiting, monkeypatch):
    class Broken:
        def send(self):
            raise OSError("le serveur ne répond pas")

    real = reminders.mail_for
    monkeypatch.setattr(reminders, "mail_for", lambda *args: Broken())
    with pytest.raises(MailsLeft, match="1\xa0courriel"):
        reminders.send_reminders(TODAY)
    monkeypatch.setattr(reminders, "mail_for", real)
    assert reminders.send_reminders(TODAY) == 1


def test_an_account_that_leads_a_silent_fiche_is_reminded_of_it(people):
    contract = ContractFactory(department=people.drome)
    action = ActionFactory(axis=AxisFactory(contract=contract))
    LeadPersonFactory(action=action, user=with_role(contract, "partner", display_name="Zoé"))
    freeze(contract)
    assert not reminders.reasons(TODAY)
    Action.objects.update(updated_at=timezone.now() - timedelta(days=100))
    assert [reason.url for reason in reminders.reasons(TODAY)] == [action.get_absolute_url()]


def test_the_coordinator_sees_previews_and_pauses(client, people, waiting):
    client.force_login(people.coordinator)
    address = reverse("actions:reminders", args=[people.draft.reference])
    assert "Paul" in client.get(address).content.decode()
    who = [people.draft.reference, "paul@exemple.fr"]
    shown = client.get(reverse("actions:reminders_preview", args=who)).content.decode()
    assert waiting[0].action.title in shown
    # Her link is hers: it opens what others asked too.
    assert waiting[0].link.token not in shown and "/lien-personnel/" in shown
    pause = reverse("actions:reminders_pause", args=who)
    assert client.post(pause).status_code == 302
    assert "En pause" in client.get(address).content.decode()
    assert reminders.send_reminders(TODAY) == 0
    client.post(pause)
    assert reminders.send_reminders(TODAY) == 1
    unknown = reverse("actions:reminders_pause", args=[people.draft.reference, "inconnu@exemple.fr"])
    assert client.post(unknown).status_code == 404
