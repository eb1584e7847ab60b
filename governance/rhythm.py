"""The first COPIL after the signature: said before its last day, to coordinators and référents."""

from django.db.models import Q
from django.urls import reverse

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from core.reminders import Reason, named
from core.wording import day as in_words

from .figures import first_copil_alerts


def sentence(last, planned, today) -> str:
    """What is said on the page and where she is reminded of it."""
    verb = "était à tenir avant le" if last < today else "est à tenir avant le"
    follows = f"\xa0; il est prévu le {in_words(planned.on)}" if planned else "\xa0; aucune date n’est prévue"
    return f"Le premier COPIL après la signature {verb} {in_words(last)}{follows}."


def alert_of(contract, today) -> str:
    for _contract, last, planned in first_copil_alerts(Contract.objects.filter(pk=contract.pk), today):
        return sentence(last, planned, today)
    return ""


def first_copil_reminders(today, *, email=None, scope=None):
    """To coordinators and référents; a COPIL that has its date waits for nobody."""
    coordinators = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, user__is_active=True)
    referents = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, user__is_active=True)
    if email:
        coordinators = coordinators.filter(user__email__iexact=email)
        referents = referents.filter(user__email__iexact=email)
    followed = Q(pk__in=coordinators.values("contract")) | Q(department__in=referents.values("department"))
    contracts = Contract.objects.filter(followed) if scope is None else Contract.objects.filter(followed, pk=scope)
    contracts = named(contracts, email) if email else contracts
    alerts = [alert for alert in first_copil_alerts(contracts, today) if not alert[2] or alert[2].on > alert[1]]
    if not alerts:
        return
    told = {} if email else _told([contract for contract, *_ in alerts], coordinators, referents)
    for contract, last, planned in alerts:
        people = [(email, contract.told_name)] if email else told[contract.pk]
        url, words = reverse("governance:bodies", args=[contract.reference]), sentence(last, planned, today)
        for address, name in people:
            key = f"first_copil:{contract.pk}"
            yield Reason(address, name or address, words, url, contract.pk, contract.title, key=key, term=last)


def _told(contracts, coordinators, referents) -> dict[int, set]:
    """By contract, addresses and names: its coordinators, and the référents of its département; in two queries."""
    told: dict[int, set] = {contract.pk: set() for contract in contracts}
    for role in coordinators.filter(contract__in=contracts).select_related("user"):
        told[role.contract_id].add((role.user.email, str(role.user)))
    by_department: dict[str, list] = {}
    for contract in contracts:
        by_department.setdefault(contract.department_id, []).append(contract.pk)
    for role in referents.filter(department__in=filter(None, by_department)).select_related("user"):
        for contract in by_department[role.department_id]:
            told[contract].add((role.user.email, str(role.user)))
    return told
