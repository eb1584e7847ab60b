"""What one who leaves hands over: gathered by the platform, completed by her answers, frozen when handed over."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from contracts.models.base import ContractPart
from core.wording import cut
from governance.enums import HandoverKind
from governance.querysets import HandoverQuerySet

from .coordination import CoordinationPost


class Handover(ContractPart):
    """One departure: of whoever holds a post, of the élu·e référent·e, or of the référent of the ARS."""

    journal_part = "governance"
    #: The journal is read by partners: why nothing is handed over is for those who hold the contract.
    reserved = ("dropped_reason",)

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField("qui part", max_length=20, choices=HandoverKind.choices)
    post = models.ForeignKey(
        CoordinationPost,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="handovers",
        verbose_name="poste",
    )
    leaver_name = models.CharField("personne qui part", max_length=200, blank=True)
    leaver_email = models.CharField("son courriel", max_length=254, blank=True)
    leaves_on = models.DateField("dernier jour", null=True, blank=True)
    successor = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="handovers",
        verbose_name="personne qui arrive",
    )
    handed_on = models.DateField("remis le", null=True, blank=True, editable=False)
    handed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="remis par",
    )
    read_on = models.DateField("lu le", null=True, blank=True, editable=False)
    # Nothing has to be handed over, or it was opened by mistake: with the reason, and asked for no more.
    dropped_on = models.DateField("abandonné le", null=True, blank=True, editable=False)
    dropped_reason = models.TextField("sans dossier parce que", blank=True)
    document = models.ForeignKey(
        "contracts.Document",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="document",
    )

    objects = HandoverQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "dossier de passation"
        verbose_name_plural = "dossiers de passation"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind", "post"],
                condition=Q(handed_on__isnull=True, dropped_on__isnull=True, post__isnull=False),
                name="handover_open_once_a_post",
                violation_error_message="Un dossier de passation est déjà ouvert pour ce poste.",
            ),
            models.UniqueConstraint(
                fields=["contract", "kind"],
                condition=Q(handed_on__isnull=True, dropped_on__isnull=True, post__isnull=True),
                name="handover_open_once_a_role",
                violation_error_message="Un dossier de passation est déjà ouvert pour ce rôle.",
            ),
        ]

    def __str__(self):
        return f"Passation\xa0: {self.leaver_name or self.post or self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("coordination:handover", args=[self.contract.reference, self.pk])

    @property
    def handed(self) -> bool:
        return self.handed_on is not None

    @property
    def settled_on(self):
        """The day it was handed over or dropped; None while it is open."""
        return self.handed_on or self.dropped_on


class HandoverAnswer(ContractPart):
    """One question of the guided questionnaire and its answer, each with its own version."""

    journal_part = "governance"
    #: The journal is read by partners, these words are not for them.
    reserved = ("text",)

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="answers")
    question = models.TextField("question", editable=False)
    text = models.TextField("réponse", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "réponse d’une passation"
        verbose_name_plural = "réponses des passations"

    def __str__(self):
        return cut(f"Passation\xa0: {self.question}")
