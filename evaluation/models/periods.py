"""The consolidated evaluation of a region over a period: what it is made of, what was kept at its closing."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.history import Journalled
from core.versioned import Versioned


class EvaluationPeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the regions of her ARS; of every region for an administrator."""
        return self if user.roles.administrator else self.filter(region__in=user.roles.ars_region_codes)


class EvaluationPeriod(Versioned, Journalled):
    journal_part = "evaluation"
    #: Too long to be told: the corrections say what changed.
    untold = ("snapshot",)

    region = models.ForeignKey(
        "territories.Region", on_delete=models.PROTECT, related_name="evaluation_periods", verbose_name="région"
    )
    title = models.CharField("intitulé", max_length=200)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    contracts = models.ManyToManyField(
        "contracts.Contract", blank=True, related_name="evaluation_periods", verbose_name="contrats"
    )
    synthesis = models.TextField("synthèse", blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="close par"
    )
    #: What `evaluation.consolidated` said on the day of the closing, with the corrections made since.
    snapshot = models.JSONField("chiffres gardés", null=True, blank=True, encoder=DjangoJSONEncoder)

    objects = EvaluationPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "période d’évaluation"
        verbose_name_plural = "périodes d’évaluation"
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "title"],
                name="evaluation_period_title_once",
                violation_error_message="Une période de la région porte déjà ce nom.",
            ),
            models.CheckConstraint(
                name="evaluation_period_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="La période ne peut pas finir avant son début.",
            ),
            models.CheckConstraint(
                name="evaluation_period_closed_keeps_its_figures",
                condition=Q(closed_at__isnull=True) | Q(snapshot__isnull=False),
                violation_error_message="Une période close garde ses chiffres.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:period", args=[self.region_id, self.pk])

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class PeriodCorrection(models.Model):
    """A figure of a closed period that was wrong: who changed what, why, from what to what. Only ever added."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="corrections")
    place = models.CharField("chiffre", max_length=500)
    before = models.TextField("avant")
    after = models.TextField("après")
    reason = models.TextField("raison")
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "correction d’un chiffre"
        verbose_name_plural = "corrections des chiffres"
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.place} : {self.before} → {self.after}"
