"""How a fiche goes: steps, years of a recurring fiche, dated notes."""

from django.db import models

from actions.enums import ActionStatus

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
        return self.text[:80]
