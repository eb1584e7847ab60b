"""A campaign from its preparation to its publication."""

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.errors import Forbidden, Invalid, PassageRefused, Refused
from core.history import acting
from core.versioned import bump, lock, validated
from evaluation.campaign_enums import CampaignState, ReplyState
from evaluation.campaign_lifecycle import LIFECYCLE
from evaluation.campaign_permissions import can_create, manages
from evaluation.figures.campaign_cross import parting
from evaluation.models import Campaign, Question, Reply

from . import campaign_mails, campaign_verbatims

NOT_YOURS = "Cette campagne est conduite par l’ARS de son territoire\xa0: vous pouvez la lire, pas la modifier."
OPENED = "Le questionnaire est parti\xa0: il ne change plus. Dupliquez la campagne pour en préparer un autre."


def hold(campaign, *, actor, version=None) -> Campaign:
    """The row of the campaign, locked, for somebody who manages it."""
    current = lock(campaign, version=version)
    if actor is not None and not manages(actor, current):
        raise Forbidden(NOT_YOURS)
    return current


def hold_draft(campaign, *, actor) -> Campaign:
    current = hold(campaign, actor=actor)
    if current.state != CampaignState.DRAFT:
        raise Refused(OPENED)
    return current


@transaction.atomic
def create_campaign(*, actor, region, department=None, **fields) -> Campaign:
    campaign = Campaign(region=region, department=department, created_by=actor, **fields)
    if department is not None and department.region_id != region.pk:
        raise Invalid(fields={"department": ["Ce département n’est pas de cette région."]})
    if actor is not None and not (can_create(actor) and manages(actor, campaign)):
        raise Forbidden("Vous ne conduisez de campagne que dans votre territoire.")
    with acting(actor):
        validated(campaign).save()
    return campaign


#: What may still change once the questionnaire left: not what was asked.
LIVING = {"closes_on", "crossed_by"}


@transaction.atomic
def edit_campaign(campaign, *, actor, version=None, **fields) -> Campaign:
    """Change what introduces a draft; once open, only the date of return and the crossing that will be published."""
    current = hold(campaign, actor=actor, version=version)
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    if current.state != CampaignState.DRAFT and set(changed) - LIVING:
        raise Refused(OPENED)
    if current.state in (CampaignState.PUBLISHED, CampaignState.CANCELLED) and changed:
        raise Refused("Cette campagne est terminée\xa0: elle ne change plus.")
    if not changed:
        return current
    with acting(actor):
        for name, value in changed.items():
            setattr(current, name, value)
        return bump(validated(current))


def candidates(campaign):
    """The contracts to which it may be sent: those of its territory that are not over."""
    found = Contract.objects.exclude(stage__in=["terminated", "abandoned"])
    place = campaign.department_id
    return found.in_departments([place]) if place else found.in_regions([campaign.region_id])


@transaction.atomic
def choose_contracts(*, campaign, contracts, actor, within=None) -> int:
    """Send it to these `contracts`, and to no other of those shown (`within`: all, by default). Returns how many.

    Once the campaign is open contracts join it and none leaves: their mail goes at once.
    """
    current = hold(campaign, actor=actor)
    if current.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise Refused("Cette campagne n’est plus ouverte\xa0: la liste de ses contrats ne change plus.")
    wanted = {contract.pk for contract in contracts}
    if wanted - set(candidates(current).filter(pk__in=wanted).values_list("pk", flat=True)):
        raise Invalid("Un de ces contrats n’est pas du territoire de la campagne.")
    known = set(current.replies.values_list("contract", flat=True))
    with acting(actor):
        new = [Reply(campaign=current, contract_id=pk) for pk in sorted(wanted - known)]
        for reply in new:
            reply.save()
        if current.state == CampaignState.DRAFT:
            shown = known if within is None else known & {contract.pk for contract in within}
            for reply in current.replies.filter(contract__in=shown - wanted):
                reply.delete()
    if current.state == CampaignState.OPEN:
        campaign_mails.announce(new, actor=actor)
    return len(wanted | known) if within is not None else len(wanted)


@transaction.atomic
def pass_campaign(campaign, target, *, actor, today, reason="", version=None, at=None) -> Campaign:
    """Take it to the state `target` of its table. Raises `PassageRefused`, `Invalid` (a reason is wanted), `Stale`."""
    current = lock(campaign, version=version)
    transition = LIFECYCLE.find(current.state, target)
    if actor is not None and not manages(actor, current):
        raise Forbidden(NOT_YOURS)
    if transition is None:
        label = dict(CampaignState.choices).get(target, target)
        raise PassageRefused(f"Une campagne «\xa0{current.get_state_display()}\xa0» ne devient pas «\xa0{label}\xa0».")
    if transition.needs_reason and not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi\xa0: la raison est gardée avec la campagne."]})
    missing = LIFECYCLE.missing(transition, current, today=today)
    if blocking := [item for item in missing if item.blocking]:
        raise PassageRefused(f"«\xa0{transition.label}\xa0» n’est pas encore possible.", blocking)
    with acting(actor):
        current.reason = reason.strip()
        return _arrive(current, target, actor=actor, at=at or timezone.now())


def _arrive(campaign, target, *, actor, at):
    first = campaign.opened_at is None
    campaign.state = target
    stamp = {CampaignState.CLOSED: "closed_at", CampaignState.PUBLISHED: "published_at"}.get(target)
    if target == CampaignState.OPEN:
        campaign.opened_at, campaign.closed_at = campaign.opened_at or at, None
    elif stamp:
        setattr(campaign, stamp, at)
    if target == CampaignState.PUBLISHED:
        parted = parting(campaign)
        campaign.published_as = {"fewest": parted.fewest, "groups": parted.groups}
    bump(validated(campaign))
    if target == CampaignState.OPEN and first:
        campaign_mails.announce(campaign.replies.all(), actor=actor)
    if target == CampaignState.CLOSED:
        campaign_verbatims.gather(campaign=campaign)
    return campaign


@transaction.atomic
def duplicate_campaign(campaign, *, actor, year) -> Campaign:
    """The same questionnaire for another year, as a draft; the contracts that still may are chosen again."""
    if actor is not None and not manages(actor, campaign):
        raise Forbidden(NOT_YOURS)
    kept = {name: getattr(campaign, name) for name in ("title", "introduction", "region", "department", "crossed_by")}
    made = create_campaign(actor=actor, year=year, previous=campaign, **kept)
    with acting(actor):
        copies: dict[int, Question] = {}
        for question in campaign.questions.all():
            before = question.pk
            question.pk, question._state.adding, question.version, question.campaign = None, True, 1, made
            question.condition = copies.get(question.condition_id)
            question.save()
            copies[before] = question
    again = candidates(made).filter(pk__in=campaign.replies.values("contract"))
    choose_contracts(campaign=made, contracts=list(again), actor=actor)
    return made


def progress_counts(campaign) -> dict[str, int]:
    """State of a reply → number of contracts."""
    states = list(campaign.replies.values_list("state", flat=True))
    return {state: states.count(state) for state in ReplyState.values}
