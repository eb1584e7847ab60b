"""Who signs, what each promises, and who holds a role on one contract."""

from django.db import models

from contracts.enums import Capacity, CommitmentState, ContractRoleKind
from contracts.querysets import SETTLED, CommitmentQuerySet
from core.wording import cut

from .base import ContractPart


class Signatory(ContractPart):
    """A signing organisation. Its deliberation and its signature are two dates."""

    journal_part = "signatories"

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="signatories", verbose_name="contrat"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="signatures", verbose_name="organisation"
    )
    capacity = models.CharField("qualité", max_length=20, choices=Capacity.choices, default=Capacity.SIGNATORY)
    representative_name = models.CharField("représenté·e par", max_length=200, blank=True)
    representative_role = models.CharField("fonction", max_length=200, blank=True)
    representative_email = models.CharField("courriel", max_length=254, blank=True)
    deliberated_on = models.DateField("délibération", null=True, blank=True)
    deliberation_number = models.CharField("numéro de délibération", max_length=100, blank=True)
    signed_on = models.DateField("signé le", null=True, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "signataire"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organisation"],
                name="signatory_once",
                violation_error_message="Cette organisation est déjà parmi les signataires.",
            )
        ]

    def __str__(self):
        return str(self.organisation)


class Commitment(ContractPart):
    """What a signatory promises. Its text is signed; its state lives on."""

    journal_part = "signatories"

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="commitments")
    text = models.TextField("engagement")
    due_on = models.DateField("échéance", null=True, blank=True)
    state = models.CharField("état", max_length=20, choices=CommitmentState.choices, blank=True)
    proof = models.TextField("preuve", blank=True)
    comment = models.TextField("commentaire", blank=True)
    # The last time that somebody said where it stands, be it that nothing changed.
    reviewed_on = models.DateField("revu le", null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="revu par",
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "engagement"

    def __str__(self):
        return cut(self.text)

    def late_on(self, day) -> bool:
        """The same rule as `CommitmentQuerySet.late_on`."""
        return self.state not in SETTLED and self.due_on is not None and self.due_on < day


class ContractRole(models.Model):
    """What a person is on one contract. One person may hold several roles."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="contract_roles")
    role = models.CharField("rôle", max_length=20, choices=ContractRoleKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    journal_part = "roles"

    class Meta:
        verbose_name = "rôle sur un contrat"
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "user", "role"],
                name="contract_role_once",
                violation_error_message="Cette personne a déjà ce rôle sur le contrat.",
            )
        ]

    def __str__(self):
        return f"{self.user} : {self.get_role_display()}"

    def get_additional_data(self):
        return {"scope": self.contract_id, "part": self.journal_part}
