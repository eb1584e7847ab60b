"""The bodies of a département or of a region, beside the contracts: who belongs to them, when they met, what they
decided."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.history import Journalled
from core.versioned import Versioned
from core.wording import cut
from governance.enums import Answer, NetworkKind, NetworkPresence
from governance.network_querysets import (
    NetworkDecisionQuerySet,
    NetworkMeetingQuerySet,
    NetworkMemberQuerySet,
    NetworkQuerySet,
)

from .any_meeting import AnyMeeting, ends_after_it_begins
from .convocations import SendingLine


class NetworkRow(Versioned, Journalled):
    """The journal of a network is its own: its lines are of no contract, and bear the id of the network."""

    journal_part = "network"

    class Meta:
        abstract = True

    def get_additional_data(self):
        return {**super().get_additional_data(), "network": self.network_id}


class Network(NetworkRow):
    """Of one département or of one region, never of both."""

    region = models.ForeignKey(
        "territories.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name="région",
    )
    department = models.ForeignKey(
        "territories.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name="département",
    )
    kind = models.CharField("nature", max_length=20, choices=NetworkKind.choices)
    name = models.CharField("nom", max_length=300, blank=True)
    purpose = models.TextField("ce qu’elle suit", blank=True)
    meetings_per_year = models.PositiveSmallIntegerField("séances par an", null=True, blank=True)
    until = models.DateField("close le", null=True, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = "instance de territoire"
        verbose_name_plural = "instances de territoire"
        ordering = ["region__name", "department__code", "kind", "name", "id"]
        constraints = [
            models.CheckConstraint(
                name="network_of_one_place",
                condition=Q(region__isnull=True, department__isnull=False)
                | Q(region__isnull=False, department__isnull=True),
                violation_error_message="Une instance est d’un département ou d’une région, et d’un seul des deux.",
            )
        ]

    def __str__(self):
        return f"{self.name or self.get_kind_display()} ({self.place.name})"

    @property
    def place(self):
        return self.region or self.department

    @property
    def region_code(self):
        return self.department.region_id if self.department else self.region_id

    @property
    def network_id(self):
        return self.pk

    def get_absolute_url(self):
        return reverse("networks:network", args=[self.pk])


class NetworkMember(NetworkRow):
    """A person with an account, or a name with an address; from date to date, so that past meetings keep theirs."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members", verbose_name="instance")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="compte"
    )
    name = models.CharField("nom", max_length=200, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation",
    )
    leads = models.BooleanField("anime l’instance", default=False)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = NetworkMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre"
        ordering = ["-leads", "id"]
        constraints = [
            models.CheckConstraint(
                name="network_member_named",
                condition=Q(user__isnull=False) | ~Q(name=""),
                violation_error_message="Choisissez un compte, ou écrivez le nom de la personne.",
            ),
            models.CheckConstraint(
                name="network_member_dates",
                condition=Q(until__gte=F("since")) | Q(since__isnull=True) | Q(until__isnull=True),
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["network", "user"],
                condition=Q(until__isnull=True),
                name="network_member_once",
                violation_error_message="Cette personne est déjà membre de l’instance.",
            ),
        ]

    def __str__(self):
        return self.who

    @property
    def who(self) -> str:
        return self.user.display_name if self.user else self.name

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email

    @property
    def employer(self) -> str:
        return str(self.organisation or (self.user and self.user.organisation) or "")


class NetworkMeeting(AnyMeeting, NetworkRow):
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="meetings", verbose_name="instance")

    objects = NetworkMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "séance de l’instance"
        verbose_name_plural = "séances de l’instance"
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["network", "on"])]
        constraints = [ends_after_it_begins("network_meeting_hours")]

    def __str__(self):
        return f"{self.title or self.network}, {self.on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("networks:meeting", args=[self.pk])

    @property
    def calendar_title(self) -> str:
        return f"{self.title} – {self.network}" if self.title else str(self.network)

    #: The page where presences are noted.
    PRESENCES = "presences"

    def place_of(self, name):
        """The page of that name, for `Missing.where`."""
        return f"networks:{name}", {"pk": self.pk}, ""

    def place_of_people(self):
        """Where who is invited, and at which address, comes from: the members of the network."""
        return "networks:network", {"pk": self.network_id}, "membres"


class NetworkMeetingRow(NetworkRow):
    class Meta:
        abstract = True

    @property
    def network_id(self):
        return self.meeting.network_id


class NetworkItem(NetworkMeetingRow):
    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.CASCADE, related_name="items", verbose_name="séance")
    title = models.CharField("point", max_length=400)
    presenter = models.CharField("présenté par", max_length=200, blank=True)
    minutes_planned = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "point de l’ordre du jour de l’instance"
        verbose_name_plural = "ordre du jour de l’instance"
        ordering = ["position", "id"]

    def __str__(self):
        return self.title


class NetworkAttendance(NetworkMeetingRow):
    """A member at one meeting: names are copied, so that a past meeting keeps its composition."""

    untold = ("member", "email")

    meeting = models.ForeignKey(
        NetworkMeeting, on_delete=models.CASCADE, related_name="attendances", verbose_name="séance"
    )
    member = models.ForeignKey(NetworkMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField("nom", max_length=200)
    organisation = models.CharField("organisation", max_length=300, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True, editable=False)
    presence = models.CharField("présence", max_length=12, choices=NetworkPresence.choices, blank=True)

    class Meta:
        verbose_name = "présence à l’instance"
        verbose_name_plural = "présences à l’instance"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="network_attendance_once",
                violation_error_message="Cette personne est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return self.name


class NetworkDecision(NetworkRow):
    """In words; numbered in the network, never edited nor deleted: another decision replaces it."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="decisions", verbose_name="instance")
    meeting = models.ForeignKey(
        NetworkMeeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="séance",
    )
    number = models.PositiveIntegerField("numéro")
    on = models.DateField("date")
    text = models.TextField("décision")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="remplace"
    )

    objects = NetworkDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision de l’instance"
        verbose_name_plural = "décisions de l’instance"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "number"],
                name="network_decision_numbered",
                violation_error_message="Ce numéro est déjà pris.",
            )
        ]

    def __str__(self):
        return f"Décision n°\xa0{self.number}"

    def get_absolute_url(self):
        return f"{self.network.get_absolute_url()}#decision-{self.pk}"

    @property
    def superseded(self) -> bool:
        return hasattr(self, "superseded_by")


class NetworkRectification(NetworkMeetingRow):
    """What mends the minutes of a closed meeting, dated and signed."""

    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.CASCADE, related_name="rectifications")
    text = models.TextField("rectification")
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "rectification de l’instance"
        verbose_name_plural = "rectifications de l’instance"
        ordering = ["created_at", "id"]

    def __str__(self):
        return cut(self.text)


class NetworkSending(SendingLine):
    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.CASCADE, related_name="sendings")

    class Meta:
        verbose_name = "envoi de l’instance"
        verbose_name_plural = "envois de l’instance"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email", "sequence"],
                name="network_sending_once",
                violation_error_message="Cette personne a déjà cet envoi.",
            )
        ]
