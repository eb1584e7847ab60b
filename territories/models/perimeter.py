"""The perimeter of a contract: what was chosen, and what follows from it (written by `services.set_perimeter`)."""

from django.db import models

from core.history import Journalled
from core.versioned import Versioned
from territories.enums import Level, TerritoryKind
from territories.querysets import TerritoryQuerySet

from .reference import Department, Region


class Territory(Versioned, Journalled):
    journal_part = "territory"

    name = models.CharField("nom du territoire", max_length=250)
    kind = models.CharField("nature", max_length=20, choices=TerritoryKind.choices, blank=True)
    # Derived from the members when they are set, then kept: the perimeter remembers its time.
    millesime = models.CharField("millésime du référentiel", max_length=10, blank=True, editable=False)
    departments = models.ManyToManyField(
        Department, related_name="territories", verbose_name="départements", blank=True, editable=False
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="territories",
        verbose_name="région",
        null=True,
        blank=True,
        editable=False,
    )
    population = models.PositiveIntegerField("population", null=True, blank=True, editable=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="territory_named",
                condition=~models.Q(name=""),
                violation_error_message="Donnez un nom au territoire.",
            ),
        ]

    def __str__(self):
        return self.name

    def journal_scope(self):
        contract = getattr(self, "contract", None)
        return contract.pk if contract else None


class TerritoryMember(Journalled):
    """A chosen place, by its code and by its name: both stay readable when the reference data has forgotten it."""

    journal_part = "territory"

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="members")
    level = models.CharField("niveau", max_length=12, choices=Level.choices)
    code = models.CharField("code", max_length=9)
    name = models.CharField("nom", max_length=160, blank=True)
    position = models.PositiveIntegerField("ordre", default=0)
    doubt = models.TextField("doute", blank=True)

    class Meta:
        verbose_name = "membre du territoire"
        verbose_name_plural = "membres du territoire"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "level", "code"],
                condition=~models.Q(code=""),
                name="territory_member_once",
                violation_error_message="Ce membre est déjà dans le territoire.",
            ),
        ]

    def __str__(self):
        return self.name or self.code

    def journal_scope(self):
        return self.territory.journal_scope()
