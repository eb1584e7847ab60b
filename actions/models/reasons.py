"""Why a date, a target or a budget changed once the contract was signed."""

from django.db import models

from actions.enums import Reason
from contracts.models.base import ContractPart

from .action import Action


class ChangeReason(ContractPart):
    """Kept in words, so that it still reads when the step or the funding it speaks of is gone.

    `action` is empty where an indicator of the contract, an axis or an objective changed.
    """

    journal_part = "actions"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="change_reasons")
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="change_reasons", verbose_name="fiche"
    )
    on = models.DateField("date")
    what = models.CharField("ce qui change", max_length=800)
    before = models.CharField("avant", max_length=100)
    after = models.CharField("après", max_length=100, blank=True)
    reason = models.CharField("motif", max_length=20, choices=Reason.choices)
    text = models.TextField("explication")
    author = models.CharField("auteur", max_length=200, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "motif d’un changement"
        verbose_name_plural = "motifs des changements"
        ordering = ["-on", "-id"]

    def __str__(self):
        return self.what

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.action_id}
