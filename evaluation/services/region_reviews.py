"""The month when a region expects the reviews of the past year."""

from django.db import transaction

from core.errors import Forbidden, Stale
from core.history import acting
from core.versioned import change, validated
from evaluation.models import RegionReviews


def month_due_of(region) -> int:
    """The default of the model where the region said nothing."""
    row = RegionReviews.objects.filter(region=region).first()
    return row.month_due if row else RegionReviews().month_due


def refuse_unless_of_region(user, region):
    """The siège of that region, and the administrators."""
    if not (user.roles.administrator or region.pk in user.roles.region_codes):
        raise Forbidden("Seul le siège de l’ARS règle l’échéance des bilans de sa région.")


@transaction.atomic
def set_month_due(*, region, month, actor, version=None):
    """`version` is that of the row that was seen; the first to speak makes it."""
    refuse_unless_of_region(actor, region)
    with acting(actor):
        row = RegionReviews.objects.select_for_update().filter(region=region).first()
        if row is None:
            made = validated(RegionReviews(region=region, month_due=month))
            made.save()
            return made
        if version is not None and int(version) != row.version:
            raise Stale(row)
        return change(row, month_due=month)
