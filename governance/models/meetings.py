"""A meeting from its preparation to its closing: its agenda, who came, what was mended afterwards."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from contracts.models.base import ContractPart
from core.wording import cut
from governance.enums import Answer, Answerer, ItemKind, MeetingState, Presence
from governance.querysets import AgendaItemQuerySet, MeetingQuerySet

from .bodies import Body, Seat


class Meeting(ContractPart):
    """Prepared (nothing leaves) → convened → held → closed; or cancelled, with the reason."""

    journal_part = "governance"
    untold = ("as_closed", "uid", "sequence")

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings", verbose_name="instance")
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
    # What the relevé prints, in words, as it stood at the closing (`papers/snapshot.py`); never written again.
    as_closed = models.JSONField("relevé gardé à la clôture", null=True, blank=True, editable=False)
    # What calendars know the meeting by (RFC 5545): the same for ever, counted up with each sending.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # Whether substitutes are written to as well, at each sending.
    with_substitutes = models.BooleanField("suppléant·es convoqué·es", default=False, editable=False)
    # Who calendars answer to; it stays the one who convened.
    organizer = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "séance"
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["contract", "on"])]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins",
                condition=Q(ends_at__gt=F("begins_at")) | Q(ends_at__isnull=True) | Q(begins_at__isnull=True),
                violation_error_message="La séance finit avant de commencer.",
            )
        ]

    def __str__(self):
        return f"{self.body}, {self.on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("governance:meeting", args=[self.contract.reference, self.pk])

    @property
    def calendar_title(self) -> str:
        return f"{self.title or self.body} – {self.contract.title}"

    @property
    def locked(self) -> bool:
        """Closed or cancelled: its minutes are mended by a dated rectification, never rewritten."""
        return self.state in (MeetingState.CLOSED, MeetingState.CANCELLED)

    @property
    def took_place(self) -> bool:
        return self.state in (MeetingState.HELD, MeetingState.CLOSED)


class MeetingPart(ContractPart):
    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")

    class Meta(ContractPart.Meta):
        abstract = True


class AgendaItem(MeetingPart):
    """One item of a meeting; without a meeting, it waits in the backlog of its body."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="items", verbose_name="instance")
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    title = models.CharField("point", max_length=400)
    kind = models.CharField("nature", max_length=20, choices=ItemKind.choices, default=ItemKind.INFORMATION)
    minutes_planned = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    presenter = models.CharField("présenté par", max_length=200, blank=True)
    description = models.TextField("à savoir", blank=True)
    notes = models.TextField("ce qui s’est dit", blank=True)
    treated = models.BooleanField("traité", default=False)
    actions = models.ManyToManyField("actions.Action", blank=True, related_name="agenda_items", verbose_name="fiches")
    documents = models.ManyToManyField("contracts.Document", blank=True, related_name="+", verbose_name="pièces")

    objects = AgendaItemQuerySet.as_manager()

    class Meta(MeetingPart.Meta):
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "ordre du jour"

    def __str__(self):
        return self.title


class Attendance(MeetingPart):
    """One seat, or one guest, at one meeting: names are copied, so that a past meeting keeps its composition."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="attendances", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=200, blank=True)
    role = models.CharField("fonction", max_length=200, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True)
    substitute_name = models.CharField("suppléant·e", max_length=200, blank=True)
    substitute_email = models.EmailField("courriel du suppléant", max_length=254, blank=True)
    college = models.CharField("collège", max_length=200, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True, editable=False)
    answered_by = models.CharField("réponse donnée par", max_length=12, choices=Answerer.choices, blank=True)
    presence = models.CharField("présence", max_length=12, choices=Presence.choices, blank=True)
    represented_by = models.CharField("représenté·e par", max_length=200, blank=True)

    class Meta(MeetingPart.Meta):
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="attendance_once_a_seat",
                violation_error_message="Ce siège est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return f"{self.organisation}{f', {self.name}' if self.name else ''}"


class Rectification(MeetingPart):
    """What mends the minutes of a closed meeting, dated and signed by whoever wrote it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="rectifications")
    text = models.TextField("rectification")
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(MeetingPart.Meta):
        verbose_name = "rectification"

    def __str__(self):
        return cut(self.text)
