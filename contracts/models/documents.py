"""Files of a contract, kept for ever; and what was presented for signature, with its fingerprints."""

import uuid

from django.db import models

from contracts.enums import DocumentKind


class KeptFile(models.Model):
    """A deposited file with its fingerprint; a mistake is withdrawn with a reason, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("titre", max_length=300)
    file = models.FileField("fichier", max_length=300)
    name = models.CharField("nom du fichier", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField("raison du retrait", blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "id"]

    def __str__(self):
        return self.title


class Document(KeptFile):
    """A file of a contract. A new version replaces an older one without removing it."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("nature", max_length=20, choices=DocumentKind.choices)
    dated_on = models.DateField("date du document", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="remplace"
    )

    journal_part = "documents"

    class Meta(KeptFile.Meta):
        verbose_name = "document"

    def get_additional_data(self):
        return {"scope": self.contract_id, "part": self.journal_part}


class SignedVersion(models.Model):
    """What people sign: the PDF and the JSON as they were on entering the stage of signature.

    The files are never modified or deleted; going back a stage voids the row, visibly.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="signed_versions")
    pdf = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    json = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("fixé le", auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField("annulé le", null=True, blank=True)
    voided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voided_reason = models.TextField("raison", blank=True)

    class Meta:
        verbose_name = "texte présenté à la signature"
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(voided_at__isnull=True),
                name="one_signed_version_in_force",
                violation_error_message="Un texte est déjà fixé pour la signature.",
            )
        ]

    def __str__(self):
        return f"Texte du {self.created_at:%d/%m/%Y}"
