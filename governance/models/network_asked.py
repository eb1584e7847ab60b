"""What is asked of the members of a network: whether they come, and what follows from its decisions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.links import SignedLink
from governance.network_querysets import NetworkFollowUpQuerySet

from .any_follow_up import AnyFollowUp, done_or_dropped
from .networks import Network, NetworkAttendance, NetworkDecision, NetworkRow


class NetworkAnswerLink(SignedLink):
    """What lets one member answer one convocation."""

    purpose = "governance.network_answer"

    attendance = models.ForeignKey(NetworkAttendance, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField("courriel", max_length=254)

    class Meta:
        verbose_name = "lien de réponse d’une instance"
        verbose_name_plural = "liens de réponse des instances"
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"],
                condition=Q(revoked_at__isnull=True),
                name="network_answer_link_once",
                violation_error_message="Cette personne a déjà un lien.",
            )
        ]

    def __str__(self):
        return f"{self.attendance}\xa0: {self.email}"

    def get_absolute_url(self):
        return reverse("networks:answer", args=[self.token])


class NetworkFollowUp(AnyFollowUp, NetworkRow):
    """Who does what by when, after a decision of a network or without one."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="instance")
    decision = models.ForeignKey(
        NetworkDecision,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="décision",
    )
    owner = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="network_follow_ups",
        verbose_name="compte",
    )

    objects = NetworkFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "suite d’une instance"
        verbose_name_plural = "suites des instances"
        ordering = ["due_on", "id"]
        constraints = [done_or_dropped("network_follow_up_done_or_dropped")]

    def get_absolute_url(self):
        return f"{self.network.get_absolute_url()}#suite-{self.pk}"

    @property
    def who(self) -> str:
        return str(self.owner or self.owner_name)
