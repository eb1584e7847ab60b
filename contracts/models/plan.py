"""The plan's frame: axes and strategic objectives. The fiches hang on them from `actions`."""

from django.db import models

from .base import ContractPart


class Axis(ContractPart):
    journal_part = "axes"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="axes")
    number = models.CharField("numéro", max_length=20, blank=True, help_text="Tel qu’il est imprimé.")
    title = models.CharField("titre", max_length=400)
    description = models.TextField("présentation", blank=True)
    transversal = models.BooleanField("axe transversal", default=False)
    mental_health = models.BooleanField("volet santé mentale", default=False)
    lead = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_axes",
        verbose_name="structure pilote",
    )

    class Meta(ContractPart.Meta):
        verbose_name = "axe stratégique"
        verbose_name_plural = "axes stratégiques"

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title


class Objective(ContractPart):
    journal_part = "axes"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="objectives")
    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="objectives", verbose_name="axe")
    number = models.CharField("numéro", max_length=20, blank=True)
    title = models.CharField("titre", max_length=600)
    prs_objectives = models.JSONField("objectifs du PRS", default=list, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "objectif stratégique"
        verbose_name_plural = "objectifs stratégiques"

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title
