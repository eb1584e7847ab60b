"""What one contract asks of its own governance."""

from django.db import models

from core.history import Journalled
from core.versioned import Versioned


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

    class Meta:
        verbose_name = "réglages de la gouvernance"
        verbose_name_plural = "réglages de la gouvernance"

    def __str__(self):
        return "Réglages de la gouvernance"
