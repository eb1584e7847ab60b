"""What a meeting is, whether of a contract or of a territory: its day, its state, what calendars know it by."""

import uuid

from django.db import models
from django.db.models import F, Q

from governance.enums import MeetingState


class AnyMeeting(models.Model):
    """Prepared (nothing leaves) → convened → held → closed; or cancelled, with the reason."""

    untold = ("as_closed", "uid", "sequence")

    state = models.CharField("état", max_length=20, choices=MeetingState.choices, default=MeetingState.PREPARED)
    on = models.DateField("date")
    begins_at = models.TimeField("début", null=True, blank=True)
    ends_at = models.TimeField("fin", null=True, blank=True)
    place = models.CharField("lieu", max_length=300, blank=True)
    link = models.URLField("lien de visioconférence", max_length=500, blank=True)
    title = models.CharField("intitulé", max_length=300, blank=True)
    introduction = models.TextField("mot d’accompagnement", blank=True)
    minutes = models.TextField("compte rendu", blank=True)
    cancel_reason = models.TextField("raison de l’annulation", blank=True)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("close le", null=True, blank=True, editable=False)
    # What the relevé prints, in words, as it stood at the closing (`governance.papers`); never written again.
    as_closed = models.JSONField("relevé gardé à la clôture", null=True, blank=True, editable=False)
    # What calendars know the meeting by (RFC 5545): the same for ever, counted up with each sending.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # Who calendars answer to; it stays the one who convened.
    organizer = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    @property
    def locked(self) -> bool:
        """Closed or cancelled: its minutes are mended by a dated rectification, never rewritten."""
        return self.state in (MeetingState.CLOSED, MeetingState.CANCELLED)

    @property
    def took_place(self) -> bool:
        return self.state in (MeetingState.HELD, MeetingState.CLOSED)


def ends_after_it_begins(name):
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_at__gt=F("begins_at")) | Q(ends_at__isnull=True) | Q(begins_at__isnull=True),
        violation_error_message="La séance finit avant de commencer.",
    )
