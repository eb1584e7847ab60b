"""Why somebody is reminded about follow-ups: hers are late, or those of people whom nobody else reminds."""

from collections import Counter

from django.urls import reverse

from contracts.enums import ContractRoleKind
from contracts.models import ContractRole
from core.reminders import Reason
from core.wording import count_of, day

from .models import FollowUp


def late_follow_ups(today, *, email=None, scope=None):
    """To each account, what she was asked and is late."""
    rows = FollowUp.objects.late_on(today).filter(owner__is_active=True)
    for row in _only(rows, email=email, scope=scope, by="owner__email").select_related("owner", "contract"):
        sentence = f"À faire pour le {day(row.due_on)}\xa0: {row.text[:160]}"
        url = reverse("governance:follow_ups", args=[row.contract.reference]) + f"#suite-{row.pk}"
        yield Reason(row.owner.email, str(row.owner), sentence, url, row.contract_id, row.contract.title)


def late_without_account(today, *, email=None, scope=None):
    """To the coordinators: what is late and given to no account; the platform writes to nobody else about it."""
    late = Counter(
        _only(FollowUp.objects.late_on(today), scope=scope).filter(owner=None).values_list("contract_id", flat=True)
    )
    roles = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, contract__in=late, user__is_active=True)
    for role in _only(roles, email=email, by="user__email").select_related("user", "contract"):
        words = (
            "suite en retard confiée à une personne sans compte,suites en retard confiées à des personnes sans compte"
        )
        sentence = f"{count_of(late[role.contract_id], words)}."
        url = reverse("governance:follow_ups", args=[role.contract.reference]) + "?state=late"
        yield Reason(role.user.email, str(role.user), sentence, url, role.contract_id, role.contract.title)


def _only(rows, *, scope=None, email=None, by=""):
    if scope is not None:
        rows = rows.filter(contract_id=scope)
    return rows.filter(**{f"{by}__iexact": email}) if email else rows
