"""Comments on the draft, opinions asked and given, agreements before the consultation."""

from django.db import models

from contracts.enums import OpinionOutcome, Side
from core.wording import cut

from .base import ContractPart


class Comment(ContractPart):
    """A dated remark on any part of the draft: answered, then closed. `anchor` is a part code, `target_id` a row."""

    journal_part = "negotiation"

    anchor = models.CharField("partie", max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="auteur")
    text = models.TextField("commentaire")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ContractPart.Meta):
        verbose_name = "commentaire"

    def __str__(self):
        return cut(self.text)


class Opinion(ContractPart):
    """An avis: asked of an organisation, then given."""

    journal_part = "negotiation"

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="opinions", verbose_name="organisation"
    )
    asked_on = models.DateField("demandé le", null=True, blank=True)
    given_on = models.DateField("rendu le", null=True, blank=True)
    outcome = models.CharField("sens", max_length=20, choices=OpinionOutcome.choices, blank=True)
    text = models.TextField("texte", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "avis"
        verbose_name_plural = "avis"

    def __str__(self):
        return f"Avis : {self.organisation}"


class Agreement(models.Model):
    """The agreement of a named person, on one side, to send the draft out for consultation."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="agreements")
    side = models.CharField("côté", max_length=10, choices=Side.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", auto_now_add=True)
    voided_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "accord avant consultation"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "side"],
                condition=models.Q(voided_at__isnull=True),
                name="agreement_once_a_side",
                violation_error_message="L’accord de ce côté est déjà donné.",
            )
        ]

    journal_part = "negotiation"

    def get_additional_data(self):
        return {"scope": self.contract_id, "part": self.journal_part}

    def __str__(self):
        return f"{self.get_side_display()} : {self.by}"
