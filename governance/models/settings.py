"""What a region expects of the governance of its contracts, and what one contract asks of its own."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.history import Journalled
from core.versioned import Versioned


def ars_share_field(**options):
    """The part of the coordination that the ARS is expected to pay; none: equal parts among those who pay."""
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
    return models.DecimalField(
        "part attendue de l’ARS (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=bounds,
        **options,
    )


class RegionGovernance(Versioned):
    """A region without a row has the defaults."""

    region = models.OneToOneField(
        "territories.Region", on_delete=models.PROTECT, related_name="governance", verbose_name="région"
    )
    ars_share = ars_share_field(
        help_text="Du coût des postes de coordination. Vide : parts égales entre ceux qui financent."
    )

    commitment_review_months = models.PositiveSmallIntegerField(
        "revue des engagements (mois)",
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Un engagement dont personne n’a rien dit depuis ce temps est proposé à l’ordre du jour.",
    )
    handover_questions = models.JSONField(
        "questions ajoutées au dossier de passation",
        default=list,
        blank=True,
        help_text="Une par ligne. Elles suivent celles de la plateforme.",
    )

    class Meta:
        verbose_name = "gouvernance d’une région"
        verbose_name_plural = "gouvernance des régions"

    def __str__(self):
        return f"Gouvernance : {self.region}"


class GovernanceSettings(Versioned, Journalled):
    """A contract without a row has the defaults."""

    journal_part = "governance"

    contract = models.OneToOneField(
        "contracts.Contract", on_delete=models.CASCADE, related_name="governance_settings", verbose_name="contrat"
    )
    verify_follow_ups = models.BooleanField(
        "suites prioritaires vérifiées",
        default=False,
        help_text="Une suite prioritaire faite attend qu’une autre personne la vérifie.",
    )
    #: Another sharing of the coordination than the region's, with the reason.
    ars_share = ars_share_field()
    sharing_reason = models.TextField("raison de ce partage", blank=True)

    class Meta:
        verbose_name = "réglages de la gouvernance"
        verbose_name_plural = "réglages de la gouvernance"
        constraints = [
            models.CheckConstraint(
                name="sharing_has_its_reason",
                condition=Q(ars_share__isnull=True) | ~Q(sharing_reason=""),
                violation_error_message="Dites pourquoi ce contrat se partage autrement.",
            )
        ]

    def __str__(self):
        return "Réglages de la gouvernance"
