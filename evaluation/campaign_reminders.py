"""Why somebody is reminded of a campaign: the reply of her contract is not sent."""

from django.urls import reverse

from core.reminders import Reason
from core.wording import day

from .campaign_enums import CampaignState
from .models import Reply
from .models.campaigns import coordinators_of


def waiting_replies(today, *, email=None, scope=None):
    """To the coordinators of the contracts that have not answered, and to those who fill the answer with them."""
    replies = Reply.objects.missing().filter(campaign__state=CampaignState.OPEN)
    if scope is not None:
        replies = replies.filter(contract=scope)
    replies = list(replies.select_related("campaign", "contract").prefetch_related("people"))
    coordinators: dict = {}
    for role in coordinators_of({reply.contract_id for reply in replies}):
        coordinators.setdefault(role.contract_id, []).append(role.user)
    for reply in replies:
        people = {user.pk: user for user in coordinators.get(reply.contract_id, [])}
        people |= {user.pk: user for user in reply.people.all() if user.is_active}
        for user in people.values():
            if email is None or user.email.lower() == email.lower():
                yield _reason(user, reply, today)


def _reason(user, reply, today):
    campaign = reply.campaign
    late = campaign.late_on(today)
    term = f"était attendue le {day(campaign.closes_on)}" if late else f"est attendue pour le {day(campaign.closes_on)}"
    url = reverse("evaluation:reply", args=[campaign.pk, reply.pk])
    sentence = f"Votre réponse à «\xa0{campaign.title}\xa0» {term}."
    return Reason(user.email, str(user), sentence, url, reply.contract_id, reply.contract.title)
