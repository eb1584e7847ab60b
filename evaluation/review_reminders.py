"""Why coordinators are reminded of a review: that of the past year is due this month, or should have been handed in."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from contracts.enums import Side, Stage
from contracts.waiting import Cause, Said

from .models import RegionReviews, Review
from .review_enums import OPEN_STATES


def _month_due(today):
    month = RegionReviews.objects.filter(region=OuterRef("territory__region")).values("month_due")
    return {"month_due": Coalesce(Subquery(month), RegionReviews().month_due)}


def _not_handed_in(today):
    year = today.year - 1
    handed_in = Review.objects.filter(contract=OuterRef("pk"), year=year).exclude(state__in=OPEN_STATES)
    return Q(stage=Stage.IN_FORCE, signed_on__year__lte=year, month_due__lte=today.month) & ~Exists(handed_in)


def _said_of_it(contract, side, today):
    late = " Il aurait dû l’être." if contract.month_due < today.month else ""
    return Said(f"Le bilan {today.year - 1} est à transmettre à l’ARS.{late}", "evaluation:reviews")


#: Of contracts in force since the past year, from the month that their region set.
REVIEW_DUE = Cause("review", _not_handed_in, _said_of_it, _month_due, [Side.CARRIER])
