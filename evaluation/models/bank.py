"""What a region asks of the evaluations of its contracts: a bank of questions, and more for each interview guide."""

from django.db import models

from core.history import Journalled
from core.versioned import Versioned
from evaluation.terms import Audience


class BankQuestion(Versioned, Journalled):
    """An entry is retired, never deleted: the contracts that took it keep its code, by which they are compared."""

    journal_part = "evaluation"

    region = models.ForeignKey(
        "territories.Region", on_delete=models.CASCADE, related_name="evaluation_bank", verbose_name="région"
    )
    code = models.SlugField("code", max_length=80)
    title = models.CharField("question", max_length=400)
    help = models.TextField("ce qu’elle veut savoir", blank=True)
    criteria = models.JSONField("critères", default=list, blank=True)
    source = models.CharField("d’où elle vient", max_length=300, blank=True)
    retired = models.BooleanField("retirée de la banque", default=False)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "question de la banque"
        verbose_name_plural = "banque de questions"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="bank_question_code_once",
                violation_error_message="Une question de la banque porte déjà ce nom.",
            )
        ]

    def __str__(self):
        return self.title


class RegionGuide(Versioned, Journalled):
    """The questions that a region adds to the interview guide of one audience."""

    journal_part = "evaluation"

    region = models.ForeignKey(
        "territories.Region", on_delete=models.CASCADE, related_name="interview_guides", verbose_name="région"
    )
    audience = models.CharField("public", max_length=20, choices=Audience.choices)
    questions = models.JSONField("questions ajoutées", default=list, blank=True)

    class Meta:
        verbose_name = "guide d’entretien d’une région"
        verbose_name_plural = "guides d’entretien des régions"
        ordering = ["audience", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "audience"],
                name="region_guide_once",
                violation_error_message="La région a déjà complété ce guide.",
            )
        ]

    def __str__(self):
        return f"Guide d’entretien : {self.get_audience_display()}"
