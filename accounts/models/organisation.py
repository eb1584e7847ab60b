"""The register of organisations: one row for one real body, whatever names people give it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse

from accounts.enums import OrganisationKind, Sector
from core.history import Journalled
from core.search import Searchable, matching, search_key, unaccent, words
from core.versioned import Versioned


def check_siren(value):
    """Nine figures and their Luhn sum (INSEE, identification au répertoire Sirene)."""
    if len(value) != 9 or not (value.isascii() and value.isdigit()):
        raise ValidationError("Un SIREN a neuf chiffres, sans espace.")
    doubled = [int(c) * (1 + i % 2) for i, c in enumerate(value)]
    if sum(n - 9 if n > 9 else n for n in doubled) % 10 or value == "0" * 9:
        raise ValidationError("Ce SIREN n’existe pas\xa0: un chiffre est sans doute mal recopié.")


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def search(self, text):
        """Current organisations found by name, alias or SIREN; accents and case do not matter."""
        found = self.current()
        for word in words(text):
            alias = OrganisationAlias.objects.filter(organisation=OuterRef("pk"), search__contains=word)
            found = found.filter(Q(search__contains=word) | Q(siren__startswith=word) | Exists(alias))
        return found if words(text) else found.filter(matching(text, "search"))

    def by_closeness(self, text):
        """Those whose name begins with what was typed first, then by name."""
        begins = Case(When(search__startswith=unaccent(text), then=0), default=1, output_field=models.IntegerField())
        return self.order_by(begins, "search", "pk")

    def named(self, name):
        """Current organisations that bear exactly this name, or have it as alias."""
        key = search_key(name)
        return self.current().filter(
            Q(search=key) | Q(pk__in=OrganisationAlias.objects.filter(search=key).values("organisation"))
        )


class Organisation(Versioned, Searchable, Journalled):
    journal_part = "organisation"
    search_sources = ("name",)

    name = models.CharField("nom", max_length=300)
    kind = models.CharField("nature", max_length=20, choices=OrganisationKind.choices, blank=True)
    sector = models.CharField("secteur", max_length=20, choices=Sector.choices, blank=True)
    siren = models.CharField(
        "SIREN",
        max_length=9,
        blank=True,
        validators=[check_siren],
        help_text="Neuf chiffres.",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name="fusionnée dans",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        # By the name as it is searched: « association » beside « Association ».
        ordering = ["search", "id"]
        indexes = [models.Index(fields=["search"], name="organisation_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren="") & Q(merged_into__isnull=True),
                name="organisation_siren_unique",
                violation_error_message="Une autre organisation porte déjà ce SIREN.",
            ),
            # Two bodies may bear one name, if their SIREN tells them apart.
            models.UniqueConstraint(
                fields=["search", "siren"],
                condition=Q(merged_into__isnull=True),
                name="organisation_name_unique",
                violation_error_message="Une organisation porte déjà ce nom.",
            ),
            models.CheckConstraint(
                name="organisation_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message="Une organisation ne peut pas être fusionnée avec elle-même.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounts:organisation", args=[self.pk])

    @property
    def hint(self) -> str:
        """What tells two look-alikes apart in a list of choices."""
        return " · ".join(filter(None, [self.get_kind_display(), self.siren and f"SIREN {self.siren}"]))


class OrganisationAlias(Searchable, Journalled):
    """Another name under which an organisation is known. A name belongs to one organisation only."""

    journal_part = "organisation"
    search_sources = ("name",)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("autre nom", max_length=300)

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ["search", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["search"],
                name="organisation_alias_unique",
                violation_error_message="Ce nom est déjà celui d’une organisation.",
            ),
        ]

    def __str__(self):
        return self.name
