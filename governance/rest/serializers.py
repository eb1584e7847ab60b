"""Governance by REST. Addresses of people are written, never read."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from contracts.rest.placing import position
from contracts.rest.serializers import TAIL, PartSerializer, name_of
from governance.enums import Effect, MeetingState
from governance.models import AgendaItem, Body, CoordinationPost, Decision, FollowUp, Meeting, Practice, Seat

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


class MeetingSerializer(PartSerializer):
    """`state` moves by `passages`; `held` at the creation notes a meeting that took place before."""

    host = "body"
    begins_at = LocalTimeField(allow_null=True, required=False)
    ends_at = LocalTimeField(allow_null=True, required=False)
    held = serializers.BooleanField(
        write_only=True, required=False, help_text="À la création\xa0: une séance déjà tenue, notée après coup."
    )

    class Meta:
        model = Meeting
        fields = [
            *("id", "contract", "body", "state", "on", "begins_at", "ends_at", "place", "link", "title"),
            *("introduction", "minutes", "cancel_reason", "convened_at", "closed_at", "held", *TAIL),
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


class PostSerializer(PartSerializer):
    class Meta:
        model = CoordinationPost
        fields = [
            *("id", "contract", "title", "fte", "employer", "location", "since", "until"),
            *("holder_name", "holder_role", "holder_email", *TAIL),
        ]
        read_only_fields = TAIL
        extra_kwargs = {"holder_email": SECRET}


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
