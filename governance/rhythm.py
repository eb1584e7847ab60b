"""The first COPIL after the signature: said before its last day, to coordinators and référents."""

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
    contracts = Contract.objects.filter(pk=scope) if scope is not None else Contract.objects.all()
    for contract, last, planned in first_copil_alerts(contracts, today):
        if planned and planned.on <= last:
            continue
        url = reverse("governance:bodies", args=[contract.reference])
        for user in _told(contract):
            if email is None or user.email.lower() == email.lower():
                words = sentence(last, planned, today)
                yield Reason(user.email, str(user), words, url, contract.pk, contract.title)


def _told(contract) -> list:
    """Its coordinators, and the référents of its département."""
    roles = ContractRole.objects.filter(
        contract=contract, role=ContractRoleKind.COORDINATOR, user__is_active=True
    ).select_related("user")
    referents = TerritoryRole.objects.filter(
        role=TerritoryRoleKind.ARS_DEPARTMENT, department=contract.department_id, user__is_active=True
    ).select_related("user")
    people = [*(role.user for role in roles), *(role.user for role in referents)]
    return list({person.pk: person for person in people}.values())
