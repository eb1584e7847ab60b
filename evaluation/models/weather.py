"""The weather of a contract, told in words by whoever coordinates it."""

from django.db import models

from contracts.models.base import ContractPart


class Sky(models.TextChoices):
    SECURED = "secured", "Objectifs sécurisés"
    REACHABLE = "reachable", "Objectifs atteignables"
    SUPPORT = "support", "Appuis nécessaires"
    COMPROMISED = "compromised", "Objectifs compromis"


class Weather(ContractPart):
    """What was said one day. A new one is added, those of before stay: they tell how the contract went."""

    journal_part = "weather"

    sky = models.CharField("météo", max_length=12, choices=Sky.choices)
    synthesis = models.TextField("synthèse")
    on = models.DateField("dite le")
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(ContractPart.Meta):
        verbose_name = "météo"
        verbose_name_plural = "météo"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="weather_said",
                condition=~models.Q(synthesis=""),
                violation_error_message="Dites en une phrase pourquoi ce temps.",
            )
        ]

    def __str__(self):
        return self.get_sky_display()
