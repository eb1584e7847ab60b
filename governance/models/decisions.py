"""The register of decisions, which only grows, and what follows from them."""

from django.db import models
from django.urls import reverse

from contracts.models.base import ContractPart
from core.search import Searchable, search_key
from governance.enums import DecisionKind, Effect
from governance.querysets import DecisionQuerySet, FollowUpQuerySet

from .any_follow_up import AnyFollowUp, done_or_dropped
from .bodies import Body
from .meetings import AgendaItem, Meeting, MeetingPart


class Decision(Searchable, MeetingPart):
    """Never edited nor deleted: another supersedes it. Taken in a meeting, or between two."""

    #: The words of the codes that its list holds, for the journal.
    json_choices = {"effects": Effect.choices}
    untold = ("sealed_at",)
    #: What it changes, row by row.
    LISTS = ("actions", "axes", "commitments")

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField("numéro")
    on = models.DateField("prise le")
    text = models.TextField("décision")
    kind = models.CharField("nature", max_length=20, choices=DecisionKind.choices, default=DecisionKind.VALIDATION)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    supersedes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="superseded_by", verbose_name="remplace"
    )
    effects = models.JSONField("ce qu’elle change", default=list, blank=True)
    actions = models.ManyToManyField("actions.Action", blank=True, related_name="decisions", verbose_name="fiches")
    axes = models.ManyToManyField("contracts.Axis", blank=True, related_name="decisions", verbose_name="axes")
    commitments = models.ManyToManyField(
        "contracts.Commitment", blank=True, related_name="decisions", verbose_name="engagements"
    )
    # Once it is written whole: from then on its lists neither grow nor shrink (`Part.kept`).
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # It touches signed matter: « avenant à préparer », until `amendment` answers.
    prepares_amendment = models.BooleanField("avenant à préparer", default=False)
    amendment = models.ForeignKey(
        "contracts.Amendment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="avenant",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta(MeetingPart.Meta):
        verbose_name = "décision"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"],
                name="decision_number_once",
                violation_error_message="Ce numéro de décision est déjà pris.",
            )
        ]

    def __str__(self):
        return f"Décision n°\xa0{self.number}"

    def get_absolute_url(self):
        return reverse("governance:decision", args=[self.contract.reference, self.pk])

    def search_text(self) -> str:
        return search_key(f"{self.number} {self.text}")

    @property
    def superseded(self) -> bool:
        return hasattr(self, "superseded_by")

    @property
    def waiting(self) -> int:
        """How many of its follow-ups are neither done nor dropped; counted on what was read with it."""
        return sum(each.open for each in self.follow_ups.all())

    @property
    def effect_labels(self) -> list[str]:
        return [Effect(code).label for code in self.effects if code in Effect.values]


class FollowUp(AnyFollowUp, ContractPart):
    """Who does what by when, after a decision or an item; done with its proof."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="follow_ups")
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name="décision"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    action = models.ForeignKey(
        "actions.Action",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="fiche",
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="organisation",
    )
    owner = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="compte",
    )
    owner_email = models.CharField("courriel", max_length=254, blank=True)
    high_priority = models.BooleanField("prioritaire", default=False)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="vérifié par"
    )
    verified_on = models.DateField("vérifié le", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "suite à donner"
        verbose_name_plural = "suites à donner"
        ordering = ["due_on", "id"]
        constraints = [done_or_dropped("follow_up_done_or_dropped")]

    @property
    def who(self) -> str:
        """Whoever it was given to, by the account, the name, else the organisation."""
        return str(self.owner or self.owner_name or self.organisation or "")
