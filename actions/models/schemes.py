"""Who does what with the other schemes of the territory, for one fiche."""

from django.db import models

from contracts.enums import SchemeKind, SchemeRole

from .action import Action, ActionPart


class ActionSchemeLink(ActionPart):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="schemes")
    scheme = models.CharField("dispositif", max_length=20, choices=SchemeKind.choices)
    name = models.CharField("nom", max_length=300, blank=True)
    role = models.CharField("rôle", max_length=20, choices=SchemeRole.choices, blank=True)
    who_does_what = models.TextField("qui fait quoi", blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "articulation d’une fiche avec un dispositif"
        verbose_name_plural = "articulations des fiches avec un dispositif"

    def __str__(self):
        return self.name or self.get_scheme_display()
