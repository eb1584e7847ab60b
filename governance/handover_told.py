"""The reminder before a departure, and the hand-over shown to whoever takes over until she says « lu »."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contracts.enums import ContractRoleKind
from contracts.models import ContractRole
from core.reminders import Reason
from core.wording import day

from .models import CoordinationPost, Handover

#: She is told this long before her last day.
NOTICE = timedelta(days=45)


def departures(today, *, email=None, scope=None):
    """To the coordinators of a contract: a post whose holder leaves soon, and whose hand-over is not given."""
    leaving = CoordinationPost.objects.filter(until__range=(today, today + NOTICE)).exclude(holder_name="")
    leaving = leaving.exclude(handovers__handed_on__isnull=False, handovers__handed_on__gte=today - 2 * NOTICE)
    leaving = leaving.filter(contract_id=scope) if scope is not None else leaving
    for post in leaving.select_related("contract"):
        sentence = (
            f"{post.holder_name} quitte le poste le {day(post.until)}\xa0: le dossier de passation est à remettre."
        )
        url = reverse("coordination:handovers", args=[post.contract.reference])
        for role in _coordinators(post, email):
            yield Reason(role.user.email, str(role.user), sentence, url, post.contract_id, post.contract.title)


def _coordinators(post, email):
    roles = ContractRole.objects.filter(
        contract=post.contract, role=ContractRoleKind.COORDINATOR, user__is_active=True
    ).select_related("user")
    return roles.filter(user__email__iexact=email) if email else roles


def to_read_beside(contracts):
    """On the home of the contract; its template shows it to the successor alone."""
    rows = Handover.objects.to_read().filter(contract__in=[contract.pk for contract in contracts])
    found: dict[int, dict] = {}
    for row in rows.select_related("contract"):
        found.setdefault(row.contract_id, {"handovers": []})["handovers"].append(row)
    return found


def home_block(request):
    """« Dossiers de passation à lire », on the home of the site."""
    rows = Handover.objects.visible_to(request.user).to_read().for_successor(request.user)
    rows = list(rows.filter(~Q(handed_on__gt=timezone.localdate())).select_related("contract"))
    return {"rows": rows} if rows else None
