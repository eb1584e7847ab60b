"""Governance by REST. Addresses of people are written, never read."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from actions.enums import FundingKind, FundingNature
from contracts.rest.placing import position
from contracts.rest.serializers import TAIL, PartSerializer, name_of
from governance.enums import Answerer, Effect, MeetingState
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    CoordinationPost,
    Decision,
    FollowUp,
    Handover,
    Meeting,
    PostFunding,
    PostHolder,
    PostShare,
    Practice,
    Rectification,
    Seat,
)

SECRET = {"write_only": True, "required": False}


class SeatInsideSerializer(serializers.ModelSerializer):
    organisation_name = name_of("organisation")

    class Meta:
        model = Seat
        fields = [
            *("id", "organisation", "organisation_name", "college", "since", "until"),
            *("holder_name", "holder_role", "substitute_name", "substitute_role"),
        ]


class SeatSerializer(PartSerializer):
    host = "body"
    organisation_name = name_of("organisation")
    position = position()

    class Meta:
        model = Seat
        fields = [
            *("id", "contract", "body", "organisation", "organisation_name", "college", "since", "until"),
            *("holder_name", "holder_role", "holder_email", "substitute_name", "substitute_role", "substitute_email"),
            *("position", *TAIL),
        ]
        read_only_fields = TAIL
        extra_kwargs = {"holder_email": SECRET, "substitute_email": SECRET}


class BodySerializer(PartSerializer):
    seats = SeatInsideSerializer(many=True, read_only=True)

    class Meta:
        model = Body
        fields = [
            *("id", "contract", "kind", "name", "meetings_per_year", "quorum", "theme", "until", "chairs", "actions"),
            *("seats", *TAIL),
        ]
        read_only_fields = TAIL


@extend_schema_field({"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"})
class LocalTimeField(serializers.TimeField):
    """An hour of the place, without an offset: what JSON Schema calls a time has one."""


class RectificationSerializer(serializers.ModelSerializer):
    """What mends the minutes of a closed meeting, dated and signed."""

    by = serializers.CharField(source="by.display_name", read_only=True, default="")

    class Meta:
        model = Rectification
        fields = ["id", "text", "by", "created_at"]
        read_only_fields = ["created_at"]


class MeetingSerializer(PartSerializer):
    """`state` moves by `passages`; `held` at the creation notes a meeting that took place before."""

    host = "body"
    rectifications = RectificationSerializer(many=True, read_only=True)
    begins_at = LocalTimeField(allow_null=True, required=False)
    ends_at = LocalTimeField(allow_null=True, required=False)
    held = serializers.BooleanField(
        write_only=True, required=False, help_text="À la création\xa0: une séance déjà tenue, notée après coup."
    )

    class Meta:
        model = Meeting
        fields = [
            *("id", "contract", "body", "state", "on", "begins_at", "ends_at", "place", "link", "title"),
            *("introduction", "minutes", "cancel_reason", "convened_at", "closed_at", "held", "rectifications", *TAIL),
        ]
        read_only_fields = ["state", "cancel_reason", "convened_at", "closed_at", *TAIL]


class AgendaItemSerializer(PartSerializer):
    """An item of a meeting; without one it waits in the backlog of its body, where `meeting` puts it back too."""

    host = "body"
    position = position()

    class Meta:
        model = AgendaItem
        fields = [
            *("id", "contract", "body", "meeting", "title", "kind", "minutes_planned", "presenter", "description"),
            *("notes", "treated", "actions", "position", *TAIL),
        ]
        read_only_fields = TAIL


class AttendanceSerializer(PartSerializer):
    """A seat at one meeting, or a guest that was invited by POST. What is noted of her afterwards: answer, presence."""

    host = "meeting"
    NOTED = ("answer", "presence", "represented_by")

    organisation_name = name_of("organisation")
    answered_by = serializers.ChoiceField(choices=Answerer.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Attendance
        fields = [
            *("id", "contract", "meeting", "seat", "organisation", "organisation_name", "name", "role", "email"),
            *("substitute_name", "college", "answer", "answered_at", "answered_by", "presence", "represented_by"),
            *TAIL,
        ]
        read_only_fields = ["seat", "substitute_name", "college", "answered_at", "answered_by", *TAIL]
        extra_kwargs = {"email": SECRET}
        validators: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            for name in ("organisation", "name", "role", "email"):
                self.fields[name].read_only = True


class MeetingPassageSerializer(serializers.Serializer):
    target = serializers.ChoiceField(choices=MeetingState.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class DecisionSerializer(PartSerializer):
    """Written once: the number is given by the register, and no decision is changed or deleted."""

    effects = serializers.ListField(child=serializers.ChoiceField(choices=Effect.choices), required=False)
    superseded_by = serializers.SerializerMethodField(help_text="La décision qui la remplace.")

    class Meta:
        model = Decision
        fields = [
            *("id", "contract", "number", "on", "text", "kind", "body", "meeting", "supersedes", "superseded_by"),
            *("effects", "actions", "axes", "commitments", "prepares_amendment", "amendment", *TAIL),
        ]
        read_only_fields = ["number", "prepares_amendment", "amendment", *TAIL]
        # A decision already replaced is refused by the service, in words.
        extra_kwargs = {"supersedes": {"validators": []}}
        validators: list = []

    def get_superseded_by(self, decision) -> int | None:
        return decision.superseded_by.pk if decision.superseded else None


class FollowUpSerializer(PartSerializer):
    organisation_name = name_of("organisation")
    owner = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.active(), allow_null=True, required=False, help_text="Le compte, s’il y en a un."
    )
    late = serializers.SerializerMethodField(help_text="En retard aujourd’hui, calculé d’après la date.")

    class Meta:
        model = FollowUp
        fields = [
            *("id", "contract", "decision", "meeting", "action", "text", "owner", "owner_name", "owner_email"),
            *("organisation", "organisation_name", "due_on", "high_priority", "late", "done_on", "proof"),
            *("dropped_reason", "verified_on", *TAIL),
        ]
        read_only_fields = ["done_on", "proof", "dropped_reason", "verified_on", *TAIL]
        extra_kwargs = {"owner_email": SECRET}

    def get_late(self, follow_up) -> bool:
        today = timezone.localdate()
        return follow_up.late_on(today)


class FollowUpPassageSerializer(serializers.Serializer):
    """What becomes of it."""

    target = serializers.ChoiceField(choices=["done", "dropped", "open", "verified"])
    on = serializers.DateField(required=False, help_text="Le jour où c’est fait\xa0; aujourd’hui, sans lui.")
    proof = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class PostHolderSerializer(serializers.ModelSerializer):
    class Meta:
        model = PostHolder
        fields = ["holder_name", "holder_role", "since", "until"]


class PostShareInsideSerializer(serializers.ModelSerializer):
    class Meta:
        model = PostShare
        fields = ["scheme", "share"]


class PostSerializer(PartSerializer):
    """Another `holder_name` is another person: whoever held the post is kept in `former_holders`, to her last day."""

    former_holders = PostHolderSerializer(many=True, read_only=True)
    shares = PostShareInsideSerializer(many=True, read_only=True)
    left_on = serializers.DateField(
        write_only=True,
        required=False,
        help_text="Avec un autre titulaire\xa0: le dernier jour de qui part. Sans lui, la fin déjà notée, sinon la "
        "veille de l’arrivée.",
    )
    correction = serializers.BooleanField(
        write_only=True,
        required=False,
        help_text="Vrai\xa0: le nom est mal écrit, et la personne est la même\xa0; personne n’est parti.",
    )

    class Meta:
        model = CoordinationPost
        fields = [
            *("id", "contract", "title", "fte", "employer", "location", "since", "until"),
            *("holder_name", "holder_role", "holder_email", "left_on", "correction"),
            *("former_holders", "shares", *TAIL),
        ]
        read_only_fields = TAIL
        extra_kwargs = {"holder_email": SECRET}


class PostFundingSerializer(PartSerializer):
    """Who pays a post, a line a party and a year, in euros."""

    host = "post"
    funder_name = name_of("funder")
    kind = serializers.ChoiceField(choices=FundingKind.choices, allow_blank=True, required=False)
    nature = serializers.ChoiceField(choices=FundingNature.choices, allow_blank=True, required=False)

    class Meta:
        model = PostFunding
        fields = [
            *("id", "contract", "post", "funder", "funder_name", "year", "kind", "nature", "planned", "granted"),
            *("spent", "fte", "agreement", "agreement_ends_on", *TAIL),
        ]
        read_only_fields = TAIL


class PostShareSerializer(PartSerializer):
    """The part of a post, from 0 to 1, that serves another scheme."""

    host = "post"

    class Meta:
        model = PostShare
        fields = ["id", "contract", "post", "scheme", "share", *TAIL]
        read_only_fields = TAIL


class HandoverSerializer(PartSerializer):
    """Where a hand-over stands: being prepared, handed over, read, dropped. What it says stays on its page and PDF."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Handover
        fields = [
            *("id", "contract", "kind", "post", "leaver_name", "leaves_on", "successor", "state", "handed_on"),
            *("read_on", "dropped_on", "dropped_reason", "document", *TAIL),
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=["open", "handed", "read", "dropped"]))
    def get_state(self, handover) -> str:
        if handover.handed:
            return "read" if handover.read_on else "handed"
        return "dropped" if handover.dropped_on else "open"


class PracticeSerializer(serializers.ModelSerializer):
    """What is shared of a fiche, and no more: `description` and `needs` as they were when it was proposed."""

    title = serializers.CharField(source="__str__", read_only=True)
    needs = serializers.SerializerMethodField(help_text="Constats et besoins.")
    description = serializers.SerializerMethodField()
    contract_title = serializers.CharField(source="contract.title", read_only=True)

    class Meta:
        model = Practice
        fields = [
            *("id", "state", "title", "contract_title", "needs", "description", "brings", "know_how", "means"),
            *("contact", "themes", "public", "proposed_on", "published_on", *TAIL),
        ]
        read_only_fields = fields

    def get_needs(self, practice) -> str:
        return practice.shown.get("context") or ""

    def get_description(self, practice) -> str:
        return practice.shown.get("description") or ""
