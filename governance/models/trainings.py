"""The trainings that coordinators follow."""

from django.core.validators import MinValueValidator
from django.db import models

from core.versioned import Versioned


class Training(Versioned):
    """It goes with the person, whatever the contract."""

    person = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="trainings", verbose_name="personne"
    )
    title = models.CharField("intitulé", max_length=300)
    organiser = models.CharField("organisme", max_length=200, blank=True)
    on = models.DateField("date")
    hours = models.DecimalField(
        "durée (heures)", max_digits=5, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = "formation suivie"
        verbose_name_plural = "formations suivies"
        ordering = ["-on", "-id"]

    def __str__(self):
        return self.title
