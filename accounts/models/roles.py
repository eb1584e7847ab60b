"""Roles on a territory, and their summary for one person."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import TerritoryRoleKind
from core.history import Journalled

ADMINISTRATOR, ARS_REGION, ARS_DEPARTMENT = TerritoryRoleKind


def place_matches_role(name):
    """The siège has a region, the référent a département, the administrateur neither: for roles and invitations."""
    return models.CheckConstraint(
        name=name,
        condition=Q(role=ADMINISTRATOR, region__isnull=True, department__isnull=True)
        | Q(role=ARS_REGION, region__isnull=False, department__isnull=True)
        | Q(role=ARS_DEPARTMENT, region__isnull=True, department__isnull=False)
        | Q(role="", region__isnull=True, department__isnull=True),
        violation_error_message="Un rôle d’ARS siège porte sur une région, un rôle de référent·e ARS DD sur un "
        "département, un rôle d’administration sur aucun des deux.",
    )


def _once(name, condition, *place):
    return models.UniqueConstraint(
        fields=["user", "role", *place],
        condition=condition,
        name=name,
        violation_error_message="Cette personne a déjà ce rôle.",
    )


def describe_role(role, region, department) -> str:
    place = region or department
    label = TerritoryRoleKind(role).label
    return f"{label} ({place.name})" if place else label


class RolePlace(models.Model):
    """Where a role lies: `place_matches_role` says which of the two goes with it."""

    region = models.ForeignKey(
        "territories.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="région",
    )
    department = models.ForeignKey(
        "territories.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="département",
    )

    class Meta:
        abstract = True


class TerritoryRole(RolePlace, Journalled):
    journal_part = "account"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="territory_roles",
    )
    role = models.CharField("rôle", max_length=20, choices=TerritoryRoleKind.choices)
    created_at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "rôle sur un territoire"
        verbose_name_plural = "rôles sur un territoire"
        ordering = ["role", "region", "department", "id"]
        constraints = [
            place_matches_role("territory_role_place"),
            models.CheckConstraint(
                name="territory_role_named",
                condition=~Q(role=""),
                violation_error_message="Choisissez un rôle.",
            ),
            _once("territory_role_once", Q(region__isnull=True, department__isnull=True)),
            _once("territory_role_once_per_region", Q(region__isnull=False), "region"),
            _once("territory_role_once_per_department", Q(department__isnull=False), "department"),
        ]

    def __str__(self):
        return describe_role(self.role, self.region, self.department)


@dataclass(frozen=True)
class Roles:
    """What one person holds on territories, as codes.

    `region_codes`: regions of which the person is ARS siège. `department_codes`: départements of which the person is
    référent ARS DD. `ars_region_codes`: regions whose ARS the person belongs to, by either role.
    """

    administrator: bool = False
    region_codes: frozenset[str] = field(default_factory=frozenset)
    department_codes: frozenset[str] = field(default_factory=frozenset)
    ars_region_codes: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_ars(self) -> bool:
        return bool(self.ars_region_codes)

    @classmethod
    def of(cls, user):
        if not user.is_active:
            return cls()
        rows = list(user.territory_roles.order_by().values_list("role", "region", "department", "department__region"))
        return cls(
            administrator=user.is_superuser or any(role == ADMINISTRATOR for role, *_ in rows),
            region_codes=frozenset(region for role, region, *_ in rows if role == ARS_REGION),
            department_codes=frozenset(dep for role, _, dep, _ in rows if role == ARS_DEPARTMENT),
            ars_region_codes=frozenset(region or of_dep for role, region, _, of_dep in rows if role != ADMINISTRATOR),
        )
