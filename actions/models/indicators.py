"""Indicators and their values, on a fiche, an objective, an axis or the contract."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.enums import DataScale, Direction, Frequency, IndicatorKind
from actions.indicator_querysets import IndicatorQuerySet
from contracts.models.base import ContractPart


def number(label):
    return models.DecimalField(label, max_digits=18, decimal_places=4, null=True, blank=True)


class Indicator(ContractPart):
    """Hangs on at most one of fiche, objective, axis; on none, it is of the whole contract."""

    journal_part = "indicators"

    axis = models.ForeignKey(
        "contracts.Axis", on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    objective = models.ForeignKey(
        "contracts.Objective", on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    action = models.ForeignKey(
        "actions.Action", on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    title = models.CharField("intitulé", max_length=600)
    definition = models.TextField("définition", blank=True, help_text="Ce qui est compté, et comment.")
    kind = models.CharField("nature", max_length=20, choices=IndicatorKind.choices, blank=True)
    unit = models.CharField("unité", max_length=100, blank=True)
    baseline = number("valeur de départ")
    target = number("cible")
    direction = models.CharField("sens", max_length=10, choices=Direction.choices, blank=True)
    source = models.CharField("source", max_length=500, blank=True)
    frequency = models.CharField("fréquence", max_length=20, choices=Frequency.choices, blank=True)
    responsible = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="qui l’apporte",
    )
    data_scale = models.CharField("échelle des données", max_length=20, choices=DataScale.choices, blank=True)
    catalogue = models.ForeignKey(
        "actions.CatalogueIndicator",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="au catalogue de la région",
    )

    #: At most one of them; none is the whole contract.
    HOSTS = ("action", "objective", "axis")

    objects = IndicatorQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "indicateur"
        constraints = [
            models.CheckConstraint(
                name="indicator_hangs_on_one",
                condition=(
                    Q(action__isnull=True, objective__isnull=True)
                    | Q(action__isnull=True, axis__isnull=True)
                    | Q(objective__isnull=True, axis__isnull=True)
                ),
                violation_error_message="Un indicateur tient à une fiche, un objectif, un axe ou au contrat.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actions:indicator", args=[self.contract.reference, self.pk])

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.action_id}


class Measure(ContractPart):
    """One value of an indicator, numeric or in words, at a date."""

    journal_part = "indicators"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measures")
    on = models.DateField("date")
    value = number("valeur")
    text = models.TextField("valeur en mots", blank=True)
    comment = models.TextField("commentaire", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "mesure"
        ordering = ["on", "id"]

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.indicator.action_id}

    def __str__(self):
        return f"{self.on:%d/%m/%Y} : {self.value if self.value is not None else self.text}"
