"""The bodies of a département or of a region by REST, for those who read them: the same services as the pages."""

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from contracts.api_scope import signed_only
from core.api import (
    ByPermission,
    ChangeByService,
    CreateByService,
    ReadViewSet,
    VersionedModelViewSet,
    expected_version,
)
from governance.models import (
    Network,
    NetworkAttendance,
    NetworkDecision,
    NetworkFollowUp,
    NetworkItem,
    NetworkMeeting,
    NetworkMember,
)
from governance.services import network_follow_ups as follow_ups
from governance.services import network_meetings as meetings
from governance.services import networks as services

from . import network_filters as filters
from . import network_serializers as serializers
from .serializers import MeetingPassageSerializer


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
    serializer_class = serializers.NetworkSerializer
    filterset_class = filters.NetworkFilters
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
    serializer_class = serializers.NetworkMemberSerializer
    filterset_class = filters.OfNetworkFilters
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
    serializer_class = serializers.NetworkMeetingSerializer
    filterset_class = filters.NetworkMeetingFilters
    ordering = ["on", "id"]
    ordering_fields = ["on", "updated_at"]
    if_match_actions = ("passages",)

    def perform_create(self, data):
        return meetings.prepare_meeting(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return meetings.edit_meeting(instance, actor=self.request.user, version=version, **data)

    @extend_schema(request=MeetingPassageSerializer, responses={200: serializers.NetworkMeetingSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Convene, open, close, cancel; 409 says what is missing."""

        def passes(meeting, version, data):
            today = timezone.localdate()
            meetings.pass_meeting(meeting, actor=request.user, today=today, version=version, **data)

        return self.passed(MeetingPassageSerializer, passes)

    @extend_schema(
        request=serializers.NetworkRectificationSerializer, responses={200: serializers.NetworkMeetingSerializer}
    )
    @action(detail=True, methods=["post"], filterset_class=None)
    def rectifications(self, request, pk):
        """Mend the minutes of a closed meeting by a dated note; 409 before it is closed."""

        def writes(meeting, _version, data):
            meetings.rectify(meeting=meeting, actor=request.user, **data)

        return self.passed(serializers.NetworkRectificationSerializer, writes, versioned=False)


class NetworkItemViewSet(OfNetworkViewSet, VersionedModelViewSet):
    """The agenda of the meetings of networks, in their order."""

    queryset = NetworkItem.objects.select_related("meeting__network")
    serializer_class = serializers.NetworkItemSerializer
    filterset_class = filters.OfNetworkMeetingFilters
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
    serializer_class = serializers.NetworkAttendanceSerializer
    filterset_class = filters.OfNetworkMeetingFilters
    path = "meeting__network"
    ordering = ["meeting_id", "name", "id"]

    def perform_change(self, instance, data, version):
        noted = {"presence": instance.presence, **data}
        return meetings.note_presence(instance, actor=self.request.user, version=version, **noted)


class NetworkDecisionViewSet(CreateByService, OfNetworkViewSet):
    """The registers of networks: they are read, and they grow. What must change is superseded by another."""

    queryset = NetworkDecision.objects.select_related("network", "superseded_by")
    serializer_class = serializers.NetworkDecisionSerializer
    filterset_class = filters.NetworkDecisionFilters
    ordering = ["network_id", "number"]
    ordering_fields = ["number", "on", "updated_at"]

    def perform_create(self, data):
        return meetings.decide(actor=self.request.user, today=timezone.localdate(), **data)


class NetworkFollowUpViewSet(CreateByService, ChangeByService, OfNetworkViewSet):
    """What follows from the decisions of networks. Done, dropped or opened again by `passages`; never deleted."""

    queryset = NetworkFollowUp.objects.select_related("network", "owner")
    serializer_class = serializers.NetworkFollowUpSerializer
    filterset_class = filters.NetworkFollowUpFilters
    ordering = ["due_on", "id"]
    ordering_fields = ["due_on", "done_on", "updated_at"]
    if_match_actions = ("passages",)

    def perform_create(self, data):
        return follow_ups.add_follow_up(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return follow_ups.edit_follow_up(instance, actor=self.request.user, version=version, **data)

    @extend_schema(
        request=serializers.NetworkFollowUpPassageSerializer, responses={200: serializers.NetworkFollowUpSerializer}
    )
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Done (with its proof), dropped (with the reason), or opened again."""
        return self.passed(serializers.NetworkFollowUpPassageSerializer, self._pass)

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
