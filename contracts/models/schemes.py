"""The register of the schemes of territories (CPTS, CLSM, PTSM…), and who does what on each theme of a contract."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from contracts.enums import SchemeKind, SchemeRole, SchemeStage
from core.history import Journalled
from core.search import unaccent
from core.versioned import Versioned

from .base import ContractPart
from .texts import SchemeLink


class SchemeQuerySet(models.QuerySet):
    def touching(self, territory):
        """Those whose perimeter shares a département with `territory`."""
        return self.filter(territory__departments__in=territory.departments.all()).distinct()


class Scheme(Versioned, Journalled):
    """A scheme exists once for all the contracts that work with it. Every signed-in person may read the register."""

    journal_part = "schemes"

    kind = models.CharField("nature", max_length=20, choices=SchemeKind.choices)
    name = models.CharField("nom", max_length=300)
    search = models.TextField(editable=False, default="")
    territory = models.OneToOneField(
        "territories.Territory", on_delete=models.PROTECT, related_name="scheme", verbose_name="périmètre"
    )
    stage = models.CharField("où il en est", max_length=20, choices=SchemeStage.choices, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="schemes",
        verbose_name="structure porteuse",
    )
    coordinator_name = models.CharField("coordination", max_length=200, blank=True)
    coordinator_email = models.CharField("courriel de la coordination", max_length=254, blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "dispositif"
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="scheme_once",
                violation_error_message="Un dispositif de cette nature porte déjà ce nom.",
            ),
            models.CheckConstraint(
                name="scheme_named", condition=~Q(name=""), violation_error_message="Donnez un nom au dispositif."
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.search = unaccent(f"{self.name} {self.get_kind_display()}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("contracts:register_scheme", args=[self.pk])


class ThemeScheme(ContractPart):
    """The role of one scheme, or of the contract itself (`link` empty), on one theme."""

    journal_part = "schemes"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="theme_schemes")
    theme = models.CharField("thème", max_length=300)
    link = models.ForeignKey(
        SchemeLink, on_delete=models.CASCADE, null=True, blank=True, related_name="themes", verbose_name="dispositif"
    )
    role = models.CharField("rôle", max_length=20, choices=SchemeRole.choices, blank=True)
    sentence = models.TextField("qui fait quoi", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "rôle sur un thème"
        verbose_name_plural = "rôles sur les thèmes"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "theme", "link"],
                name="theme_scheme_once",
                violation_error_message="Ce dispositif a déjà son rôle sur ce thème.",
            ),
            models.UniqueConstraint(
                fields=["contract", "theme"],
                condition=Q(link__isnull=True),
                name="theme_own_role_once",
                violation_error_message="Le contrat a déjà son rôle sur ce thème.",
            ),
        ]

    def __str__(self):
        return f"{self.theme} : {self.link or 'contrat local de santé'}"
