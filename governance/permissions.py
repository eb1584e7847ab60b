"""Who may do what to a follow-up, who reads the directory, and what one who leaves hands over."""

import rules

from accounts.permissions import is_active
from contracts.permissions import can_comment, can_write, is_ended

from .directory import coordinated_regions, regions_of


@rules.predicate
def is_owner(user, follow_up):
    """By the account, else by the address that was noted."""
    if not user.is_authenticated or follow_up.owner_id:
        return user.is_authenticated and follow_up.owner_id == user.pk
    return bool(follow_up.owner_email) and follow_up.owner_email.lower() == user.email.lower()


def can_finish(user, follow_up) -> bool:
    """Says that it is done, with the proof: whoever it was given to, and the writers of the contract."""
    if can_write(user, follow_up.contract):
        return True
    return is_owner(user, follow_up) and not is_ended(user, follow_up.contract)


def can_verify(user, follow_up) -> bool:
    """Another person than the one it was given to, and than the one who said that it is done."""
    return can_write(user, follow_up.contract) and user.pk != follow_up.done_by_id and not is_owner(user, follow_up)


@rules.predicate
def reads_directory(user):
    """Coordinates a contract, or belongs to an ARS: the directory and the practices of those regions are hers."""
    return bool(regions_of(user))


@rules.predicate
def may_note_training(user, person):
    """Oneself, and the ARS of a region where the person coordinates."""
    return user == person or bool(user.roles.ars_region_codes & coordinated_regions(person))


def may_write_network(user, network) -> bool:
    """The siège of its region, and the référents of its département."""
    if not is_active(user):
        return False
    return network.region_code in user.roles.region_codes or network.department_id in user.roles.department_codes


def can_finish_for_network(user, follow_up) -> bool:
    """Whoever it was given to, and those who hold the network."""
    return may_write_network(user, follow_up.network) or (is_active(user) and follow_up.owner_id == user.pk)


@rules.predicate
def may_open_network(user):
    """The ARS: each agent for her own territory."""
    return is_active(user) and bool(user.roles.region_codes or user.roles.department_codes)


def can_read_handover(user, handover) -> bool:
    """It holds words that are not for partners: those who write, the siège, and whoever takes over."""
    return can_comment(user, handover.contract) or handover.successor_id == user.pk


def is_successor(user, handover) -> bool:
    return type(handover).objects.filter(pk=handover.pk).for_successor(user).exists()
