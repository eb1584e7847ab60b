"""Which promises a meeting should look at again: by the rule of the region, decisions counted."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from contracts.models import Commitment
from governance.models import Decision
from governance.services.sharing import governance_of_region

#: A month of the rule counts this long.
MONTH = timedelta(days=30)


def to_review(contract, today):
    """Late, or awaited without a word (a review, a decision about it) for the months that the region allows.

    These months begin with the signature: nobody is asked the day after how the promise goes.
    """
    promises = Commitment.objects.filter(contract=contract)
    late = promises.filter(pk__in=promises.late_on(today).values("pk"))
    limit = today - MONTH * governance_of_region(contract.region).commitment_review_months
    if contract.signed_on and contract.signed_on > limit:
        return late
    decided = Decision.objects.filter(commitments=OuterRef("pk"), on__gte=limit)
    silent = promises.unseen_since(limit).exclude(Exists(decided))
    return late | promises.filter(pk__in=silent.values("pk"))
