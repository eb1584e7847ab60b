"""The yearly review of a contract: its figures as they were read, its analysis, its passages, what was frozen."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from contracts.models.base import ContractPart
from core.history import Journalled
from core.versioned import Versioned
from evaluation.review_enums import OPEN_STATES, ReviewSection, ReviewState


def every_section():
    return list(ReviewSection.values)


class ReviewQuerySet(models.QuerySet):
    def for_lists(self):
        return self.select_related("contract").defer("snapshot")

    def to_hand_in(self):
        return self.filter(state__in=OPEN_STATES)


class Review(ContractPart):
    """`snapshot`: the blocks of each section, in words, as `evaluation.reviews.snapshot` read them that day."""

    journal_part = "evaluation"
    #: Too long to be told: that its figures were read anew is, by the day of them.
    untold = ("snapshot",)
    json_choices = {"sections": ReviewSection.choices}

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="reviews", verbose_name="contrat"
    )
    year = models.PositiveSmallIntegerField("année")
    state = models.CharField("état", max_length=12, choices=ReviewState.choices, default=ReviewState.PREPARED)
    sections = models.JSONField("rubriques", default=every_section)
    snapshot = models.JSONField("chiffres relevés", default=dict, blank=True)
    read_on = models.DateField("chiffres relevés au", null=True, blank=True)
    decision = models.ForeignKey(
        "governance.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name="décision du COPIL",
    )

    objects = ReviewQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "bilan"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "year"],
                name="review_once_a_year",
                violation_error_message="Le bilan de cette année existe déjà.",
            )
        ]

    def __str__(self):
        return f"Bilan {self.year}"

    def get_absolute_url(self):
        return reverse("evaluation:review", args=[self.contract.reference, self.pk])

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


class ReviewText(ContractPart):
    """What people write in one section; refreshing the figures leaves it as it is."""

    journal_part = "evaluation"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="texts", verbose_name="bilan")
    section = models.CharField("rubrique", max_length=12, choices=ReviewSection.choices)
    text = models.TextField("analyse", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "texte d’un bilan"
        verbose_name_plural = "textes des bilans"
        constraints = [
            models.UniqueConstraint(
                fields=["review", "section"],
                name="review_text_once",
                violation_error_message="Cette rubrique a déjà son texte.",
            )
        ]

    def __str__(self):
        return f"{self.get_section_display()} ({self.review})"


class ReviewPassage(ContractPart):
    """Who took the review from one state to the next, and the remarks."""

    journal_part = "evaluation"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="passages", verbose_name="bilan")
    source = models.CharField("de", max_length=12, choices=ReviewState.choices)
    target = models.CharField("vers", max_length=12, choices=ReviewState.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par")
    remarks = models.TextField("remarques", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "passage d’un bilan"
        verbose_name_plural = "passages des bilans"
        ordering = ["created_at", "id"]

    def __str__(self):
        return f"{self.get_source_display()} → {self.get_target_display()}"


class FrozenReview(ContractPart):
    """What the COPIL validated, whole, with its fingerprint: it never changes."""

    journal_part = "evaluation"
    #: The fingerprint says which.
    untold = ("content",)

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="frozen_reviews")
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="frozen", verbose_name="bilan")
    year = models.PositiveSmallIntegerField("année")
    content = models.TextField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta(ContractPart.Meta):
        verbose_name = "bilan figé"
        verbose_name_plural = "bilans figés"

    def __str__(self):
        return f"Bilan {self.year}, figé"


class ReviewBatch(models.Model):
    """The reviews of a département or of a region, asked for in one go: one job each."""

    year = models.PositiveSmallIntegerField("année")
    region = models.ForeignKey(
        "territories.Region", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="région"
    )
    department = models.ForeignKey(
        "territories.Department",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="département",
    )
    jobs = models.ManyToManyField("core.Job", related_name="+", verbose_name="tâches")
    by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+", verbose_name="demandé par")
    at = models.DateTimeField("demandé le", auto_now_add=True)

    class Meta:
        verbose_name = "série de bilans"
        verbose_name_plural = "séries de bilans"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Bilans {self.year}, {self.region or self.department}"

    def get_absolute_url(self):
        return reverse("evaluation:review_batch", args=[self.pk])


class RegionReviews(Versioned, Journalled):
    """When the reviews of a region are due. A region without a row has the defaults."""

    journal_part = "evaluation"

    region = models.OneToOneField(
        "territories.Region", on_delete=models.CASCADE, related_name="reviews_settings", verbose_name="région"
    )
    month_due = models.PositiveSmallIntegerField(
        "mois où le bilan de l’année passée est dû",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )

    class Meta:
        verbose_name = "échéance des bilans d’une région"
        verbose_name_plural = "échéances des bilans des régions"

    def __str__(self):
        return f"Échéance des bilans\xa0: {self.region}"
