"""Rules, vocabulary and templates of a région: settings, never code."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from contracts.enums import Stage, StandardTextKind
from contracts.querysets import StageHelpQuerySet
from core.versioned import Versioned
from core.wording import cut


def default_deliberating_kinds():
    """Collectivités and their groupings deliberate before they sign (CGCT, L2121-29, L5211-1)."""
    return ["commune", "epci", "petr", "pnr", "syndicat", "ccas", "department", "region"]


class RegionSettings(Versioned):
    region = models.OneToOneField("territories.Region", on_delete=models.PROTECT, related_name="settings")
    usual_duration_years = models.PositiveSmallIntegerField("durée habituelle, en années", default=5)
    prs_objectives = models.JSONField("objectifs du PRS", default=list, blank=True)
    expected_signatory_kinds = models.JSONField("signataires attendus", default=list, blank=True)
    deliberating_kinds = models.JSONField("qui délibère", default=default_deliberating_kinds, blank=True)
    complete_fiches_before_signature = models.BooleanField(
        "les fiches doivent être complètes avant la signature", default=False
    )
    framework_first = models.BooleanField(
        "le contrat-cadre se signe d’abord, les fiches s’écrivent après", default=False
    )
    first_copil_days = models.PositiveSmallIntegerField(
        "jours pour tenir le premier COPIL après la signature", default=90
    )
    # The bounds of the urban units of the Insee (« tranches d’unités urbaines ») that part towns and cities.
    small_territory_below = models.PositiveIntegerField(
        "un petit territoire compte moins de (habitants)", default=20_000, validators=[MinValueValidator(1)]
    )
    large_territory_from = models.PositiveIntegerField(
        "un grand territoire compte au moins (habitants)", default=100_000
    )
    # With two, each reads the answer of the other.
    fewest_shown = models.PositiveSmallIntegerField(
        "un groupe se montre à partir de (contrats)",
        default=3,
        validators=[MinValueValidator(3), MaxValueValidator(20)],
        help_text="Les résultats de moins de contrats ne sont pas publiés, ou sont réunis à d’autres.",
    )
    axis_word = models.CharField(
        "mot pour les axes", max_length=10, choices=[("axe", "Axe"), ("volet", "Volet")], default="axe"
    )
    document_header = models.CharField("en-tête des documents", max_length=300, blank=True)
    logo = models.FileField("logo des documents", upload_to="regions/", blank=True)

    class Meta:
        verbose_name = "réglages d’une région"
        verbose_name_plural = "réglages des régions"
        constraints = [
            models.CheckConstraint(
                name="region_settings_sizes_in_order",
                condition=Q(small_territory_below__lt=F("large_territory_from")),
                violation_error_message="Un grand territoire compte plus d’habitants qu’un petit.",
            )
        ]

    def __str__(self):
        return f"Réglages : {self.region}"


class CoreTheme(models.Model):
    settings = models.ForeignKey(RegionSettings, on_delete=models.CASCADE, related_name="core_themes")
    name = models.CharField("thématique socle", max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "thématique socle"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["settings", "name"],
                name="core_theme_once",
                violation_error_message="Cette thématique est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return self.name


class StandardText(Versioned):
    """A standard article or visa of the region, valid from one date to another."""

    settings = models.ForeignKey(RegionSettings, on_delete=models.CASCADE, related_name="standard_texts")
    kind = models.CharField("nature", max_length=10, choices=StandardTextKind.choices)
    part = models.CharField("titre du contrat", max_length=200, blank=True)
    number = models.CharField("numéro", max_length=20, blank=True)
    title = models.CharField("intitulé", max_length=300, blank=True)
    text = models.TextField("texte")
    valid_from = models.DateField("valable à partir du", null=True, blank=True)
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "texte type"
        ordering = ["kind", "position", "id"]

    def __str__(self):
        return self.title or cut(self.text)


class StageHelp(Versioned):
    """What a region adds to our help on one stage of a contract (`contracts.guide`), in rich text."""

    region = models.ForeignKey(
        "territories.Region", on_delete=models.CASCADE, related_name="stage_helps", verbose_name="région"
    )
    stage = models.CharField("étape", max_length=20, choices=Stage.choices)
    text = models.TextField("ce qui se fait dans la région", blank=True)

    objects = StageHelpQuerySet.as_manager()

    class Meta:
        verbose_name = "aide de la région sur une étape"
        ordering = ["region", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "stage"],
                name="stage_help_once",
                violation_error_message="La région a déjà complété l’aide de cette étape.",
            )
        ]

    def __str__(self):
        return f"Aide de la région : {self.get_stage_display()}"
