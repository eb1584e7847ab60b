"""Who may do what in an evaluation: the writers of the contract; and whoever a recommendation was given to."""

from accounts.permissions import is_administrator, is_ars_of_region
from contracts.permissions import can_write, is_ended


def can_follow(user, recommendation) -> bool:
    """Says where an accepted recommendation stands."""
    if can_write(user, recommendation.contract):
        return True
    return recommendation.owner_id == user.pk and not is_ended(user, recommendation.contract)


#: The periods and the campaigns of one region.
reads_region = is_administrator | is_ars_of_region


def reads_regions(user) -> bool:
    """The consolidated evaluations are for the ARS of each region."""
    return user.is_authenticated and bool(user.roles.administrator or user.roles.ars_region_codes)
