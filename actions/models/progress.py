"""How a fiche goes: steps, years of a recurring fiche, dated notes, obstacles and levers."""

from django.db import models
from django.db.models import F, Q

from actions.enums import ActionStatus, Attainment, FactorClass, FactorKind
from core.wording import cut

from .action import Action, ActionPart


class Step(ActionPart):
    title = models.CharField("étape", max_length=600)
    due_on = models.DateField("échéance", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "étape"

    def __str__(self):
        return self.title


class YearProgress(ActionPart):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("année")
    status = models.CharField("statut", max_length=200, blank=True, help_text="Un statut, ou ce que le fichier disait.")
    attainment = models.CharField("atteinte des objectifs", max_length=30, choices=Attainment.choices, blank=True)
    text = models.TextField("avancement", blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "avancement d’une année"
        verbose_name_plural = "avancements par année"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "year"],
                name="action_year_once",
                violation_error_message="Cette année a déjà sa ligne.",
            )
        ]

    def __str__(self):
        return str(self.year)

    def status_label(self):
        return dict(ActionStatus.choices).get(self.status, self.status)


class Note(ActionPart):
    on = models.DateField("date")
    text = models.TextField("note")
    author = models.CharField("auteur", max_length=200, blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "note"
        ordering = ["-on", "-id"]

    def __str__(self):
        return cut(self.text)


class Factor(ActionPart):
    """An obstacle or a lever of a fiche, classed. It counts until it is closed."""

    kind = models.CharField("frein ou levier", max_length=10, choices=FactorKind.choices)
    about = models.CharField("nature", max_length=20, choices=FactorClass.choices)
    text = models.TextField("en une phrase")
    since = models.DateField("depuis le", null=True, blank=True)
    closed_on = models.DateField("levé ou terminé le", null=True, blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "frein ou levier"
        verbose_name_plural = "freins et leviers"
        constraints = [
            models.CheckConstraint(
                name="factor_closes_after_it_began",
                condition=Q(closed_on__gte=F("since")) | Q(closed_on__isnull=True) | Q(since__isnull=True),
                violation_error_message="La fin précède le début.",
            )
        ]

    def __str__(self):
        return cut(self.text)
