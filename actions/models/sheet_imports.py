"""A spreadsheet given for a contract: kept from its deposit to its confirmation, with what its preview said."""

import uuid

from django.db import models
from django.urls import reverse


class SheetImport(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="sheet_imports")
    file = models.FileField("fichier", max_length=300)
    name = models.CharField("nom du fichier", max_length=200)
    deposited_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    deposited_at = models.DateTimeField("déposé le", auto_now_add=True)
    report = models.JSONField("aperçu", null=True, blank=True)
    # {"mine": keys of the conflicts where the file wins, "reason", "reason_text", "same_as": name → organisation}
    decision = models.JSONField("choix", default=dict, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    done_at = models.DateTimeField("pris en compte le", null=True, blank=True)

    class Meta:
        verbose_name = "tableur à importer"
        verbose_name_plural = "tableurs à importer"
        ordering = ["-deposited_at"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("actions:sheet_preview", args=[self.contract.reference, self.pk])

    @property
    def refused(self):
        return bool(self.report and self.report["problems"])

    @property
    def confirmable(self):
        does_something = bool(self.report) and bool(self.report["rows"] or self.report["conflicts"])
        return does_something and not self.refused and self.done_at is None
