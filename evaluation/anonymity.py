"""The names that contracts know, to be masked in what somebody said there (see `masking`)."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Organisation, User
from actions.models import ActionPerson
from contracts.models import Signatory
from evaluation.masking import Names, masked, propose
from governance.models import Attendance, CoordinationPost, PostHolder, Seat
from territories.services import communes_of


def without_names(text, names: Names) -> str:
    """`text` as it is proposed to whoever will read it again: what is surely a name is masked."""
    return masked(text, [span for span in propose(text, names) if span.sure])


def names_of(contracts: Iterable) -> Names:
    """The people, places and organisations that these contracts name."""
    contracts = list(contracts)
    return Names(people=_people(contracts), places=_places(contracts), organisations=_organisations(contracts))


def _people(contracts) -> set[str]:
    names = set(User.objects.filter(contract_roles__contract__in=contracts).values_list("display_name", flat=True))
    for model, fields in (
        (ActionPerson, ("name",)),
        (Signatory, ("representative_name",)),
        (Seat, ("holder_name", "substitute_name")),
        (Attendance, ("name", "substitute_name")),
        (CoordinationPost, ("holder_name",)),
        (PostHolder, ("holder_name",)),
    ):
        for row in model.objects.filter(contract__in=contracts).values_list(*fields):
            names |= set(row)
    for contract in contracts:
        names |= {contract.ars_referent_name, contract.elected_referent_name}
    return {name for name in names if name}


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
