"""What left the platform about a meeting: one row a person and a sending, so that nobody is written to twice."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.links import SignedLink

from .meetings import Attendance, Meeting


class SendingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def sent(self):
        return self.filter(sent_at__isnull=False)


class Method(models.TextChoices):
    """The words of iCalendar (RFC 5546)."""

    REQUEST = "request", "Convocation"
    CANCEL = "cancel", "Annulation"


class SendingLine(models.Model):
    """One mail to one address at one sequence of a meeting.

    `sent_at` is set when it left, `dropped_at` when a newer sequence came before it could.
    """

    email = models.EmailField("courriel", max_length=254)
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.REQUEST)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    dropped_at = models.DateTimeField("abandonné le", null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.get_method_display()}\xa0: {self.email}"


class Sending(SendingLine):
    """Whatever the seats of that person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sendings")

    class Meta:
        verbose_name = "envoi"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email", "sequence"],
                name="sending_once",
                violation_error_message="Cette personne a déjà cet envoi.",
            )
        ]


class AnswerLink(SignedLink):
    """What lets the holder of one seat, or the substitute, answer one convocation; each has her own."""

    purpose = "governance.answer"

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField("courriel", max_length=254)
    as_substitute = models.BooleanField("suppléant·e", default=False)

    class Meta:
        verbose_name = "lien de réponse"
        verbose_name_plural = "liens de réponse"
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "as_substitute"],
                condition=Q(revoked_at__isnull=True),
                name="answer_link_once",
                violation_error_message="Cette personne a déjà un lien.",
            )
        ]

    def __str__(self):
        return f"{self.attendance}\xa0: {self.email}"

    def get_absolute_url(self):
        return reverse("governance:answer_invitation", args=[self.token])
