"""People, organisations, and what each person may do on a territory."""

from .invitation import Invitation
from .keys import ApiKey
from .organisation import Organisation, OrganisationAlias
from .roles import Roles, TerritoryRole
from .user import User

__all__ = [
    "ApiKey",
    "Invitation",
    "Organisation",
    "OrganisationAlias",
    "Roles",
    "TerritoryRole",
    "User",
]
