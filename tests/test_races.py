"""Two people at the same instant, on PostgreSQL: one waits for the other, then is told or comes after; nothing is lost.

The transaction of the first is still open when the second begins, so that they always meet.
"""

import json
from datetime import date
from decimal import Decimal
from threading import Event, Thread

import pytest
from django.core import mail
from django.db import connection, transaction

from accounts.services import close_account, reassign
from actions.models import Action, Indicator, NewsLink, NewsRequest
from actions.services import edit_action
from actions.services.catalogue import ValuesRefused, save_values
from actions.services.news import ask_for_news
from contracts.enums import ContractRoleKind, Stage
from contracts.exchange import import_contract
from contracts.models import Axis, Contract, Passage
from contracts.services import plan
from contracts.services.lifecycle import pass_stage
from contracts.services.roles import give_role
from core.errors import Frozen, Gone, Invalid, PassageRefused, Refused, ServiceError, Stale
from core.history import Change
from evaluation.models import ReviewText
from evaluation.services import reviews
from governance.models import Sending
from governance.services import convocations
from governance.services.bodies import add_body, add_seat
from governance.services.decisions import take_decision
from governance.services.follow_ups import add_follow_up
from governance.services.meetings import prepare_meeting
from tests.contracts.test_lifecycle import ready_to_sign
from tests.exchange_sample import sample
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, IndicatorFactory, LeadPersonFactory
from tests.factories.contracts import AxisFactory, ContractFactory, with_role, world
from tests.factories.territories import small_cog

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

HELD = 0.4  # How long the first keeps its transaction open, in seconds, while the second runs into it.
BOUND = 15


@pytest.fixture
def people():
    assert connection.vendor == "postgresql", "SQLite lets nobody write at the same time"
    return world()


