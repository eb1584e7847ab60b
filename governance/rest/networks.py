"""The bodies of a département or of a region by REST, for those who read them: the same services as the pages.

Who is a member is named, as on the page; addresses are written, never read.
"""

from django.db import transaction
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.models import Organisation, User
from contracts.api_scope import signed_only
from contracts.rest.filters import ID
from contracts.rest.placing import position
from contracts.rest.serializers import TAIL, name_of
from core.api import (
    ByPermission,
    ChangeByService,
    CreateByService,
    ReadViewSet,
    VersionedModelViewSet,
    expected_version,
)
from governance.enums import MeetingState, NetworkKind
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
from governance.services import network_follow_ups as follow_ups
from governance.services import network_meetings as meetings
from governance.services import networks as services

from .serializers import SECRET, LocalTimeField, MeetingPassageSerializer

#: Where the network of a row is found, for what a field may point to.
TO_NETWORK = {Network: "pk", NetworkMeeting: "network", NetworkDecision: "network"}


# --- what is said of them -----------------------------------------------------------------------------
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


# --- what they are filtered by ------------------------------------------------------------------------
class NetworkFilters(filters.FilterSet):
    region = filters.CharFilter(field_name="region_id", help_text="Code de la région.")
    department = filters.CharFilter(field_name="department_id", help_text="Code du département.")
    kind = filters.MultipleChoiceFilter(choices=NetworkKind.choices)
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class OfNetworkFilters(filters.FilterSet):
    network = filters.NumberFilter(field_name="network_id", **ID)
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class OfNetworkMeetingFilters(filters.FilterSet):
    network = filters.NumberFilter(field_name="meeting__network_id", **ID)
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class NetworkMeetingFilters(OfNetworkFilters):
    state = filters.MultipleChoiceFilter(choices=MeetingState.choices)
    after = filters.DateFilter(field_name="on", lookup_expr="gte", help_text="Ce jour-là ou après.")
    before = filters.DateFilter(field_name="on", lookup_expr="lte", help_text="Ce jour-là ou avant.")


class NetworkDecisionFilters(OfNetworkFilters):
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    in_force = filters.BooleanFilter(
        method="still", help_text="Vrai\xa0: que rien ne remplace\xa0; faux\xa0: remplacées."
    )

    def still(self, queryset, name, wanted):
        return queryset.in_force() if wanted else queryset.superseded()


class NetworkFollowUpFilters(OfNetworkFilters):
    decision = filters.NumberFilter(field_name="decision_id", **ID)
    owner = filters.NumberFilter(field_name="owner_id", **ID)
    pending = filters.BooleanFilter(method="waiting", help_text="Vrai\xa0: ni faites, ni abandonnées.")

    def waiting(self, queryset, name, wanted):
        waiting = NetworkFollowUp.objects.pending().values("pk")
        return queryset.filter(pk__in=waiting) if wanted else queryset.exclude(pk__in=waiting)


# --- the resources ------------------------------------------------------------------------------------
class OfNetworkViewSet(ReadViewSet):
    """The rows of the networks that the person reads; none for a key that is limited to signed contracts."""

    permission_classes = [ByPermission]
    lookup_value_regex = "[0-9]{1,18}"
    #: From the row to its network.
    path = "network"
    ordering_fields = ["updated_at"]

    def networks(self):
        return Network.objects.none() if signed_only(self.request) else Network.objects.visible_to(self.request.user)

    def get_queryset(self):
        return super().get_queryset().filter(**{f"{self.path}__in": self.networks().values("pk")})

    def get_serializer_context(self):
        context = super().get_serializer_context()
        if self.request and self.request.method not in ("GET", "HEAD", "OPTIONS"):
            context["networks"] = self.networks()
        return context

    def passed(self, serializer_class, service, *, versioned=True):
        """What was asked is done by `service(row, version, data)`; the answer is the row as it is then."""
        row = self.get_object()
        version = expected_version(self.request, row) if versioned else None
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        with self.acting():
            service(row, version, serializer.validated_data)
        self.action = "retrieve"
        return self.answer(self.fresh(row))


