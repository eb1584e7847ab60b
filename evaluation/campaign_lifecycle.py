"""The life of a campaign, as one table. A questionnaire changes no more once it left; what was published stays so."""

from core.errors import Missing
from core.lifecycle import Lifecycle, Transition
from core.wording import count_of

from .campaign_enums import CampaignState
from .campaign_permissions import manages
from .models import Verbatim
from .models.campaigns import coordinators_of
from .small_groups import fewest_of

S = CampaignState


def _at(name, campaign, anchor=""):
    return (name, {"pk": campaign.pk}, anchor)


def to_open(campaign, *, today):
    """Questions that hold together, a day to answer by, contracts; advice on those that nobody can answer for."""
    questions = list(campaign.questions.select_related("condition"))
    if not questions:
        yield Missing("Le questionnaire n’a pas de question.", where=_at("evaluation:questions", campaign))
    for question in questions:
        yield from _broken_condition(campaign, question)
    if not campaign.closes_on:
        yield Missing("La date de retour n’est pas dite.", where=_at("evaluation:campaign_edit", campaign))
    elif campaign.closes_on < today:
        yield Missing("La date de retour est passée.", where=_at("evaluation:campaign_edit", campaign))
    replies = campaign.replies.all()
    contracts = [reply.contract_id for reply in replies]
    if not contracts:
        yield Missing("Aucun contrat n’est choisi.", where=_at("evaluation:campaign_contracts", campaign))
        return
    reached = {role.contract_id for role in coordinators_of(contracts)}
    if alone := len(set(contracts) - reached):
        words = "contrat n’a pas de coordinateur qui puisse répondre,contrats n’ont pas de coordinateur"
        sentence = f"{count_of(alone, words)}\xa0: personne n’y recevra le questionnaire."
        yield Missing(sentence, blocking=False, where=_at("evaluation:campaign_contracts", campaign))


def _broken_condition(campaign, question):
    """A condition looks at an earlier question, and at answers that it still offers."""
    where = ("evaluation:question", {"pk": campaign.pk, "question": question.pk}, "")
    before = question.condition
    if before is None:
        if question.condition_answers:
            yield Missing(f"«\xa0{question}\xa0» dépend d’une question retirée.", where=where)
        return
    if (before.position, before.pk) >= (question.position, question.pk):
        yield Missing(f"«\xa0{question}\xa0» dépend d’une question qui vient après elle.", where=where)
    if not set(question.condition_answers) <= set(before.options) or not question.condition_answers:
        sentence = f"«\xa0{question}\xa0» dépend d’une réponse que «\xa0{before}\xa0» ne propose pas."
        yield Missing(sentence, where=where)


def to_close(campaign, *, today):
    """Advice on the answers that are missing."""
    if missing := campaign.replies.missing().count():
        sentence = f"{count_of(missing, 'réponse manque,réponses manquent')} encore."
        yield Missing(sentence, blocking=False, where=_at("evaluation:campaign_progress", campaign))


def to_publish(campaign, *, today):
    """Enough replies for none to be recognised (a rule of the region); advice on texts that nobody has read."""
    kept, fewest = campaign.replies.kept().count(), fewest_of(campaign.region_id)
    if not kept:
        yield Missing("Aucune réponse n’est retenue\xa0: il n’y a rien à publier.")
    elif kept < fewest:
        words = "réponse est retenue,réponses sont retenues"
        yield Missing(f"{count_of(kept, words)}\xa0: à moins de {fewest}, chacun se reconnaîtrait.", code="few")
    unread = Verbatim.objects.to_read().filter(answer__reply__campaign=campaign).count()
    if unread:
        words = (
            "texte n’est pas relu\xa0: il ne sera pas publié,textes ne sont pas relus\xa0: ils ne seront pas publiés"
        )
        where = _at("evaluation:verbatims", campaign)
        yield Missing(f"{count_of(unread, words)}.", blocking=False, where=where)


def to_reopen(campaign, *, today):
    """A day to answer by that is still to come."""
    if not campaign.closes_on or campaign.closes_on < today:
        sentence = "La date de retour est passée\xa0: donnez-en une autre d’abord."
        yield Missing(sentence, where=_at("evaluation:campaign_edit", campaign))


LIFECYCLE = Lifecycle(
    [
        Transition(S.DRAFT, S.OPEN, "Ouvrir et envoyer", manages, to_open),
        Transition(S.DRAFT, S.CANCELLED, "Annuler la campagne", manages, needs_reason=True),
        Transition(S.OPEN, S.CLOSED, "Clore", manages, to_close),
        Transition(S.OPEN, S.CANCELLED, "Annuler la campagne", manages, needs_reason=True),
        Transition(S.CLOSED, S.PUBLISHED, "Publier les résultats", manages, to_publish),
        Transition(S.CLOSED, S.OPEN, "Rouvrir la campagne", manages, to_reopen, needs_reason=True, back=True),
    ]
)
