"""A view of the dashboard that a region keeps for all its agents."""

from django.db import models

from core.history import Journalled
from core.versioned import Versioned


class SharedView(Versioned, Journalled):
    """Filters under a name. Each reads through them what she may see; a filter that is not hers is left out."""

    journal_part = "evaluation"

    region = models.ForeignKey(
        "territories.Region", on_delete=models.CASCADE, related_name="dashboard_views", verbose_name="région"
    )
    name = models.CharField("nom de la vue", max_length=60)
    query = models.CharField("filtres", max_length=500, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "vue de la région"
        verbose_name_plural = "vues de la région"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="shared_view_name_once",
                violation_error_message="La région a déjà une vue de ce nom.",
            )
        ]

    def __str__(self):
        return self.name
