"""A meeting from its preparation to its closing: its agenda, who came, what was mended afterwards."""

from django.db import models
from django.urls import reverse

from contracts.models.base import ContractPart
from core.wording import cut
from governance.enums import Answer, Answerer, ItemKind, Presence
from governance.querysets import AgendaItemQuerySet, MeetingQuerySet

from .any_meeting import AnyMeeting, ends_after_it_begins
from .bodies import Body, Seat


class Meeting(AnyMeeting, ContractPart):
    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings", verbose_name="instance")
    # Whether substitutes are written to as well, at each sending.
    with_substitutes = models.BooleanField("suppléant·es convoqué·es", default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "séance"
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["contract", "on"])]
        constraints = [ends_after_it_begins("meeting_ends_after_it_begins")]

    def __str__(self):
        return f"{self.body}, {self.on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("governance:meeting", args=[self.contract.reference, self.pk])

    @property
    def calendar_title(self) -> str:
        return f"{self.title or self.body} – {self.contract.title}"

    #: The page where presences are noted.
    PRESENCES = "people"

    def place_of(self, name):
        """The page of that name, for `Missing.where`."""
        return f"governance:{name}", {"reference": self.contract.reference, "pk": self.pk}, ""

    def place_of_people(self):
        """Where who is invited, and at which address, comes from: the seats of the body."""
        return "governance:bodies", {"reference": self.contract.reference}, f"instance-{self.body_id}"


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
