"""The first COPIL after the signature: said before its last day, to coordinators and référents."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from core.reminders import Reason
from core.wording import day as in_words

from .figures import first_copil_alerts


def sentence(last, planned, today) -> str:
    """What is said on the page, on the home page and in the mail."""
    verb = "était à tenir avant le" if last < today else "est à tenir avant le"
    follows = f"\xa0; il est prévu le {in_words(planned.on)}" if planned else "\xa0; aucune date n’est prévue"
    return f"Le premier COPIL après la signature {verb} {in_words(last)}{follows}."


def alert_of(contract, today) -> str:
    for _contract, last, planned in first_copil_alerts(Contract.objects.filter(pk=contract.pk), today):
        return sentence(last, planned, today)
    return ""


def home_block(request):
    """« COPIL à tenir » of the contracts of a coordinator, or of a référent's départements."""
    user, today = request.user, timezone.localdate()
    mine = Contract.objects.filter(roles__user=user, roles__role=ContractRoleKind.COORDINATOR)
    if user.roles.department_codes:
        mine = Contract.objects.in_departments(user.roles.department_codes)
    rows = [
        {"contract": contract, "sentence": sentence(last, planned, today)}
        for contract, last, planned in first_copil_alerts(mine.distinct(), today)
    ]
    return {"rows": rows} if rows else None


def first_copil_reminders(today, *, email=None, scope=None):
    """For the weekly mail; a COPIL that has its date waits for nobody."""
    coordinators = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, user__is_active=True)
    referents = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, user__is_active=True)
    if email:
        coordinators = coordinators.filter(user__email__iexact=email)
        referents = referents.filter(user__email__iexact=email)
    followed = Q(pk__in=coordinators.values("contract")) | Q(department__in=referents.values("department"))
    contracts = Contract.objects.filter(followed) if scope is None else Contract.objects.filter(followed, pk=scope)
    alerts = [alert for alert in first_copil_alerts(contracts, today) if not alert[2] or alert[2].on > alert[1]]
    if not alerts:
        return
    told = _told([contract for contract, *_ in alerts], coordinators, referents)
    for contract, last, planned in alerts:
        url = reverse("governance:bodies", args=[contract.reference])
        for user in told[contract.pk].values():
            words = sentence(last, planned, today)
            yield Reason(user.email, str(user), words, url, contract.pk, contract.title)


def _told(contracts, coordinators, referents) -> dict[int, dict]:
    """By contract: its coordinators, and the référents of its département; two queries whatever the contracts."""
    told: dict[int, dict] = {contract.pk: {} for contract in contracts}
    for role in coordinators.filter(contract__in=contracts).select_related("user"):
        told[role.contract_id][role.user_id] = role.user
    by_department: dict[str, list] = {}
    for contract in contracts:
        by_department.setdefault(contract.department_id, []).append(contract.pk)
    for role in referents.filter(department__in=filter(None, by_department)).select_related("user"):
        for contract in by_department[role.department_id]:
            told[contract][role.user_id] = role.user
    return told
