"""A thing shows the decisions that changed it; what is asked of a person reaches her."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import reminders
from governance.models import FollowUp
from governance.services import decisions, follow_ups
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AmendmentFactory, AxisFactory, CommitmentFactory, SignatoryFactory, world

TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


def take(people, contract, text, **fields):
    facts = {"contract": contract, "actor": people.referent, "on": TODAY(), "today": TODAY()}
    return decisions.take_decision(**facts, text=text, **fields)


def ask(people, text, **fields):
    return follow_ups.add_follow_up(contract=people.signed, actor=people.referent, text=text, **fields)


def test_each_thing_changed_leads_to_its_decision_and_no_other_does(client, people):
    axis, other = AxisFactory(contract=people.draft), AxisFactory(contract=people.draft)
    action, untouched = ActionFactory(axis=axis), ActionFactory(axis=other)
    promise = CommitmentFactory(contract=people.draft, signatory=SignatoryFactory(contract=people.draft))
    taken = take(people, people.draft, "Tout revoir", axes=[axis], actions=[action], commitments=[promise])
    budget = take(people, people.draft, "Payer le poste", effects=["budget", "calendar"])
    client.force_login(people.reader)
    link = f'href="{taken.get_absolute_url()}"'
    for page, times in (
        (action.get_absolute_url(), 1),
        (untouched.get_absolute_url(), 0),
        (reverse("contracts:plan", args=[people.draft.reference]), 1),
        (reverse("contracts:signatories", args=[people.draft.reference]), 1),
    ):
        assert client.get(page).content.decode().count(link) == times, page
    for name in ("actions:money", "actions:timeline"):
        page = client.get(reverse(name, args=[people.draft.reference])).content.decode()
        assert f'href="{budget.get_absolute_url()}"' in page and link not in page


def test_the_avenants_to_prepare_are_listed_until_one_answers(client, people):
    waiting = take(people, people.signed, "Élargir", effects=["amendment"])
    client.force_login(people.reader)
    page = reverse("contracts:amendments", args=[people.signed.reference])
    assert "Avenants à préparer" in client.get(page).content.decode()
    amendment = AmendmentFactory(contract=people.signed)
    decisions.answer_with_amendment(waiting, amendment=amendment, actor=people.referent)
    found = client.get(page).content.decode()
    assert "Avenants à préparer" not in found and f'href="{waiting.get_absolute_url()}"' in found


def test_the_home_page_says_what_is_asked_of_me_in_what_i_see(client, people):
    late = TODAY() - timedelta(3)
    ask(people, "Écrire à la CAF", owner=people.elected, due_on=late)
    ask(people, "Réserver la salle", owner_email=people.elected.email.upper())
    ask(people, "À un autre", owner=people.coordinator)
    ask(people, "À qui ne voit pas")
    FollowUp.objects.filter(text="À qui ne voit pas").update(owner=people.stranger)
    client.force_login(people.elected)
    page = client.get("/").content.decode().partition("Ce qui a bougé cette semaine")[0]
    assert (
        "Écrire à la CAF" in page and "En retard" in page and "Réserver la salle" in page and "À un autre" not in page
    )
    noted = people.signed.follow_ups.get(text="Réserver la salle")
    assert (
        client.get(reverse("governance:follow_up_finish", args=[people.signed.reference, noted.pk])).status_code == 200
    )
    client.force_login(people.stranger)
    assert "À qui ne voit pas" not in client.get("/").content.decode()


def test_late_ones_are_in_the_mail_of_the_week_of_whom_they_were_given_to(people):
    late = TODAY() - timedelta(3)
    ask(people, "Écrire à la CAF", owner=people.elected, due_on=late)
    ask(people, "Pas encore", owner=people.elected, due_on=TODAY())
    ask(people, "Sans compte", owner_name="Mme Faure", owner_email="faure@exemple.fr", due_on=late)
    ask(people, "Ne voit plus", due_on=late)
    FollowUp.objects.filter(text="Ne voit plus").update(owner=people.stranger)
    assert not reminders.reasons(TODAY(), email=people.stranger.email)
    scope = people.signed.pk
    told = {(reason.email, reason.sentence) for reason in reminders.reasons(TODAY(), scope=scope)}
    mine = [sentence for email, sentence in told if email == people.elected.email]
    assert len(mine) == 1 and "Écrire à la CAF" in mine[0]
    coordinator = [said for email, said in told if email == people.coordinator.email and "suite" in said]
    assert coordinator == ["1\xa0suite en retard confiée à une personne sans compte."]
    assert not reminders.reasons(TODAY(), email="faure@exemple.fr")
