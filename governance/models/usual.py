"""The usual composition of a region: the bodies that a new contract is offered, and who sits there."""

from django.db import models

from accounts.enums import OrganisationKind
from core.versioned import Versioned
from governance.enums import BodyKind, PartyCapacity


class UsualBody(Versioned):
    """A body that the contracts of the region usually have. A region without a row has those by default."""

    region = models.ForeignKey(
        "territories.Region", on_delete=models.PROTECT, related_name="usual_bodies", verbose_name="région"
    )
    kind = models.CharField("nature", max_length=20, choices=BodyKind.choices)
    name = models.CharField("nom", max_length=300, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField("séances par an", null=True, blank=True)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "instance habituelle"
        verbose_name_plural = "instances habituelles"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name"],
                name="usual_body_once",
                violation_error_message="Cette instance est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return self.name or self.get_kind_display()


class UsualSeat(Versioned):
    """Who sits there: the parties of the contract of this capacity and of this kind; left blank, any."""

    body = models.ForeignKey(UsualBody, on_delete=models.CASCADE, related_name="seats", verbose_name="instance")
    capacity = models.CharField("qualité", max_length=20, choices=PartyCapacity.choices, blank=True)
    organisation_kind = models.CharField(
        "nature de l’organisation", max_length=20, choices=OrganisationKind.choices, blank=True
    )
    college = models.CharField("collège", max_length=200, blank=True)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "siège habituel"
        verbose_name_plural = "sièges habituels"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "capacity", "organisation_kind"],
                name="usual_seat_once",
                violation_error_message="Cette règle est déjà dans la liste.",
            )
        ]

    def __str__(self):
        who = self.get_capacity_display() if self.capacity else "Chaque partie au contrat"
        kind = f"\xa0: {self.get_organisation_kind_display()}" if self.organisation_kind else ""
        return f"{who}{kind}"
