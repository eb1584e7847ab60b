"""What a campaign mails: one row a person and an occasion, then one job that sends what has not left."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import Forbidden, Refused
from core.history import acting
from core.jobs import request_job
from core.mail import EachMail, build_mail
from core.versioned import bump, lock
from evaluation.campaign_enums import MISSING, CampaignState, MailPurpose
from evaluation.campaign_permissions import manages
from evaluation.models import CampaignMail
from evaluation.models.campaign_replies import who_fills
from evaluation.models.campaigns import coordinators_of

KIND = "campaign_mails"


@transaction.atomic
def announce(replies, *, actor):
    """Tell the coordinators of these replies' contracts that the questionnaire waits for them."""
    by_contract = {reply.contract_id: reply for reply in replies}
    rows = [
        CampaignMail(reply=by_contract[role.contract_id], user=role.user, purpose=MailPurpose.OPENING)
        for role in coordinators_of(by_contract)
    ]
    _promise(rows, actor=actor)


@transaction.atomic
def tell_reopened(reply, *, actor):
    """Whoever fills it is told who reopened it and why."""
    people = {role.user_id: role.user for role in coordinators_of([reply.contract_id])}
    people |= {person.pk: person for person in reply.people.filter(is_active=True)}
    facts = {"reply": reply, "purpose": MailPurpose.REOPENING, "occasion": reply.version}
    _promise([CampaignMail(user=user, **facts) for user in people.values()], actor=actor)


def _promise(rows, *, actor):
    CampaignMail.objects.bulk_create(rows, ignore_conflicts=True)
    campaign = rows[0].reply.campaign if rows else None
    if campaign:
        _ask(campaign, actor=actor)


def waiting(campaign):
    return CampaignMail.objects.filter(reply__campaign=campaign, sent_at=None)


def _ask(campaign, *, actor):
    keys = sorted(waiting(campaign).values_list("pk", flat=True))
    key = f"{campaign.pk}:{','.join(map(str, keys))}"
    return request_job(kind=KIND, params={"mails": keys, "campaign": campaign.pk}, key=key, actor=actor)


@transaction.atomic
def send_again(*, campaign, actor):
    """Try the mails that did not leave, and write to the coordinators named since the opening."""
    if actor is not None and not manages(actor, campaign):
        raise Forbidden("Seule l’ARS qui conduit la campagne relance ses courriels.")
    if campaign.state != CampaignState.OPEN:
        raise Refused("Cette campagne n’est pas ouverte\xa0: aucun courriel ne part.")
    missing = {reply.contract_id: reply for reply in campaign.replies.missing()}
    rows = [
        CampaignMail(reply=missing[role.contract_id], user=role.user, purpose=MailPurpose.OPENING)
        for role in coordinators_of(missing)
    ]
    CampaignMail.objects.bulk_create(rows, ignore_conflicts=True)
    if not waiting(campaign).exists():
        raise Refused("Tous les courriels sont partis.")
    return _ask(campaign, actor=actor)


def to_remind(campaign) -> list[tuple]:
    """(reply, person): those who are written to when the missing replies are asked for again."""
    return who_fills(campaign.replies.missing().select_related("contract"))


@transaction.atomic
def remind_now(*, campaign, actor, version=None, at=None):
    """Write at once to whoever has not answered, beside the reminders of each week.

    `version` is that of the campaign as it was seen: of two people who press at once, one writes (`Stale`).
    """
    current = lock(campaign, version=version)
    if actor is not None and not manages(actor, current):
        raise Forbidden("Seule l’ARS qui conduit la campagne relance ceux qui n’ont pas répondu.")
    if current.state != CampaignState.OPEN:
        raise Refused("Cette campagne n’est pas ouverte\xa0: personne n’est relancé.")
    people = to_remind(current)
    if not people:
        raise Refused("Il n’y a personne à relancer.")
    with acting(actor):
        current.reminded_at = at or timezone.now()
        current = bump(current)
    facts = {"purpose": MailPurpose.REMINDER, "occasion": current.version}
    _promise([CampaignMail(reply=reply, user=user, **facts) for reply, user in people], actor=actor)
    return len(people)


def send_mails(keys, *, progress=lambda *_: None):
    """What has left is passed over: a retry sends no second mail. A refused address keeps no other from leaving.

    Once the campaign is closed nothing leaves, nor is said to have left: it waits for a reopening.
    """
    late = CampaignMail.objects.filter(pk__in=keys, sent_at=None, purpose=MailPurpose.REMINDER)
    # She answered meanwhile.
    late.exclude(reply__state__in=MISSING).delete()
    promised = CampaignMail.objects.filter(pk__in=keys, sent_at=None, reply__campaign__state=CampaignState.OPEN)
    promised = promised.select_related("reply__campaign", "reply__contract", "reply__reopened_by", "user")
    keys = list(promised.values_list("pk", flat=True))
    with EachMail() as mails:
        for n, pk in enumerate(keys):
            progress(100 * n // len(keys), f"Courriel {n + 1} sur {len(keys)}")
            mails.send_once(promised, pk, mail_of)


def mail_of(row):
    reply = row.reply
    url = settings.SITE_URL + reverse("evaluation:reply", args=[reply.campaign_id, reply.pk])
    late = reply.campaign.late_on(timezone.localdate())
    context = {
        "late": late,
        "campaign": reply.campaign,
        "reply": reply,
        "contract": reply.contract,
        "person": row.user,
        "url": url,
    }
    return build_mail(to=row.user.email, template=f"campaign_{row.purpose}", context=context)
