"""The bodies of a département or of a region, and who belongs to them."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.versioned import change, lock, validated
from governance.directory import ENDED
from governance.models import Network, NetworkMember
from governance.permissions import may_write_network

NOT_YOURS = "Cette instance est tenue par l’ARS de son territoire\xa0: vous pouvez la lire, pas la modifier."


def refuse_unless_held_by(actor, network):
    """`actor` None is a command or a job, which has already been allowed."""
    if actor is not None and not may_write_network(actor, network):
        raise Forbidden(NOT_YOURS)


def hold(network) -> Network:
    """Its row, locked, as it is now: whatever touches its members or its meetings goes through here first."""
    return Network.objects.select_for_update(of=("self",)).for_lists().get(pk=network.pk)


@transaction.atomic
def create_network(*, actor, region=None, department=None, **fields) -> Network:
    network = Network(region=region, department=department, **fields)
    if (region is None) == (department is None):
        raise Invalid("Une instance est d’un département ou d’une région, et d’un seul des deux.")
    refuse_unless_held_by(actor, network)
    return insert(network, actor)


def insert(row, actor):
    with acting(actor):
        validated(row).save()
    return row


@transaction.atomic
def edit_network(network, *, actor, version=None, **fields) -> Network:
    refuse_unless_held_by(actor, network)
    with acting(actor):
        return change(network, version=version, **fields)


@transaction.atomic
def remove_network(network, *, actor, version=None):
    """One that never met; the others are closed at a date."""
    refuse_unless_held_by(actor, network)
    current = lock(network, version=version)
    if current.meetings.exists() or current.decisions.exists():
        raise Refused("Cette instance a des séances ou des décisions\xa0: donnez-lui une date de fin.")
    with acting(actor):
        current.delete()


# --- members ----------------------------------------------------------------------------------------
@transaction.atomic
def add_member(*, network, actor, **fields) -> NetworkMember:
    held = hold(network)
    refuse_unless_held_by(actor, held)
    email = (fields.get("email") or "").strip().lower()
    if email and held.members.filter(until__isnull=True).filter(Q(email__iexact=email) | Q(user__email=email)):
        raise Invalid(fields={"email": ["Un membre de l’instance a déjà cette adresse."]})
    if email and (account := User.objects.active().filter(email=email).first()):
        # Her name and her address are then those of the account, and she reads the pages of the network.
        fields |= {"user": account, "name": "", "email": ""}
    return insert(NetworkMember(network=held, **fields), actor)


@transaction.atomic
def edit_member(member, *, actor, version=None, **fields) -> NetworkMember:
    refuse_unless_held_by(actor, hold(member.network))
    if member.user_id and (fields.get("name") or fields.get("email")):
        raise Invalid(fields={"name": ["Le nom et l’adresse sont ceux du compte de cette personne."]})
    with acting(actor):
        return change(member, version=version, **fields)


@transaction.atomic
def remove_member(member, *, actor, version=None):
    """Noted by mistake; somebody who leaves is given a last day instead. Past meetings keep her name."""
    refuse_unless_held_by(actor, hold(member.network))
    with acting(actor):
        lock(member, version=version).delete()


def proposed_members(network):
    """The accounts that coordinate a contract of the territory, and are not members today."""
    if network.region_id:
        there = Contract.objects.in_regions([network.region_id])
    else:
        there = Contract.objects.in_departments([network.department_id])
    held = ContractRole.objects.filter(
        role=ContractRoleKind.COORDINATOR, contract__in=there.exclude(stage__in=ENDED), user=OuterRef("pk")
    )
    members = NetworkMember.objects.filter(network=network, until__isnull=True, user=OuterRef("pk"))
    people = User.objects.active().filter(Exists(held), ~Exists(members))
    return people.select_related("organisation").order_by("display_name", "pk")


def accounts_of(network):
    """The accounts of those who are members today, to whom something may be given."""
    here = NetworkMember.objects.filter(network=network).current(timezone.localdate())
    return User.objects.active().filter(pk__in=here.values("user")).order_by("display_name", "pk")


@transaction.atomic
def take_proposed(*, network, people, actor, today) -> int:
    """Make members of those `people` (ids) who are proposed; the others are left out. Returns how many."""
    held = hold(network)
    refuse_unless_held_by(actor, held)
    chosen = list(proposed_members(held).filter(pk__in=people))
    if not chosen:
        raise Invalid("Choisissez au moins une personne.")
    for person in chosen:
        insert(NetworkMember(network=held, user=person, since=today), actor)
    return len(chosen)
