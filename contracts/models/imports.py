"""A file given for import: kept from its deposit to its confirmation, with what its preview said."""

import uuid

from django.db import models


class ContractImport(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField("fichier", max_length=300)
    name = models.CharField("nom du fichier", max_length=200)
    department = models.ForeignKey(
        "territories.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    as_draft = models.BooleanField("reprendre comme un nouveau brouillon", default=False)
    deposited_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    deposited_at = models.DateTimeField("déposé le", auto_now_add=True)
    report = models.JSONField("aperçu", null=True, blank=True)
    # Name of the file → key of an organisation of the register, or another name of the file.
    same_as = models.JSONField("organisations reconnues", default=dict, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "fichier à importer"
        ordering = ["-deposited_at"]

    def __str__(self):
        return self.name

    @property
    def refused(self):
        return bool(self.report and self.report["problems"])

    @property
    def confirmable(self):
        return bool(self.report) and not self.refused and self.contract_id is None
