"""The names that contracts know, to be masked in what somebody said there (see `masking`)."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Organisation, User
from actions.models import ActionPerson
from contracts.models import Contract, Scheme, Signatory
from evaluation.masking import Names, masked, propose
from evaluation.models import Interview, Recommendation
from governance.models import Attendance, CoordinationPost, FollowUp, PostHolder, Seat
from territories.services import communes_of

#: (model, its way to the contract, its fields that hold the name of somebody).
NAMED = (
    (User, "contract_roles__contract", ("display_name",)),
    (Contract, "pk", ("ars_referent_name", "elected_referent_name")),
    (ActionPerson, "contract", ("name",)),
    (Signatory, "contract", ("representative_name",)),
    (Seat, "contract", ("holder_name", "substitute_name")),
    (Attendance, "contract", ("name", "substitute_name")),
    (FollowUp, "contract", ("owner_name",)),
    (CoordinationPost, "contract", ("holder_name",)),
    (PostHolder, "contract", ("holder_name",)),
    (Scheme, "links__contract", ("coordinator_name",)),
    (Interview, "contract", ("person_name", "conducted_by")),
    (Recommendation, "contract", ("owner_name",)),
)


def without_names(text, names: Names) -> str:
    """`text` as it is proposed to whoever will read it again: what is surely a name is masked."""
    return masked(text, [span for span in propose(text, names) if span.sure])


def names_of(contracts: Iterable) -> Names:
    """The people, places and organisations that these contracts name."""
    contracts = list(contracts)
    return Names(people=people_named(contracts), places=_places(contracts), organisations=_organisations(contracts))


def people_named(contracts: Iterable | None = None) -> set[str]:
    """Those whom these contracts name, with an account or without; of every contract and account where None."""
    names: set[str] = set()
    ids = None if contracts is None else [contract.pk for contract in contracts]
    for model, place, fields in NAMED:
        rows = model._default_manager.order_by()
        if ids is not None:
            rows = rows.filter(**{f"{place}__in": ids})
        names.update(*rows.values_list(*fields).distinct())
    return names - {""}


def _organisations(contracts) -> set[str]:
    known = Organisation.objects.filter(
        Q(signatures__contract__in=contracts)
        | Q(action_parts__contract__in=contracts)
        | Q(pk__in=[contract.carrier_id for contract in contracts if contract.carrier_id])
    )
    return {name for pair in known.values_list("name", "aliases__name") for name in pair if name}


def _places(contracts) -> set[str]:
    names = {contract.territory.name for contract in contracts}
    for contract in contracts:
        names |= set(communes_of(contract.territory).values_list("name", flat=True))
        names |= {member.name for member in contract.territory.members.all() if member.name}
    return names
