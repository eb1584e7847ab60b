"""What left the platform about a meeting: one row a person and a sending, so that nobody is written to twice."""

from django.db import models

from .meetings import Attendance, Meeting


class SendingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True)


class Method(models.TextChoices):
    """The words of iCalendar (RFC 5546)."""

    REQUEST = "request", "Convocation"
    CANCEL = "cancel", "Annulation"


class Sending(models.Model):
    """One mail to one person at one sequence of the meeting; `sent_at` is set when it left."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sendings")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="sendings")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.REQUEST)
    copy_to = models.CharField("en copie", max_length=254, blank=True)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "sequence"],
                name="sending_once",
                violation_error_message="Cette personne a déjà cet envoi.",
            )
        ]

    def __str__(self):
        return f"{self.get_method_display()}\xa0: {self.attendance}"
