"""Money and working time of a fiche, by funder and year. Euros, exact decimals."""

from django.db import models
from django.db.models import Q

from actions.enums import FundingKind, FundingNature
from actions.querysets import FundingQuerySet

from .action import ActionPart


def euros(label):
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


def never_negative(name):
    return models.CheckConstraint(
        name=f"funding_{name}_positive",
        condition=Q(**{f"{name}__gte": 0}) | Q(**{f"{name}__isnull": True}),
        violation_error_message="Un montant ne peut pas être négatif.",
    )


class Funding(ActionPart):
    funder = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="fundings", verbose_name="financeur"
    )
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    kind = models.CharField("nature des fonds", max_length=20, choices=FundingKind.choices, blank=True)
    nature = models.CharField("origine des moyens", max_length=20, choices=FundingNature.choices, blank=True)
    planned = euros("prévu")
    granted = euros("notifié")
    spent = euros("réalisé")
    fte = models.DecimalField("ETP", max_digits=6, decimal_places=2, null=True, blank=True)
    agreement = models.TextField("convention, en mots", blank=True)
    agreement_ends_on = models.DateField("fin de la convention", null=True, blank=True)
    funding_agreement = models.ForeignKey(
        "actions.FundingAgreement",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fundings",
        verbose_name="convention",
    )

    objects = FundingQuerySet.as_manager()

    class Meta(ActionPart.Meta):
        verbose_name = "financement"
        constraints = [never_negative(name) for name in ("planned", "granted", "spent", "fte")]

    def __str__(self):
        return f"{self.funder} {self.year or ''}".strip()
