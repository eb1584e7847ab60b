"""Bodies that steer the contract, and who sits there."""

from django.db import models
from django.db.models import F, Q

from contracts.models.base import ContractPart
from governance.enums import BodyKind
from governance.querysets import SeatQuerySet


class Body(ContractPart):
    """An instance: COPIL, COTECH, working group… Its rhythm is a promise, its meetings say whether it is kept."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField("nature", max_length=20, choices=BodyKind.choices)
    name = models.CharField("nom", max_length=300, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField("séances par an", null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(
        "quorum",
        null=True,
        blank=True,
        help_text="Nombre de sièges qui doivent être présents ou représentés. Vide : pas de quorum.",
    )
    theme = models.CharField("thème", max_length=300, blank=True)
    # Its last day: nothing meets afterwards, and what it did stays.
    until = models.DateField("close le", null=True, blank=True)
    chairs = models.ManyToManyField(
        "accounts.Organisation", blank=True, related_name="chaired_bodies", verbose_name="présidence"
    )
    actions = models.ManyToManyField("actions.Action", blank=True, related_name="bodies", verbose_name="fiches suivies")

    class Meta(ContractPart.Meta):
        verbose_name = "instance"

    def __str__(self):
        return self.name or self.get_kind_display()


class Seat(ContractPart):
    """A seat belongs to an organisation, from a date to a date: a past meeting keeps its composition."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="seats")
    holder_name = models.CharField("titulaire", max_length=200, blank=True)
    holder_role = models.CharField("fonction du titulaire", max_length=200, blank=True)
    holder_email = models.EmailField("courriel du titulaire", max_length=254, blank=True)
    substitute_name = models.CharField("suppléant·e", max_length=200, blank=True)
    substitute_role = models.CharField("fonction du suppléant", max_length=200, blank=True)
    substitute_email = models.EmailField("courriel du suppléant", max_length=254, blank=True)
    college = models.CharField("collège", max_length=200, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "siège"
        constraints = [
            models.CheckConstraint(
                name="seat_until_after_since",
                condition=Q(until__gte=F("since")) | Q(until__isnull=True) | Q(since__isnull=True),
                violation_error_message="Le siège finit avant de commencer.",
            )
        ]

    def __str__(self):
        return str(self.organisation)

    def sits_on(self, day) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)
