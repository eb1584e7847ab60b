"""The list of contracts, and what each person finds of them on the home page."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.enums import ContractRoleKind
from contracts.filters import ContractFilter
from contracts.models import Contract, ContractRole
from contracts.permissions import can_create

ROWS = 30
AT_HOME = 5


@require_safe
def contracts(request):
    wanted = ContractFilter(request.GET, user=request.user)
    today = timezone.localdate()
    found = wanted.narrow(Contract.objects.visible_to(request.user), today=today)
    page = Paginator(for_rows(found), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"contract": each, "expired": each.expired_on(today)} for each in page],
        "filter": wanted,
        "may_create": can_create(request.user),
    }
    return render(request, "contracts/list.html", context)


def for_rows(contracts):
    """All that a row shows, in a constant number of queries."""
    return contracts.select_related("territory", "carrier", "department").prefetch_related("territory__departments")


def home_block(request):
    """« Mes contrats »: those where the person holds a role, or that touch their départements.

    Where she is élue, what leads to a contract is its page in brief.
    """
    user, today = request.user, timezone.localdate()
    mine = Contract.objects.followed_by(user).exclude(stage__in=["closed", "terminated", "abandoned"])
    as_elected = ContractRole.objects.filter(contract=OuterRef("pk"), user=user, role=ContractRoleKind.ELECTED)
    mine = mine.annotate(as_elected=Exists(as_elected))
    found = list(mine.with_effective_end().order_by("-updated_at", "id")[: AT_HOME + 1])
    rows = [{"contract": each, "expired": each.expired_on(today)} for each in found[:AT_HOME]]
    if not rows and not can_create(user):
        return None
    return {
        "rows": rows,
        "more": len(found) > AT_HOME,
        "list_url": reverse("contracts:list"),
        "may_create": can_create(user),
    }


def my_roles(request) -> dict | None:
    """« Mes rôles »: what the person is on each contract, on one line a contract. One query."""
    held: dict = {}
    for role in request.user.contract_roles.select_related("contract").order_by("contract__title", "contract", "role"):
        held.setdefault(role.contract, []).append(role.get_role_display())
    return {"rows": held.items()} if held else None
