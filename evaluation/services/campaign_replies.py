"""One contract's reply: filled by several people question by question, sent, reopened, refused."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Forbidden, Invalid, Missing, PassageRefused, Refused, Stale
from core.history import acting
from core.versioned import bump, lock
from core.versioned import held as locked
from evaluation import campaign_values as values
from evaluation.campaign_enums import CampaignState, ReplyState
from evaluation.campaign_permissions import answers, manages_its_campaign, may_name_people
from evaluation.models import Answer, AnswerVersion, Campaign, Reply

from . import campaign_mails

NOT_DECIDING = "Seule l’ARS qui conduit la campagne décide du sort d’une réponse."
NOT_YOURS = "Cette réponse est celle d’un contrat que vous ne coordonnez pas."


def _held(reply, *, may, actor, sentence=NOT_YOURS, version=None) -> Reply:
    """The reply, locked after its campaign: always in this order, so that no two people wait for each other."""
    campaign = locked(Campaign(pk=reply.campaign_id))
    current = lock(reply, version=version)
    current.campaign = campaign
    if actor is not None and not may(actor, current):
        raise Forbidden(sentence)
    return current


def _refuse_unless_open(reply):
    if reply.campaign.state != CampaignState.OPEN:
        raise Refused("Cette campagne n’est pas ouverte\xa0: elle n’attend plus de réponse.")
    if reply.given:
        raise Refused("Cette réponse est envoyée\xa0: elle se lit. L’ARS peut la rouvrir.")


@transaction.atomic
def save_answer(*, reply, question, given, version, actor) -> Answer:
    """Save what is answered to one question. `version` is the one seen, 0 where nothing was answered.

    Raises `Stale` where somebody answered meanwhile, `Invalid` where the answer is not of its kind.
    """
    held = locked(reply, Reply.objects.select_related("campaign", "contract"))
    if actor is not None and not answers(actor, held):
        raise Forbidden(NOT_YOURS)
    _refuse_unless_open(held)
    if question.campaign_id != held.campaign_id:
        raise Invalid("Cette question n’est pas de ce questionnaire.")
    value = values.cleaned(question, given, values.rows_of(question, held.contract))
    answer = _written(held, question, value, version, actor)
    if held.state == ReplyState.WAITING:
        held.state = ReplyState.BEGUN
        with acting(actor):
            bump(held)
    return answer


def _written(reply, question, value, version, actor):
    answer = Answer.objects.filter(reply=reply, question=question).first()
    if answer is None:
        if version:
            raise Refused("Cette réponse a disparu\xa0: rechargez la page.")
        answer = _first(reply, question, value, actor)
    else:
        if answer.value == value:
            return answer
        answer = lock(answer, version=version or 0)
        answer.value, answer.by = value, actor
        bump(answer)
    AnswerVersion.objects.create(answer=answer, version=answer.version, value=value, by=actor)
    return answer


def _first(reply, question, value, actor):
    try:
        with transaction.atomic():
            return Answer.objects.create(reply=reply, question=question, value=value, by=actor)
    except IntegrityError:
        raise Stale(Answer.objects.get(reply=reply, question=question)) from None


def values_of(reply) -> dict[int, object]:
    return dict(reply.answers.values_list("question", "value"))


def missing_in(reply, questions=None) -> list[Missing]:
    """The obligatory questions that stand before this contract and have no answer, each with its place."""
    questions = list(reply.campaign.questions.all()) if questions is None else questions
    given = values_of(reply)
    asked = values.asked(questions, given)
    where = {"pk": reply.campaign_id, "reply": reply.pk}
    return [
        Missing(f"«\xa0{question}\xa0» attend une réponse.", where=("evaluation:reply", where, f"q{question.pk}"))
        for question in questions
        if question.required and question.pk in asked and values.is_blank(given.get(question.pk))
    ]


@transaction.atomic
def submit(*, reply, actor, version=None, at=None) -> Reply:
    """Send the reply; from then on it is read. Raises `PassageRefused` with what is missing."""
    current = _held(reply, may=answers, actor=actor, version=version)
    _refuse_unless_open(current)
    if missing := missing_in(current):
        raise PassageRefused("Des réponses obligatoires manquent.", missing)
    with acting(actor):
        current.state, current.reason = ReplyState.SUBMITTED, ""
        current.submitted_at, current.submitted_by = at or timezone.now(), actor
        return bump(current)


def _reason(text):
    if not text.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi\xa0: ceux qui ont répondu le liront."]})
    return text.strip()


def _by_manager(reply, actor, version):
    return _held(reply, may=manages_its_campaign, actor=actor, sentence=NOT_DECIDING, version=version)


@transaction.atomic
def reopen(*, reply, actor, reason, version=None, at=None) -> Reply:
    """Give a reply back to those who fill it, who are told why. What they had answered stays."""
    current, why = _by_manager(reply, actor, version), _reason(reason)
    if not current.given:
        raise Refused("Cette réponse n’est pas encore envoyée\xa0: elle est ouverte.")
    if current.campaign.state != CampaignState.OPEN:
        raise Refused("Rouvrez d’abord la campagne\xa0: elle n’attend plus de réponse.")
    with acting(actor):
        current.state, current.reason = ReplyState.BEGUN, why
        current.reopened_at, current.reopened_by = at or timezone.now(), actor
        bump(current)
    campaign_mails.tell_reopened(current, actor=actor)
    return current


@transaction.atomic
def refuse(*, reply, actor, reason, version=None) -> Reply:
    """Set a reply aside as incomplete: it is counted apart, with the reason."""
    current, why = _by_manager(reply, actor, version), _reason(reason)
    if current.state != ReplyState.SUBMITTED:
        raise Refused("Seule une réponse envoyée peut être écartée.")
    _refuse_published(current)
    with acting(actor):
        current.state, current.reason = ReplyState.REFUSED, why
        return bump(current)


@transaction.atomic
def keep(*, reply, actor, version=None) -> Reply:
    """Count again a reply that had been set aside."""
    current = _by_manager(reply, actor, version)
    if current.state != ReplyState.REFUSED:
        raise Refused("Cette réponse n’est pas écartée.")
    _refuse_published(current)
    with acting(actor):
        current.state, current.reason = ReplyState.SUBMITTED, ""
        return bump(current)


def _refuse_published(reply):
    if reply.campaign.state == CampaignState.PUBLISHED:
        raise Refused("Les résultats sont publiés\xa0: les réponses retenues ne changent plus.")


def nameable(contract):
    """Who may be added to the reply: whoever has a role on the contract and can sign in."""
    from accounts.models import User

    return User.objects.active().filter(contract_roles__contract=contract).distinct()


@transaction.atomic
def name_people(*, reply, people, actor, version=None) -> Reply:
    """Say who answers beside the coordinators: people who already have a role on the contract."""
    current = _held(reply, may=may_name_people, actor=actor, version=version)
    allowed = set(nameable(current.contract).values_list("pk", flat=True))
    if {person.pk for person in people} - allowed:
        raise Invalid(fields={"people": ["Choisissez des personnes qui ont un rôle sur ce contrat."]})
    if set(current.people.all()) == set(people):
        return current
    with acting(actor):
        bump(current)
        current.people.set(people)
    return current
