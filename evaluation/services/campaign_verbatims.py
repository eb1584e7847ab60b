"""Texts that were answered: gathered, read one by one by a person, and only then published."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, OrganisationAlias
from core.errors import Forbidden, Refused
from core.history import acting
from core.versioned import bump, lock
from evaluation.anonymity import people_named
from evaluation.campaign_enums import QuestionKind, ReplyState, VerbatimState
from evaluation.campaign_permissions import manages
from evaluation.campaign_values import texts_in
from evaluation.masking import Names, Span, masked, propose, spans_of
from evaluation.models import Answer, Campaign, Verbatim
from evaluation.models.campaign_replies import fingerprint
from territories.models import Commune, Department, Epci, Region

NOT_YOURS = "Seule l’ARS qui conduit la campagne relit les textes avant publication."


@transaction.atomic
def gather(*, campaign):
    """One row to read for each text of the replies that were given; a text that changed is to be read again."""
    answers = Answer.objects.filter(
        reply__campaign=campaign,
        reply__state__in=[ReplyState.SUBMITTED, ReplyState.REFUSED],
        question__kind__in=[QuestionKind.TEXT, QuestionKind.TABLE],
    ).select_related("question")
    known = {(row.answer_id, row.place): row for row in Verbatim.objects.filter(answer__reply__campaign=campaign)}
    for answer in answers:
        for place, text in texts_in(answer.question, answer.value).items():
            row = known.pop((answer.pk, place), None)
            if row is None:
                Verbatim.objects.create(answer=answer, place=place, source=fingerprint(text))
            elif not row.holds_for(text):
                row.source, row.state, row.masked = fingerprint(text), VerbatimState.TO_READ, ""
                row.read_by = row.read_at = None
                bump(row)
    for gone in known.values():
        gone.delete()


def known_names(campaign) -> Names:
    """Everybody, every place and every organisation that the base knows near this campaign."""
    region = campaign.region_id
    places = [
        *Region.objects.values_list("name", flat=True),
        *Department.objects.values_list("name", flat=True),
        *Epci.objects.filter(department__region=region).values_list("name", flat=True),
        *Commune.objects.filter(department__region=region).values_list("name", flat=True),
    ]
    organisations = [
        *Organisation.objects.values_list("name", flat=True),
        *OrganisationAlias.objects.values_list("name", flat=True),
    ]
    return Names(people=people_named(), places=places, organisations=organisations)


def proposals(verbatim, names) -> list[Span]:
    return propose(verbatim.text, names)


def preview(verbatim, names, *, kept, more=()) -> str:
    """The text masked at the proposals whose keys are `kept`, and at the words `more`."""
    text = verbatim.text
    chosen = [span for span in propose(text, names) if span.key in set(kept)]
    return masked(text, [*chosen, *spans_of(text, more)])


@transaction.atomic
def confirm(*, verbatim, kept, actor, more=(), version=None, at=None) -> Verbatim:
    """A person read it, and lets it be shown masked where she said: see `preview`."""
    current = _held(verbatim, actor, version)
    if not current.text:
        raise Refused("La réponse a changé depuis\xa0: rechargez la page.")
    campaign = Campaign.objects.get(replies__answers__verbatims=current)
    shown = preview(current, known_names(campaign), kept=kept, more=more)
    return _read(current, VerbatimState.CONFIRMED, shown, actor, at)


@transaction.atomic
def withhold(*, verbatim, actor, version=None, at=None) -> Verbatim:
    """A person read it and keeps it from being published, even where it was."""
    return _read(_held(verbatim, actor, version), VerbatimState.WITHHELD, "", actor, at)


def _held(verbatim, actor, version):
    campaign = Campaign.objects.get(replies__answers__verbatims=verbatim)
    if actor is not None and not manages(actor, campaign):
        raise Forbidden(NOT_YOURS)
    current = lock(verbatim, version=version)
    current.answer = Answer.objects.select_related("question").get(pk=current.answer_id)
    return current


def _read(current, state, text, actor, at):
    with acting(actor):
        current.state, current.masked = state, text
        current.read_by, current.read_at = actor, at or timezone.now()
        return bump(current)
