"""Who follows the démarches of a place."""

from django.db.models import Q

from accounts.enums import TerritoryRoleKind
from accounts.models import User


def followers_of(departments):
    """The accounts of the référents of these `departments` (a queryset), and of the siège of their regions."""
    referents = Q(territory_roles__role=TerritoryRoleKind.ARS_DEPARTMENT, territory_roles__department__in=departments)
    regions = departments.order_by().values("region")
    sieges = Q(territory_roles__role=TerritoryRoleKind.ARS_REGION, territory_roles__region__in=regions)
    return User.objects.active().filter(referents | sieges).distinct().order_by("display_name", "pk")
