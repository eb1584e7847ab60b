"""An invitation by mail: a link that lets one person choose a password and gives what was promised."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import TerritoryRoleKind
from core.history import Journalled

from .roles import RolePlace, describe_role, place_matches_role


class InvitationQuerySet(models.QuerySet):
    def pending(self, *, at=None):
        return self.filter(
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=at or timezone.now(),
        )

    def managed_by(self, user):
        """All for an administrator; for the siège those of its region; for anyone those that they sent."""
        if user.roles.administrator:
            return self
        regions = user.roles.region_codes
        return self.filter(Q(invited_by=user) | Q(region__in=regions) | Q(department__region__in=regions))


class Invitation(RolePlace, Journalled):
    journal_part = "account"

    email = models.EmailField("adresse électronique", max_length=254, db_index=True)
    display_name = models.CharField("nom", max_length=150, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="invitations_sent",
    )
    role = models.CharField("rôle", max_length=20, choices=TerritoryRoleKind.choices, blank=True)
    # What other apps give on acceptance (accounts/invitations.py); `label` is their French sentence.
    extra = models.JSONField("autres rôles", default=dict, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("envoyée le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-created_at", "-id"]
        constraints = [place_matches_role("invitation_place")]

    def __str__(self):
        return self.email

    @property
    def gives(self) -> str:
        """What the person receives, in French."""
        territory = describe_role(self.role, self.region, self.department) if self.role else ""
        return " · ".join(filter(None, [territory, self.extra.get("label", "")]))

    def expired(self, *, at=None) -> bool:
        return self.expires_at <= (at or timezone.now())
