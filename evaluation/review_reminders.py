"""Why coordinators are reminded of a review: that of the past year is due this month, or should have been handed in."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.enums import ContractRoleKind, Stage
from contracts.models import ContractRole
from core.reminders import Reason

from .models import RegionReviews, Review
from .review_enums import OPEN_STATES


def due_reviews(today, *, email=None, scope=None):
    """To the coordinators of contracts in force since the past year, from the month that their region set."""
    year = today.year - 1
    handed_in = Review.objects.filter(contract=OuterRef("contract"), year=year).exclude(state__in=OPEN_STATES)
    month = RegionReviews.objects.filter(region=OuterRef("contract__territory__region")).values("month_due")
    roles = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, user__is_active=True)
    roles = roles.filter(contract__stage=Stage.IN_FORCE, contract__signed_on__year__lte=year)
    roles = roles.annotate(month_due=Coalesce(Subquery(month), RegionReviews().month_due))
    roles = roles.filter(month_due__lte=today.month).exclude(Exists(handed_in))
    roles = roles.filter(contract=scope) if scope is not None else roles
    roles = roles.filter(user__email__iexact=email) if email else roles
    for role in roles.select_related("user", "contract"):
        late = " Il aurait dû l’être." if role.month_due < today.month else ""
        sentence = f"Le bilan {year} est à transmettre à l’ARS.{late}"
        url = reverse("evaluation:reviews", args=[role.contract.reference])
        yield Reason(role.user.email, str(role.user), sentence, url, role.contract_id, role.contract.title)
