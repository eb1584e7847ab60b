"""The contracts that an organisation signs or carries, among those that the reader may see."""

from django.db.models import Q

from contracts.models import Contract


def contracts_of(user, organisation):
    mine = Q(signatories__organisation=organisation) | Q(carrier=organisation)
    contracts = Contract.objects.visible_to(user).filter(mine).distinct().with_effective_end().order_by("-ends_on")
    return {"contracts": list(contracts)}
