"""The first line of every page of a campaign."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from core.errors import Forbidden
from evaluation.campaign_enums import CampaignState
from evaluation.campaign_permissions import manages, reads_reply, reads_results
from evaluation.models import Campaign, Reply
from evaluation.services.campaigns import NOT_YOURS


def load_campaign(request, pk, may=None, *, sentence=NOT_YOURS) -> Campaign:
    """404 where it is not visible, 403 where `may(user, campaign)` says no."""
    found = Campaign.objects.visible_to(request.user).select_related("region", "department", "previous")
    campaign = get_object_or_404(found, pk=pk)
    if may is not None and not may(request.user, campaign):
        raise Forbidden(sentence)
    return campaign


def load_reply(request, pk, reply_pk, may=None, *, sentence=NOT_YOURS) -> Reply:
    """404 for whoever neither fills it nor manages its campaign: nobody else sees the answer of a contract."""
    campaign = load_campaign(request, pk)
    found = Reply.objects.select_related("contract", "submitted_by", "reopened_by").prefetch_related("people")
    reply = get_object_or_404(found, campaign=campaign, pk=reply_pk)
    reply.campaign = campaign
    if not reads_reply(request.user, reply):
        raise Http404
    if may is not None and not may(request.user, reply):
        raise Forbidden(sentence)
    return reply


def campaign_page(request, campaign, template, context=None, *, active="", status=200):
    """A page with the tabs of the campaign that this person may open."""
    may_manage = manages(request.user, campaign)
    frame = {
        "campaign": campaign,
        "may_manage": may_manage,
        "active": active,
        "is_draft": campaign.state == CampaignState.DRAFT,
        "tabs": list(_tabs(campaign, may_manage, reads_results(request.user, campaign), active)),
    }
    return render(request, f"evaluation/campaigns/{template}", {**frame, **(context or {})}, status=status)


def _tabs(campaign, may_manage, reads, active):
    lines = [("campaign", "Campagne", True), ("questions", "Questions", may_manage)]
    lines += [("campaign_contracts", "Contrats", may_manage and campaign.state in ("draft", "open"))]
    lines += [("campaign_progress", "Avancement", may_manage and campaign.state != CampaignState.DRAFT)]
    lines += [("verbatims", "Verbatims", may_manage and campaign.state in ("closed", "published"))]
    lines += [("campaign_results", "Résultats", reads)]
    lines += [("campaign_journal", "Journal", may_manage)]
    for name, label, shown in lines:
        if shown:
            yield {"url_name": f"evaluation:{name}", "label": label, "active": name == active}
