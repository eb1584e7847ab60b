"""The usual composition of a region, and what it proposes to a contract: bodies, and a seat for each party."""

from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Organisation
from accounts.permissions import may_manage_region
from contracts import writing
from contracts.services.region import NOT_YOURS
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.search import search_key
from core.versioned import change, lock, validated
from governance.enums import BodyKind, PartyCapacity
from governance.models import Body, UsualBody, UsualSeat
from territories.models import Region

from .bodies import add_body, add_seat

#: Where the region says nothing: the body that decides and the one that prepares, a seat for every party.
BY_DEFAULT = [(BodyKind.COPIL, 2), (BodyKind.COTECH, 4)]


# --- the rules of the region ------------------------------------------------------------------------
def usual_bodies_of(region) -> list[UsualBody]:
    """The bodies that contracts of `region` usually have, with their seats; those by default, not saved, where nobody
    has chosen yet."""
    chosen = list(region.usual_bodies.prefetch_related("seats")) if region else []
    return chosen or [UsualBody(region=region, kind=kind, meetings_per_year=rhythm) for kind, rhythm in BY_DEFAULT]


def _seats_of(usual) -> list[UsualSeat]:
    return list(usual.seats.all()) if usual.pk else [UsualSeat()]


def _refuse(actor, region):
    if actor is not None and not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)


@transaction.atomic
def take_defaults(*, region, actor) -> list[UsualBody]:
    """Write down the bodies by default, to change them."""
    _refuse(actor, region)
    if Region.objects.select_for_update().get(pk=region.pk).usual_bodies.exists():
        raise Refused("La région a déjà choisi ses instances habituelles.")
    made = []
    for kind, rhythm in BY_DEFAULT:
        made.append(add_usual_body(region=region, actor=actor, kind=kind, meetings_per_year=rhythm))
        add_usual_seat(body=made[-1], actor=actor)
    return made


@transaction.atomic
def add_usual_body(*, region, actor, **fields) -> UsualBody:
    _refuse(actor, region)
    return _add(UsualBody(region=region, position=region.usual_bodies.count() + 1, **fields), actor)


@transaction.atomic
def add_usual_seat(*, body, actor, **fields) -> UsualSeat:
    _refuse(actor, body.region)
    return _add(UsualSeat(body=body, position=body.seats.count() + 1, **fields), actor)


def _add(row, actor):
    with acting(actor):
        validated(row).save()
    return row


def region_of(row):
    return row.region if isinstance(row, UsualBody) else row.body.region


@transaction.atomic
def edit_usual(row, *, actor, version=None, **fields):
    _refuse(actor, region_of(row))
    with acting(actor):
        return change(row, version=version, **fields)


@transaction.atomic
def remove_usual(row, *, actor, version=None):
    """A body goes with its seats; the contracts keep theirs."""
    _refuse(actor, region_of(row))
    with acting(actor):
        lock(row, version=version).delete()


# --- what they propose to a contract ----------------------------------------------------------------
@dataclass(frozen=True)
class ProposedSeat:
    key: str
    organisation: Organisation
    college: str = ""
    holder: dict = field(default_factory=dict)


@dataclass(frozen=True)
class ProposedBody:
    """`existing`: the contract has it already, and only its seats are proposed."""

    key: str
    usual: UsualBody
    existing: Body | None
    seats: list[ProposedSeat]


@dataclass
class _Party:
    organisation: Organisation
    capacities: set
    holder: dict


def proposed_bodies(contract) -> list[ProposedBody]:
    """What the region usually has and that `contract` lacks: bodies, and seats of its parties that exist."""
    there = list(contract.bodies.prefetch_related("seats"))
    parties = _parties(contract)
    found = []
    for usual in usual_bodies_of(contract.region):
        existing = next((body for body in there if _is(body, usual)), None)
        key = f"{usual.kind}:{search_key(usual.name)}"
        seats = _proposed_seats(usual, existing, parties, key)
        if existing is None or seats:
            found.append(ProposedBody(key, usual, existing, seats))
    return found


def _is(body, usual) -> bool:
    """Where the region gives no name, any body of that kind is it."""
    return body.kind == usual.kind and (not usual.name or search_key(body.name) == search_key(usual.name))


def _parties(contract) -> list[_Party]:
    parties = {}
    for row in contract.signatories.select_related("organisation"):
        parties[row.organisation_id] = _Party(row.organisation, {row.capacity}, _representative(row))
    if contract.carrier_id:
        carrier = parties.setdefault(contract.carrier_id, _Party(contract.carrier, set(), {}))
        carrier.capacities.add(PartyCapacity.CARRIER)
    return list(parties.values())


def _representative(signatory) -> dict:
    return {f"holder_{part}": getattr(signatory, f"representative_{part}") for part in ("name", "role", "email")}


def _proposed_seats(usual, existing, parties, key) -> list[ProposedSeat]:
    """One a party; the first rule that fits it gives its college. Who represents it is proposed for the COPIL."""
    sitting = {seat.organisation_id for seat in existing.seats.all()} if existing else set()
    rules, seats = _seats_of(usual), []
    for party in parties:
        rule = next((rule for rule in rules if _fits(rule, party)), None)
        if rule and party.organisation.pk not in sitting:
            holder = party.holder if usual.kind == BodyKind.COPIL else {}
            seats.append(ProposedSeat(f"{key}:{party.organisation.pk}", party.organisation, rule.college, holder))
    return seats


def _fits(rule, party) -> bool:
    right_kind = rule.organisation_kind in ("", party.organisation.kind)
    return right_kind and (not rule.capacity or rule.capacity in party.capacities)


@transaction.atomic
def add_usual_bodies(*, contract, actor, keys=None) -> list[Body]:
    """Create the chosen lines of `proposed_bodies` (`keys`; all of them by default). Gives the bodies made or
    completed. A seat whose body was not chosen is left out."""
    writing.refuse_unless(writing.can_write, actor, contract)
    held = writing.hold(contract)
    proposed = proposed_bodies(held)
    if not proposed:
        raise Refused("Ce contrat a déjà ses instances habituelles.")
    every = keys is None
    done = [_take(held, each, actor, keys=set(keys or ()), every=every) for each in proposed]
    if not (done := [body for body in done if body]):
        raise Invalid("Choisissez au moins une instance ou un siège.")
    return done


def _take(contract, proposed, actor, *, keys, every) -> Body | None:
    seats = [seat for seat in proposed.seats if every or seat.key in keys]
    body = proposed.existing
    if body is None:
        if not (every or proposed.key in keys):
            return None
        body = _made_of(proposed.usual, contract, actor)
    elif not seats:
        return None
    for seat in seats:
        add_seat(body=body, actor=actor, organisation=seat.organisation, college=seat.college, **seat.holder)
    return body


def _made_of(usual, contract, actor) -> Body:
    said = {name: getattr(usual, name) for name in ("kind", "name", "meetings_per_year")}
    return add_body(contract=contract, actor=actor, **said)


def ready_bodies(contract) -> list[Body]:
    """The usual bodies of its region on a contract that begins here; who sits there stays a proposal.

    None where the region is not known yet, nor on a contract that is signed already: its rhythm was promised elsewhere,
    and ours would be held against it.
    """
    if contract.signed or not contract.region:
        return []
    return [_made_of(usual, contract, None) for usual in usual_bodies_of(contract.region)]
