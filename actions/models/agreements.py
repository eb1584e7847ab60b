"""A convention: who signed it, for how long, and when its accounts are due. Lines of money name the one they follow."""

from django.db import models
from django.db.models import F, Q

from actions.enums import AccountsState, AgreementSpan
from contracts.models.base import ContractPart


class FundingAgreementQuerySet(models.QuerySet):
    def accounts_awaited(self):
        """Whose accounts (compte rendu financier) have a date and have not come."""
        return self.filter(accounts_due_on__isnull=False, accounts_received_on__isnull=True)

    def accounts_late_on(self, day):
        return self.accounts_awaited().filter(accounts_due_on__lt=day)


class FundingAgreement(ContractPart):
    journal_part = "money"

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="funding_agreements", verbose_name="contrat"
    )
    reference = models.CharField("référence", max_length=100, blank=True, help_text="Telle qu’elle est imprimée.")
    title = models.CharField("objet", max_length=300)
    parties = models.ManyToManyField("accounts.Organisation", related_name="funding_agreements", verbose_name="parties")
    span = models.CharField("durée", max_length=20, choices=AgreementSpan.choices, blank=True)
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    accounts_due_on = models.DateField("compte rendu financier attendu le", null=True, blank=True)
    accounts_received_on = models.DateField("compte rendu financier reçu le", null=True, blank=True)

    objects = FundingAgreementQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "convention"
        constraints = [
            models.CheckConstraint(
                name="funding_agreement_period",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La convention ne peut pas finir avant son début.",
            ),
            models.UniqueConstraint(
                fields=["contract", "reference"],
                condition=~Q(reference=""),
                name="funding_agreement_reference_once",
                violation_error_message="Une autre convention du contrat porte déjà cette référence.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} – {self.title}" if self.reference else self.title

    def accounts_state(self, day) -> AccountsState:
        """Where its accounts stand on that day; the same as `accounts_awaited` and `accounts_late_on`."""
        if self.accounts_received_on:
            return AccountsState.RECEIVED
        if not self.accounts_due_on:
            return AccountsState.NONE
        return AccountsState.LATE if self.accounts_due_on < day else AccountsState.AWAITED
