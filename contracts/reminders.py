"""Why somebody is reminded of a contract: its end comes or is past, or her agreement before consultation is awaited."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from core.reminders import Reason, named
from core.wording import day

from .enums import ContractRoleKind, Side, Stage
from .models import Agreement, Contract, ContractRole

#: The evaluation of a contract and the writing of the next take this long.
AHEAD = timedelta(days=365)


def terms_and_agreements(today, *, email=None, scope=None):
    """To coordinators and référents, on their home page: a mail a week for a year would be read by nobody."""
    coordinators = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, user__is_active=True)
    referents = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, user__is_active=True)
    if email:
        coordinators = coordinators.filter(user__email__iexact=email)
        referents = referents.filter(user__email__iexact=email)
    near = Q(pk__in=coordinators.values("contract")) | Q(department__in=referents.values("department"))
    waiting = _waiting(today).filter(near)
    waiting = waiting.filter(pk=scope) if scope is not None else waiting
    if email:
        hers = Exists(coordinators.filter(contract=OuterRef("pk")))
        for contract in named(waiting.annotate(coordinates=hers), email):
            side = Side.CARRIER if contract.coordinates else Side.ARS
            yield from _said_of(contract, email, contract.told_name or email, side, today)
        return
    contracts = {each.pk: each for each in waiting}
    for role in coordinators.filter(contract__in=contracts).select_related("user"):
        yield from _said_of(contracts[role.contract_id], role.user.email, str(role.user), Side.CARRIER, today)
    departments = {each.department_id for each in contracts.values()}
    for role in referents.filter(department__in=departments).select_related("user"):
        for contract in contracts.values():
            if contract.department_id == role.department_id:
                yield from _said_of(contract, role.user.email, str(role.user), Side.ARS, today)


def _waiting(today):
    """Those that end within a year or did, and the drafts that one side alone agreed to send out."""
    given = Agreement.objects.filter(contract=OuterRef("pk"), voided_at__isnull=True)
    rows = Contract.objects.with_effective_end().annotate(
        ars_agreed=Exists(given.filter(side=Side.ARS)), carrier_agreed=Exists(given.filter(side=Side.CARRIER))
    )
    ending = Q(stage=Stage.IN_FORCE, effective_end__lt=today + AHEAD)
    return rows.filter(ending | Q(stage=Stage.DRAFTING) & ~Q(ars_agreed=F("carrier_agreed")))


def _said_of(contract, email, name, side, today):
    if contract.stage == Stage.IN_FORCE:
        end = contract.effective_end
        where, key = reverse("contracts:lifecycle", args=[contract.reference]), f"end:{contract.pk}:{end}"
        sentence = f"Le contrat finit le {day(end)}\xa0: l’évaluer et préparer la suite."
        if end < today:
            sentence = f"Contrat échu le {day(end)}\xa0: le proroger par avenant, ou le clore."
    elif contract.carrier_agreed if side == Side.CARRIER else contract.ars_agreed:
        return
    else:
        end, key = None, f"agreement:{contract.pk}:{side}"
        where = reverse("contracts:negotiation", args=[contract.reference])
        sentence = "Votre accord est attendu avant l’envoi en consultation."
    yield Reason(email, name, sentence, where, contract.pk, contract.title, key=key, term=end, mailed=False)
