"""Why somebody is reminded of a campaign: the reply of her contract is not sent."""

from django.db.models import Q
from django.urls import reverse

from contracts.enums import ContractRoleKind
from contracts.models import ContractRole
from core.reminders import Reason
from core.wording import day

from .campaign_enums import CampaignState
from .models import Reply
from .models.campaign_replies import who_fills


def waiting_replies(today, *, person=None, scope=None):
    """To the coordinators of the contracts that have not answered, and to those who fill the answer with them."""
    replies = Reply.objects.missing().filter(campaign__state=CampaignState.OPEN)
    if scope is not None:
        replies = replies.filter(contract=scope)
    if person:
        held = Q(contract__in=_coordinated_by(person)) | Q(pk__in=_named_in(person))
        for reply in replies.filter(held).select_related("campaign", "contract"):
            yield _reason(person.email, person.name, reply, today)
        return
    for reply, user in who_fills(replies.select_related("campaign", "contract")):
        yield _reason(user.email, str(user), reply, today)


def _coordinated_by(person):
    held = {"role": ContractRoleKind.COORDINATOR, "user": person.account_id, "user__is_active": True}
    return ContractRole.objects.filter(**held).values("contract")


def _named_in(person):
    return Reply.objects.filter(people=person.account_id, people__is_active=True).values("pk")


def _reason(email, name, reply, today):
    campaign = reply.campaign
    late = campaign.late_on(today)
    term = f"était attendue le {day(campaign.closes_on)}" if late else f"est attendue pour le {day(campaign.closes_on)}"
    url, key = reverse("evaluation:reply", args=[campaign.pk, reply.pk]), f"reply:{reply.pk}"
    sentence = f"Votre réponse à «\xa0{campaign.title}\xa0» {term}."
    title = reply.contract.title
    return Reason(email, name, sentence, url, reply.contract_id, title, key=key, term=campaign.closes_on)
