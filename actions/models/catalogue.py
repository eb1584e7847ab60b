"""The region's catalogue of indicators: the same measure has the same name in every contract."""

from django.db import models
from django.urls import reverse

from actions.enums import DataScale, Direction, Frequency, IndicatorKind
from core.history import Journalled
from core.versioned import Versioned


class CatalogueIndicator(Versioned, Journalled):
    """An entry is reused, never deleted: one that serves no more is retired, and its indicators keep it."""

    journal_part = "indicators"
    #: What an indicator takes from its entry where it says nothing itself.
    GIVEN = ("title", "definition", "kind", "unit", "direction", "source", "frequency", "data_scale")

    region = models.ForeignKey(
        "territories.Region", on_delete=models.CASCADE, related_name="catalogue_indicators", verbose_name="région"
    )
    title = models.CharField("intitulé", max_length=600)
    definition = models.TextField("définition", blank=True, help_text="Ce qui est compté, et comment.")
    kind = models.CharField("nature", max_length=20, choices=IndicatorKind.choices, blank=True)
    unit = models.CharField("unité", max_length=100, blank=True)
    direction = models.CharField("sens", max_length=10, choices=Direction.choices, blank=True)
    source = models.CharField("source", max_length=500, blank=True)
    frequency = models.CharField("fréquence", max_length=20, choices=Frequency.choices, blank=True)
    data_scale = models.CharField("échelle des données", max_length=20, choices=DataScale.choices, blank=True)
    retired = models.BooleanField("retiré du catalogue", default=False)

    class Meta:
        verbose_name = "indicateur du catalogue"
        verbose_name_plural = "catalogue d’indicateurs"
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "title"],
                name="catalogue_title_once",
                violation_error_message="Le catalogue de cette région a déjà cet intitulé.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actions:catalogue_entry", args=[self.pk])