class NetworkViewSet(OfNetworkViewSet, VersionedModelViewSet):
    """Bodies of a région or of a département: for their ARS, their members and the coordinators of the territory."""

    queryset = Network.objects.select_related("region", "department")
    serializer_class = NetworkSerializer
    filterset_class = NetworkFilters
    path = "pk"
    ordering = ["region__name", "department__code", "kind", "name", "id"]
    ordering_fields = ["name", "updated_at"]

    def perform_create(self, data):
        return services.create_network(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return services.edit_network(instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        services.remove_network(instance, actor=self.request.user, version=version)


class NetworkMemberViewSet(OfNetworkViewSet, VersionedModelViewSet):
    """Who belongs to a network, from a day to a day; who leaves is given a last day rather than removed."""

    queryset = NetworkMember.objects.select_related("network", "user", "organisation")
    serializer_class = NetworkMemberSerializer
    filterset_class = OfNetworkFilters
    ordering = ["network_id", "-leads", "id"]

    def perform_create(self, data):
        return services.add_member(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return services.edit_member(instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        services.remove_member(instance, actor=self.request.user, version=version)


class NetworkMeetingViewSet(CreateByService, ChangeByService, OfNetworkViewSet):
    """Meetings of networks, prepared then passed from state to state. One that is not held is cancelled."""

    queryset = NetworkMeeting.objects.select_related("network").prefetch_related("rectifications__by")
    serializer_class = NetworkMeetingSerializer
    filterset_class = NetworkMeetingFilters
    ordering = ["on", "id"]
    ordering_fields = ["on", "updated_at"]
    if_match_actions = ("passages",)

    def perform_create(self, data):
        return meetings.prepare_meeting(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return meetings.edit_meeting(instance, actor=self.request.user, version=version, **data)

    @extend_schema(request=MeetingPassageSerializer, responses={200: NetworkMeetingSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Convene, open, close, cancel; 409 says what is missing."""

        def passes(meeting, version, data):
            today = timezone.localdate()
            meetings.pass_meeting(meeting, actor=request.user, today=today, version=version, **data)

        return self.passed(MeetingPassageSerializer, passes)

    @extend_schema(request=NetworkRectificationSerializer, responses={200: NetworkMeetingSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def rectifications(self, request, pk):
        """Mend the minutes of a closed meeting by a dated note; 409 before it is closed."""

        def writes(meeting, _version, data):
            meetings.rectify(meeting=meeting, actor=request.user, **data)

        return self.passed(NetworkRectificationSerializer, writes, versioned=False)


class NetworkItemViewSet(OfNetworkViewSet, VersionedModelViewSet):
    """The agenda of the meetings of networks, in their order."""

    queryset = NetworkItem.objects.select_related("meeting__network")
    serializer_class = NetworkItemSerializer
    filterset_class = OfNetworkMeetingFilters
    path = "meeting__network"
    ordering = ["meeting_id", "position", "id"]

    @transaction.atomic
    def perform_create(self, data):
        rank = data.pop("position", None)
        return self._placed(meetings.add_item(actor=self.request.user, **data), rank)

    @transaction.atomic
    def perform_change(self, instance, data, version):
        rank = data.pop("position", None)
        return self._placed(meetings.edit_item(instance, actor=self.request.user, version=version, **data), rank)

    def _placed(self, row, rank):
        if rank not in (None, row.position):
            meetings.place_item(row, actor=self.request.user, rank=rank)
        return row

    def perform_delete(self, instance, version):
        meetings.remove_item(instance, actor=self.request.user, version=version)


class NetworkAttendanceViewSet(ChangeByService, OfNetworkViewSet):
    """Who is invited to the meetings of networks, what they answered, who came."""

    queryset = NetworkAttendance.objects.select_related("meeting__network")
    serializer_class = NetworkAttendanceSerializer
    filterset_class = OfNetworkMeetingFilters
    path = "meeting__network"
    ordering = ["meeting_id", "name", "id"]

    def perform_change(self, instance, data, version):
        return meetings.note_presence(instance, actor=self.request.user, version=version, **data)


class NetworkDecisionViewSet(CreateByService, OfNetworkViewSet):
    """The registers of networks: they are read, and they grow. What must change is superseded by another."""

    queryset = NetworkDecision.objects.select_related("network", "superseded_by")
    serializer_class = NetworkDecisionSerializer
    filterset_class = NetworkDecisionFilters
    ordering = ["network_id", "number"]
    ordering_fields = ["number", "on", "updated_at"]

    def perform_create(self, data):
        return meetings.decide(actor=self.request.user, today=timezone.localdate(), **data)


class NetworkFollowUpViewSet(CreateByService, ChangeByService, OfNetworkViewSet):
    """What follows from the decisions of networks. Done, dropped or opened again by `passages`; never deleted."""

    queryset = NetworkFollowUp.objects.select_related("network", "owner")
    serializer_class = NetworkFollowUpSerializer
    filterset_class = NetworkFollowUpFilters
    ordering = ["due_on", "id"]
    ordering_fields = ["due_on", "done_on", "updated_at"]
    if_match_actions = ("passages",)

    def perform_create(self, data):
        return follow_ups.add_follow_up(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return follow_ups.edit_follow_up(instance, actor=self.request.user, version=version, **data)

    @extend_schema(request=NetworkFollowUpPassageSerializer, responses={200: NetworkFollowUpSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Done (with its proof), dropped (with the reason), or opened again."""
        return self.passed(NetworkFollowUpPassageSerializer, self._pass)

    def _pass(self, row, version, data):
        facts = {"actor": self.request.user, "version": version}
        today = timezone.localdate()
        match data["target"]:
            case "done":
                done = {"on": data.get("on", today), "proof": data.get("proof", "")}
                follow_ups.finish_follow_up(row, today=today, **done, **facts)
            case "dropped":
                follow_ups.drop_follow_up(row, reason=data.get("reason", ""), **facts)
            case _:
                follow_ups.reopen_follow_up(row, **facts)