def crossing(first, second):
    """What each call answered: its value, or the refusal that it raised. Anything else fails the test."""
    begun, answers = Event(), {}

    def run_first():
        with transaction.atomic():
            value = first()
            begun.set()
            over.wait(HELD)
        return value

    def run_second():
        assert begun.wait(BOUND)
        return second()

    def told(name, call):
        try:
            answers[name] = call()
        except ServiceError as refusal:
            answers[name] = refusal
        finally:
            if name == "second":
                over.set()
            begun.set()
            connection.close()

    over = Event()
    threads = [Thread(target=told, args=pair) for pair in (("first", run_first), ("second", run_second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(BOUND)
    assert set(answers) == {"first", "second"}, "One of the two fell, or waits for the other for ever"
    return answers["first"], answers["second"]


def titled(row):
    return lambda title, version=row.version: (
        lambda: edit_action(action=Action.objects.get(pk=row.pk), actor=None, version=version, title=title)
    )


def test_two_who_save_one_fiche(people):
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    write = titled(action)
    first, second = crossing(write("Un titre"), write("Un autre titre"))
    assert isinstance(second, Stale) and second.current.title == "Un titre"
    action.refresh_from_db()
    assert (action.title, action.version) == ("Un titre", 2)
    assert Change.objects.filter(scope=people.draft.pk, changes__has_key="title", action=1).count() == 1


def test_one_removes_what_the_other_was_saving(people):
    axis = AxisFactory(contract=people.draft)

    def remove():
        return plan.remove_axis(axis=Axis.objects.get(pk=axis.pk), actor=people.referent)

    opened = Axis.objects.get(pk=axis.pk)
    _first, second = crossing(remove, lambda: plan.edit_axis(axis=opened, actor=people.coordinator, title="Trop tard"))
    assert isinstance(second, Gone) and "vient de retirer" in str(second)
    assert not Axis.objects.filter(pk=axis.pk).exists()


def test_two_who_pass_one_stage(people):
    def back():
        held = Contract.objects.get(pk=people.draft.pk)
        return pass_stage(contract=held, target=Stage.DIAGNOSIS, actor=people.referent, reason="Compléter")

    _first, second = crossing(back, back)
    assert isinstance(second, PassageRefused)
    assert Passage.objects.filter(contract=people.draft, target=Stage.DIAGNOSIS).count() == 1


@pytest.mark.parametrize("edit_comes_first", [True, False])
def test_what_is_signed_is_what_the_plan_says(people, edit_comes_first):
    contract = ready_to_sign(people.draft)
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.CONSULTATION)
    axis = contract.axes.get()

    def present():
        held = Contract.objects.get(pk=contract.pk)
        return pass_stage(contract=held, target=Stage.SIGNATURE, actor=people.referent)

    def edit():
        return plan.edit_axis(
            axis=Axis.objects.get(pk=axis.pk), actor=people.coordinator, title="Mots de dernière minute"
        )

    answers = crossing(edit, present) if edit_comes_first else crossing(present, edit)
    axis.refresh_from_db()
    assert isinstance(answers[1], Frozen) is not edit_comes_first
    assert (axis.title == "Mots de dernière minute") is edit_comes_first
    kept = contract.signed_versions.get(voided_at__isnull=True).json.file
    assert json.load(kept.open("rb"))["contract"]["axes"][0]["title"] == axis.title


def test_two_who_put_the_axes_in_order(people):
    axes = [AxisFactory(contract=people.draft, position=place).pk for place in (1, 2, 3)]

    def order(ids):
        return lambda: plan.order(model=Axis, contract=people.draft, actor=people.coordinator, ids=ids)

    crossing(order([axes[2], axes[0], axes[1]]), order([axes[1], axes[2], axes[0]]))
    rows = list(people.draft.axes.order_by("position").values_list("pk", "position"))
    # The last word is whole: never half of one and half of the other.
    assert rows == [(axes[1], 1), (axes[2], 2), (axes[0], 3)]


def test_two_imports_of_one_reference():
    small_cog()
    first, second = crossing(lambda: import_contract(sample()), lambda: import_contract(sample()))
    assert isinstance(second, Invalid) and list(second.fields) == ["contract.reference"]
    assert Contract.objects.get() == first.contract


def test_two_decisions_have_two_numbers(people):
    day = date(2026, 3, 1)

    def take(text):
        held = Contract.objects.get(pk=people.draft.pk)
        return lambda: take_decision(contract=held, actor=people.coordinator, on=day, text=text, today=day)

    first, second = crossing(take("Ouvrir le centre"), take("Fermer l’ancien"))
    assert (first.number, second.number) == (1, 2)
    assert people.draft.decisions.count() == 2


def test_news_that_two_ask_for_is_asked_once(people):
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    LeadPersonFactory(action=action, email="pilote@exemple.fr")

    def ask(actor):
        return lambda: ask_for_news(actions=[Action.objects.get(pk=action.pk)], actor=actor)

    first, second = crossing(ask(people.referent), ask(people.coordinator))
    assert len(first) == 1 and isinstance(second, Refused)
    assert (NewsLink.objects.count(), NewsRequest.objects.count()) == (1, 1)


def test_two_who_type_the_value_of_one_day(people):
    indicator = IndicatorFactory(action=ActionFactory(axis=AxisFactory(contract=people.draft)))

    def save(value):
        return lambda: save_values(
            indicators=[Indicator.objects.select_related("contract", "action").get(pk=indicator.pk)],
            on=date(2026, 3, 1),
            told={indicator.pk: (Decimal(value), "", "", None)},
            actor=people.coordinator,
        )

    first, second = crossing(save(12), save(13))
    assert first == 1 and isinstance(second, ValuesRefused)
    assert indicator.measures.get().value == 12


def test_a_role_given_by_two_clicks_is_given_once(people):
    def give():
        contract = Contract.objects.get(pk=people.draft.pk)
        return give_role(contract=contract, user=people.nobody, role=ContractRoleKind.READER, actor=people.referent)

    first, second = crossing(give, give)
    assert first == second == people.draft.roles.get(user=people.nobody)


def test_two_contracts_that_ask_one_person_at_once_share_her_link(people):
    def ask(actor):
        action = ActionFactory(axis=AxisFactory(contract=ContractFactory(department=people.drome)))
        with_role(action.contract, "coordinator", user=actor)
        LeadPersonFactory(action=action, email="pilote@exemple.fr")
        return lambda: ask_for_news(actions=[Action.objects.get(pk=action.pk)], actor=actor)

    first, second = crossing(ask(people.referent), ask(people.coordinator))
    assert first == second
    assert (NewsLink.objects.count(), NewsRequest.objects.waiting().count()) == (1, 2)


def test_nothing_is_given_to_an_account_that_closes_at_the_same_moment(people):
    leaver, heir = people.coordinator, people.reader
    row = add_follow_up(contract=people.draft, actor=people.referent, text="Écrire au maire", owner=leaver)
    gift = {f"suite-{row.pk}": heir}
    closed, given = crossing(
        lambda: close_account(user=heir, actor=people.administrator),
        lambda: reassign(user=leaver, gifts=gift, actor=people.administrator),
    )
    assert closed == heir and isinstance(given, Invalid)
    row.refresh_from_db()
    assert row.owner == leaver


def test_an_account_that_two_close_is_closed_once(people):
    close = [lambda: close_account(user=people.reader, actor=people.administrator)] * 2
    first, second = crossing(*close)
    assert first == people.reader and isinstance(second, Refused)


def test_two_jobs_that_hold_the_same_promise_write_to_nobody_twice(people):
    body = add_body(contract=people.signed, actor=None, kind="copil")
    add_seat(body=body, actor=None, organisation=OrganisationFactory(), holder_email="lucie@exemple.fr")
    meeting = prepare_meeting(body=body, actor=None, on=date(2026, 12, 1))
    row = Sending.objects.create(meeting=meeting, email="lucie@exemple.fr", sequence=meeting.sequence)
    crossing(lambda: convocations.send_mails([row.pk]), lambda: convocations.send_mails([row.pk]))
    assert len(mail.outbox) == 1
    assert Sending.objects.get().sent_at and not Sending.objects.get().dropped_at


def test_a_text_written_while_its_review_is_handed_in_is_refused_not_lost_in_a_knot(people):
    review, _job = reviews.prepare_review(contract=people.draft, year=2026, actor=None, today=date(2026, 12, 1))
    reviews.keep_snapshot(review=review, content={"read_on": "2026-12-01"}, actor=None)
    written = review.texts.first()
    _handed, late = crossing(
        lambda: reviews.pass_review(review, "submitted", actor=None),
        lambda: reviews.write_text(written, text="<p>Trop tard</p>", actor=None),
    )
    assert isinstance(late, Frozen) and not ReviewText.objects.exclude(text="").exists()
