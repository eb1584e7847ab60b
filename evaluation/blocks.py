"""What the first page of the evaluation shows of each topic."""

from actions.figures import counts

from .campaign_enums import CampaignState


def campaigns_block(contract, user, today):
    """The campaigns that wait for the answer of this contract, for whoever fills it."""
    waiting = contract.campaign_replies.missing().filter(campaign__state=CampaignState.OPEN)
    replies = list(waiting.answered_by(user).select_related("campaign"))
    return {"replies": replies} if replies else None


def figures_block(contract, user, today):
    return {"fiches": counts(contract.actions.all(), today=today)}


def reviews_block(contract, user, today):
    return {"last": contract.reviews.for_lists().first(), "reference": contract.reference}
