"""The contract itself: identity, dates, people, long texts. Its parts hang on it."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from contracts.enums import SIGNED_STAGES, ContractKind, Stage
from contracts.querysets import ContractQuerySet
from core.history import Journalled
from core.search import unaccent
from core.versioned import Versioned

reference_format = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{1,59}\Z",
    "Une référence a de 2 à 60 lettres, chiffres, points, tirets ou tirets bas, sans espace.",
)


#: The words of addresses under « /contrats/ »: a contract of that name could not be opened.
RESERVED_REFERENCES = {"convocation", "dispositifs", "importer", "nouveau", "regions"}


class Contract(Versioned, Journalled):
    journal_part = "contract"

    reference = models.CharField("référence", max_length=60, unique=True, validators=[reference_format])
    title = models.CharField("titre", max_length=300)
    search = models.TextField(editable=False, default="")
    kind = models.CharField("nature", max_length=20, choices=ContractKind.choices, default=ContractKind.CONTRACT)
    generation = models.PositiveSmallIntegerField("génération", null=True, blank=True)
    stage = models.CharField("étape", max_length=20, choices=Stage.choices, default=Stage.INITIATIVE)
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    signed_on = models.DateField("signature", null=True, blank=True)

    territory = models.OneToOneField("territories.Territory", on_delete=models.PROTECT, verbose_name="territoire")
    department = models.ForeignKey(
        "territories.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="département de rattachement",
        help_text="Celui de la délégation qui suit le contrat, tant que le périmètre n’est pas dit.",
    )
    carrier = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_contracts",
        verbose_name="porteur",
    )
    ars_referent_name = models.CharField("référent·e ARS", max_length=200, blank=True)
    ars_referent_role = models.CharField("fonction du référent ARS", max_length=200, blank=True)
    ars_referent_email = models.CharField("courriel du référent ARS", max_length=254, blank=True)
    elected_referent_name = models.CharField("élu·e référent·e", max_length=200, blank=True)
    elected_referent_role = models.CharField("fonction de l’élu·e référent·e", max_length=200, blank=True)
    elected_referent_email = models.CharField("courriel de l’élu·e référent·e", max_length=254, blank=True)

    preamble = models.TextField("préambule", blank=True)
    diagnosis = models.TextField("diagnostic partagé", blank=True)
    prs_alignment = models.TextField("articulation avec le projet régional de santé", blank=True)

    entered_live = models.BooleanField(
        "saisi en cours de vie", default=False, help_text="Signé ailleurs et entré à son étape, avec ses vraies dates."
    )
    frozen_at = models.DateTimeField("figé le", null=True, blank=True, editable=False)
    frozen_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    fictional = models.BooleanField("données fictives", default=False)
    created_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat local de santé"
        verbose_name_plural = "contrats locaux de santé"
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["stage", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on__isnull=True) | Q(starts_on__isnull=True),
                violation_error_message="La fin du contrat précède son début.",
            ),
            models.CheckConstraint(
                name="contract_generation_from_one",
                condition=Q(generation__gte=1) | Q(generation__isnull=True),
                violation_error_message="La génération commence à 1.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("contracts:contract", args=[self.reference])

    def save(self, *args, **kwargs):
        self.search = unaccent(f"{self.title} {self.reference}")
        super().save(*args, **kwargs)

    def journal_scope(self):
        return self.pk

    @property
    def frozen(self):
        """What was signed, or is being signed, may no longer change."""
        return self.frozen_at is not None

    @property
    def signed(self):
        return self.stage in SIGNED_STAGES

    @property
    def region(self):
        """The region whose rules apply: that of the territory, else that of the département that follows."""
        if self.territory.region_id:
            return self.territory.region
        return self.department.region if self.department_id else None

    @property
    def region_settings(self):
        """The rules of that region; None where nobody has set any."""
        return getattr(self.region, "settings", None)

    def signing(self):
        """The signatories with their organisations: what was prefetched, else one query."""
        if "signatories" in getattr(self, "_prefetched_objects_cache", {}):
            return list(self.signatories.all())
        return list(self.signatories.select_related("organisation"))

    @property
    def effective_ends_on(self) -> date | None:
        """The end, signed prorogations counted. One query unless the list annotated it (`with_effective_end`)."""
        if "effective_end" in self.__dict__:
            return self.__dict__["effective_end"]
        prolonged = [a.new_ends_on for a in self.amendments.all() if a.prolongs]
        return max([day for day in [self.ends_on, *prolonged] if day], default=None)

    def in_force_on(self, day: date) -> bool:
        """« En vigueur »: signed, and not past its end, prorogations counted (domain, lifecycle)."""
        if self.stage != Stage.IN_FORCE:
            return False
        end = self.effective_ends_on
        return not (end and end < day)

    def expired_on(self, day: date) -> bool:
        """« Échu »: still at the stage « en vigueur », but past its end."""
        return self.stage == Stage.IN_FORCE and not self.in_force_on(day)


class Predecessor(models.Model):
    """A contract of the former generation: known here, or only by the name that was given."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="predecessors")
    known = models.ForeignKey(Contract, on_delete=models.SET_NULL, null=True, blank=True, related_name="successors")
    label = models.CharField("référence ou titre", max_length=300)

    journal_part = "contract"

    class Meta:
        verbose_name = "prédécesseur"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "label"],
                name="predecessor_once",
                violation_error_message="Ce prédécesseur est déjà cité.",
            )
        ]

    def __str__(self):
        return self.label

    def get_additional_data(self):
        return {"scope": self.contract_id, "part": self.journal_part}
