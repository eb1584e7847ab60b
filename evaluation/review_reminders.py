"""Why coordinators are reminded of a review: that of the past year is due this month, or should have been handed in."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from contracts.enums import ContractRoleKind, Stage
from contracts.models import Contract, ContractRole
from core.reminders import Reason

from .models import RegionReviews, Review
from .review_enums import OPEN_STATES


def due_reviews(today, *, email=None, scope=None):
    """To the coordinators of contracts in force since the past year, from the month that their region set."""
    year = today.year - 1
    months = dict(RegionReviews.objects.values_list("region_id", "month_due"))
    handed_in = Review.objects.filter(contract=OuterRef("pk"), year=year).exclude(state__in=OPEN_STATES)
    contracts = Contract.objects.filter(stage=Stage.IN_FORCE, signed_on__year__lte=year).exclude(Exists(handed_in))
    if scope is not None:
        contracts = contracts.filter(pk=scope)
    regions = dict(contracts.values_list("pk", "territory__region_id"))
    default = RegionReviews().month_due
    due = {pk: month for pk, region in regions.items() if (month := months.get(region, default)) <= today.month}
    roles = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, contract__in=due, user__is_active=True)
    if email:
        roles = roles.filter(user__email__iexact=email)
    for role in roles.select_related("user", "contract"):
        late = " Il aurait dû l’être." if due[role.contract_id] < today.month else ""
        sentence = f"Le bilan {year} est à transmettre à l’ARS.{late}"
        url = reverse("evaluation:reviews", args=[role.contract.reference])
        yield Reason(role.user.email, str(role.user), sentence, url, role.contract_id, role.contract.title)
