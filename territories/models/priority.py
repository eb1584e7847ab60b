"""Places that public policy puts first: priority neighbourhoods (QPV) and rural revitalisation zones (FRR)."""

from django.db import models

from .reference import Commune


class PriorityKind(models.TextChoices):
    QPV = "qpv", "Quartier prioritaire (QPV)"
    FRR = "frr", "Zone France ruralités revitalisation (FRR)"


class PriorityPlaceQuerySet(models.QuerySet):
    def in_communes(self, codes):
        return self.filter(communes__in=codes).distinct()


class PriorityPlace(models.Model):
    """Loaded from the official list; a QPV lies in one or several communes, an FRR zone is a commune."""

    kind = models.CharField("nature", max_length=10, choices=PriorityKind.choices)
    code = models.CharField("code", max_length=20)
    name = models.CharField("nom", max_length=200)
    communes = models.ManyToManyField(Commune, related_name="priority_places", verbose_name="communes")

    objects = PriorityPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu prioritaire"
        verbose_name_plural = "lieux prioritaires"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="priority_place_once",
                violation_error_message="Ce lieu est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return self.name
