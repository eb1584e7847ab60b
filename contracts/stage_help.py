"""Our help on the stages of a contract, beside what its region says of them."""

from contracts.guide import GUIDES, guides_at
from contracts.models import StageHelp


def guides_of(contract) -> list[dict]:
    """The help on the stage of the contract and on the next, with the words of its region. One query."""
    guides = guides_at(contract.stage)
    told = {}
    if guides and contract.region:
        stages = [guide.stage for guide in guides]
        told = {row.stage: row for row in StageHelp.objects.told().filter(region=contract.region, stage__in=stages)}
    return [{"guide": guide, "told": [told[guide.stage]] if guide.stage in told else []} for guide in guides]


def stages_of(region) -> list[dict]:
    """Every stage, and what the region says of it."""
    told = {row.stage: row for row in StageHelp.objects.told().filter(region=region)}
    return [{"guide": guide, "told": told.get(guide.stage)} for guide in GUIDES]
