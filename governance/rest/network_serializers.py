"""What is said by REST of the bodies of a département or of a region.

Who is a member is named, as on the page; addresses are written, never read.
"""

from django.utils import timezone
from rest_framework import serializers

from accounts.models import Organisation, User
from contracts.rest.placing import position
from contracts.rest.serializers import TAIL, name_of
from governance.enums import Answer
from governance.models import (
    Network,
    NetworkAttendance,
    NetworkDecision,
    NetworkFollowUp,
    NetworkItem,
    NetworkMeeting,
    NetworkMember,
    NetworkRectification,
)

from .serializers import SECRET, LocalTimeField

#: Where the network of a row is found, for what a field may point to.
TO_NETWORK = {Network: "pk", NetworkMeeting: "network", NetworkDecision: "network"}


class OfNetworkSerializer(serializers.ModelSerializer):
    """What holds the row (`host`) is given at the creation, among what the request may see, and does not change."""

    host = "network"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        networks = self.context.get("networks")
        changing = self.instance is not None and not hasattr(self.instance, "__iter__")
        if changing and self.host:
            self.fields[self.host].read_only = True
        for field in self.fields.values():
            model = getattr(getattr(field, "queryset", None), "model", None)
            if networks is not None and model in TO_NETWORK:
                field.queryset = model.objects.filter(**{f"{TO_NETWORK[model]}__in": networks.values("pk")})


class NetworkSerializer(OfNetworkSerializer):
    """Of one région or of one département, which is said at its creation."""

    host = ""

    class Meta:
        model = Network
        fields = ["id", "region", "department", "kind", "name", "purpose", "meetings_per_year", "until", *TAIL]
        read_only_fields = TAIL
        validators: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            for name in ("region", "department"):
                self.fields[name].read_only = True


class NetworkMemberSerializer(OfNetworkSerializer):
    """A person: her account where `email` is that of one, else a name with an address."""

    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.current(), allow_null=True, required=False
    )
    organisation_name = name_of("organisation")
    who = serializers.CharField(read_only=True, help_text="Le nom du compte, sinon celui qui est écrit.")

    class Meta:
        model = NetworkMember
        fields = [
            *("id", "network", "user", "who", "name", "email", "organisation", "organisation_name", "leads"),
            *("since", "until", *TAIL),
        ]
        read_only_fields = ["user", *TAIL]
        extra_kwargs = {"email": SECRET}
        validators: list = []


class NetworkRectificationSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.display_name", read_only=True, default="")

    class Meta:
        model = NetworkRectification
        fields = ["id", "text", "by", "created_at"]
        read_only_fields = ["created_at"]


class NetworkMeetingSerializer(OfNetworkSerializer):
    """`state` moves by `passages`."""

    begins_at = LocalTimeField(allow_null=True, required=False)
    ends_at = LocalTimeField(allow_null=True, required=False)
    rectifications = NetworkRectificationSerializer(many=True, read_only=True)

    class Meta:
        model = NetworkMeeting
        fields = [
            *("id", "network", "state", "on", "begins_at", "ends_at", "place", "link", "title", "introduction"),
            *("minutes", "cancel_reason", "convened_at", "closed_at", "rectifications", *TAIL),
        ]
        read_only_fields = ["state", "cancel_reason", "convened_at", "closed_at", *TAIL]
        validators: list = []


class NetworkItemSerializer(OfNetworkSerializer):
    host = "meeting"
    network = serializers.IntegerField(source="meeting.network_id", read_only=True)
    position = position()

    class Meta:
        model = NetworkItem
        fields = ["id", "network", "meeting", "title", "presenter", "minutes_planned", "position", *TAIL]
        read_only_fields = TAIL
        validators: list = []


class NetworkAttendanceSerializer(serializers.ModelSerializer):
    """A member at one meeting: whether she said that she comes, whether she came."""

    network = serializers.IntegerField(source="meeting.network_id", read_only=True)
    answer = serializers.ChoiceField(choices=Answer.choices, allow_blank=True, read_only=True)

    class Meta:
        model = NetworkAttendance
        fields = [
            "id",
            "network",
            "meeting",
            "member",
            "name",
            "organisation",
            "answer",
            "answered_at",
            "presence",
            *TAIL,
        ]
        read_only_fields = ["meeting", "member", "name", "organisation", "answer", "answered_at", *TAIL]
        validators: list = []


class NetworkDecisionSerializer(OfNetworkSerializer):
    """Written once: the number is given by the register, and no decision is changed or deleted."""

    superseded_by = serializers.SerializerMethodField(help_text="La décision qui la remplace.")

    class Meta:
        model = NetworkDecision
        fields = ["id", "network", "number", "on", "text", "meeting", "supersedes", "superseded_by", *TAIL]
        read_only_fields = ["number", *TAIL]
        # A decision already replaced is refused by the service, in words.
        extra_kwargs = {"supersedes": {"validators": []}}
        validators: list = []

    def get_superseded_by(self, decision) -> int | None:
        return decision.superseded_by.pk if decision.superseded else None


class NetworkFollowUpSerializer(OfNetworkSerializer):
    owner = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.active(), allow_null=True, required=False, help_text="Le compte d’un membre."
    )
    late = serializers.SerializerMethodField(help_text="En retard aujourd’hui, calculé d’après la date.")

    class Meta:
        model = NetworkFollowUp
        fields = [
            *("id", "network", "decision", "text", "owner", "owner_name", "due_on", "late", "done_on", "proof"),
            *("dropped_reason", *TAIL),
        ]
        read_only_fields = ["done_on", "proof", "dropped_reason", *TAIL]
        validators: list = []

    def get_late(self, follow_up) -> bool:
        today = timezone.localdate()
        return follow_up.late_on(today)


class NetworkFollowUpPassageSerializer(serializers.Serializer):
    """What becomes of it."""

    target = serializers.ChoiceField(choices=["done", "dropped", "open"])
    on = serializers.DateField(required=False, help_text="Le jour où c’est fait\xa0; aujourd’hui, sans lui.")
    proof = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)
