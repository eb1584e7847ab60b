"""What fiches say on pages of the left: what to look at this week on the home of a contract, the region's catalogue."""

from django.utils import timezone

from actions import figures
from actions.models import Action, NewsRequest
from contracts.enums import Stage


def this_week(contracts):
    """Of contracts in force: the fiches to look at, and the answers of partners that wait."""
    return {each.pk: found for each in contracts if each.stage == Stage.IN_FORCE and (found := _week_of(each))}


def _week_of(contract):
    counted = figures.counts(Action.objects.filter(contract=contract), today=timezone.localdate())
    answers = NewsRequest.objects.filter(contract=contract).to_approve().count()
    if not (counted.to_watch or answers):
        return None
    return {"contract": contract, "watch": counted.to_watch, "answers": answers}


def catalogue_of(regions):
    return {region.pk: {"region": region} for region in regions}
