"""What is written in the contract beside its plan."""

from django.db import models
from django.db.models import Q

from contracts.enums import FindingKind, SchemeKind, SchemeRole, ThemeAnswer
from core.wording import cut

from .base import ContractPart


class Article(ContractPart):
    journal_part = "texts"

    part = models.CharField("titre du contrat", max_length=200, blank=True, help_text="« Titre 1 », « Titre 2 »…")
    number = models.CharField("numéro", max_length=20, blank=True)
    title = models.CharField("intitulé", max_length=300)
    text = models.TextField("texte", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "article"

    def __str__(self):
        return f"Article {self.number} – {self.title}" if self.number else self.title


class Visa(ContractPart):
    """A text of law that the contract cites, as it stood at its date."""

    journal_part = "texts"

    text = models.TextField("texte cité")

    class Meta(ContractPart.Meta):
        verbose_name = "visa"

    def __str__(self):
        return cut(self.text)


class Finding(ContractPart):
    """A constat of the shared diagnosis, sourced; it leads to axes and fiches."""

    journal_part = "diagnosis"

    kind = models.CharField("nature", max_length=20, choices=FindingKind.choices)
    text = models.TextField("constat")
    source = models.CharField("source", max_length=500, blank=True)
    amount = models.DecimalField("montant", max_digits=14, decimal_places=2, null=True, blank=True)
    funder = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funded_findings",
        verbose_name="financeur",
    )
    axes = models.ManyToManyField("contracts.Axis", blank=True, related_name="findings", verbose_name="axes")

    class Meta(ContractPart.Meta):
        verbose_name = "constat"
        constraints = [
            models.CheckConstraint(
                name="finding_amount_positive",
                condition=Q(amount__gte=0) | Q(amount__isnull=True),
                violation_error_message="Un montant ne peut pas être négatif.",
            )
        ]

    def __str__(self):
        return cut(self.text)


class ContractTheme(ContractPart):
    """The contract's answer to one core theme of its region."""

    journal_part = "themes"

    theme = models.CharField("thématique socle", max_length=200)
    answer = models.CharField("réponse", max_length=20, choices=ThemeAnswer.choices, blank=True)
    reason = models.TextField("raison", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "thématique socle"
        verbose_name_plural = "thématiques socles"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "theme"],
                name="contract_theme_once",
                violation_error_message="Cette thématique a déjà sa réponse.",
            )
        ]

    def __str__(self):
        return self.theme


class SchemeLink(ContractPart):
    """Who does what with another scheme of the territory (CPTS, CLSM, PTSM…), for the whole contract."""

    journal_part = "schemes"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="schemes")
    scheme = models.CharField("dispositif", max_length=20, choices=SchemeKind.choices)
    name = models.CharField("nom", max_length=300, blank=True)
    role = models.CharField("rôle", max_length=20, choices=SchemeRole.choices, blank=True)
    who_does_what = models.TextField("qui fait quoi", blank=True)
    registered = models.ForeignKey(
        "contracts.Scheme",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="links",
        verbose_name="au registre",
    )

    class Meta(ContractPart.Meta):
        verbose_name = "articulation avec un dispositif"
        verbose_name_plural = "articulations avec des dispositifs"

    def __str__(self):
        return self.name or self.get_scheme_display()
