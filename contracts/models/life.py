"""Dated facts of a contract's life: passages, justifications, suspensions, avenants."""

from django.db import models
from django.db.models import F, Q

from contracts.enums import AmendmentKind, Stage
from core.history import Channel

from .base import ContractPart


class Passage(models.Model):
    """One passage from a stage to another: who, when, why. Never changed, never deleted."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="passages")
    source = models.CharField("de", max_length=20, choices=Stage.choices, blank=True)
    target = models.CharField("à", max_length=20, choices=Stage.choices)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField("par", max_length=10, choices=Channel.choices, default=Channel.PAGE)
    at = models.DateTimeField("le")
    reason = models.TextField("raison", blank=True)

    journal_part = "lifecycle"

    class Meta:
        verbose_name = "passage"
        ordering = ["at", "id"]

    def get_additional_data(self):
        return {"scope": self.contract_id, "part": self.journal_part}

    def __str__(self):
        return " → ".join(filter(None, [self.get_source_display(), self.get_target_display()]))


class Justification(models.Model):
    """A named person justifies that a rule does not hold, and why (« à justifier »)."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="justifications")
    rule = models.CharField("règle", max_length=60)
    text = models.TextField("justification")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", auto_now_add=True)

    journal_part = "lifecycle"

    class Meta:
        verbose_name = "justification"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "rule"],
                name="justification_once",
                violation_error_message="Cette règle a déjà sa justification.",
            )
        ]

    def get_additional_data(self):
        return {"scope": self.contract_id, "part": self.journal_part}

    def __str__(self):
        return self.rule


class Suspension(ContractPart):
    """A dated fact beside the stage."""

    journal_part = "lifecycle"

    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    reason = models.TextField("raison", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "suspension"
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                name="suspension_until_after_since",
                condition=Q(until__gte=F("since")) | Q(until__isnull=True),
                violation_error_message="La suspension finit avant de commencer.",
            )
        ]

    def __str__(self):
        return f"Suspendu depuis le {self.since:%d/%m/%Y}"


class Amendment(ContractPart):
    """An avenant already signed, numbered."""

    journal_part = "amendments"

    number = models.PositiveSmallIntegerField("numéro")
    kinds = models.JSONField("objets", default=list)
    summary = models.TextField("résumé", blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    signed_on = models.DateField("signé le", null=True, blank=True)
    new_ends_on = models.DateField("nouvelle fin", null=True, blank=True)
    scan = models.ForeignKey(
        "contracts.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="scan"
    )

    class Meta(ContractPart.Meta):
        verbose_name = "avenant"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"],
                name="amendment_number_once",
                violation_error_message="Un avenant porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                name="amendment_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message="Les avenants se numérotent à partir de 1.",
            ),
        ]

    def __str__(self):
        return f"Avenant n° {self.number}"

    @property
    def prolongs(self):
        """Counts for the effective end: signed, with a new end."""
        return bool(self.signed_on and self.new_ends_on)

    def kind_labels(self):
        return [AmendmentKind(kind).label for kind in self.kinds if kind in AmendmentKind.values]
