"""The Code officiel géographique: loaded by `import_cog`, changed by nobody else.

A row that a newer file no longer holds is kept (`active`, `dissolved`), so that what points to it stays readable.
"""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from territories.enums import EpciKind, FormerKind, Level
from territories.names import place_key
from territories.querysets import CommuneQuerySet, DepartmentQuerySet, EpciQuerySet, PlaceQuerySet, RegionQuerySet


class Place(models.Model):
    """What has a name that people search: `search` is what `place_key` makes of it."""

    level = ""

    name = models.CharField("nom", max_length=160)
    search = models.CharField("texte de recherche", max_length=250, editable=False, db_index=True, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def search_text(self) -> str:
        return place_key(self.name)[:250]

    def save(self, *args, **kwargs):
        self.search = self.search_text()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("territories:place", args=[self.level, self.pk])


#: The regions in which one is otherwise than « en ».
SITUATED = {"04": "à", "06": "à", "32": "dans les", "44": "dans le", "52": "dans les"}


class Region(Place):
    level = "region"

    code = models.CharField("code", max_length=3, primary_key=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "région"
        ordering = ["search"]

    @property
    def situated(self) -> str:
        """« en Auvergne-Rhône-Alpes », « dans les Hauts-de-France »."""
        return f"{SITUATED.get(self.pk, 'en')} {self.name}"


class Department(Place):
    level = Level.DEPARTMENT.value

    code = models.CharField("code", max_length=3, primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departments", verbose_name="région")

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "département"
        ordering = ["code"]


class Epci(Place):
    """An EPCI with its own taxes, or an EPT of Greater Paris. `department` is the one where most people live."""

    code = models.CharField("SIREN", max_length=9, primary_key=True)
    kind = models.CharField("nature", max_length=10, choices=EpciKind.choices)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="epci",
        verbose_name="département principal",
    )
    dissolved = models.BooleanField("dissous", default=False)

    objects = EpciQuerySet.as_manager()

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"
        ordering = ["search"]

    @property
    def level(self):
        return (Level.EPT if self.kind == EpciKind.EPT else Level.EPCI).value

    def search_text(self) -> str:
        # People write « communauté de communes » where the file writes « CC ».
        return place_key(self.name, self.get_kind_display())[:250]

    def members(self):
        return self.ept_communes if self.kind == EpciKind.EPT else self.communes


class Commune(Place):
    level = Level.COMMUNE.value

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="communes", verbose_name="département"
    )
    epci = models.ForeignKey(Epci, on_delete=models.PROTECT, null=True, blank=True, related_name="communes")
    ept = models.ForeignKey(Epci, on_delete=models.PROTECT, null=True, blank=True, related_name="ept_communes")
    postcodes = models.CharField("codes postaux", max_length=250, blank=True, help_text="Séparés par une espace.")
    active = models.BooleanField("existe", default=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["search"]


class FormerCommune(models.Model):
    """A code that is no longer, or not quite, a commune, and the commune that answers for it."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=160, blank=True)
    kind = models.CharField("nature", max_length=10, choices=FormerKind.choices, default=FormerKind.FORMER)
    since = models.PositiveSmallIntegerField("année de la reprise", null=True, blank=True)
    successor = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="former_communes")

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})" if self.name else self.code


class ReferenceLoad(models.Model):
    """Which reference data was loaded, and when: the last one is the one that counts."""

    millesime = models.CharField("millésime", max_length=10)
    source = models.TextField("source", blank=True)
    licence = models.CharField("licence", max_length=200, blank=True)
    loaded_at = models.DateTimeField("chargé le", default=timezone.now)

    class Meta:
        verbose_name = "chargement du référentiel"
        verbose_name_plural = "chargements du référentiel"
        ordering = ["-loaded_at", "-id"]

    def __str__(self):
        return self.millesime

    @classmethod
    def current_millesime(cls) -> str:
        return cls.objects.values_list("millesime", flat=True).first() or ""
