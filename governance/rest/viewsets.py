"""Bodies, meetings, decisions, follow-ups and posts by REST: the same services and rules as the pages."""

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from contracts.api_scope import signed_only, visible_contracts
from contracts.models import Contract
from contracts.rest.viewsets import PartViewSet
from core.api import ByPermission, ChangeByService, CreateByService, ReadViewSet, expected_version
from core.api_csv import CSVLists
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
    PostShare,
    Practice,
    Seat,
)
from governance.services import agenda, bodies, coordination, decisions, follow_ups, meetings

from . import filters, serializers


class GovernanceReading(ReadViewSet):
    """The rows of the contracts of one's scope; for what has fewer verbs than a part of the plan."""

    permission_classes = [ByPermission]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        return super().get_queryset().filter(contract__in=visible_contracts(self.request))

    def get_serializer_context(self):
        context = super().get_serializer_context()
        if self.request and self.request.method not in ("GET", "HEAD", "OPTIONS"):
            context["contracts"] = visible_contracts(self.request)
        return context

    def passed(self, serializer_class, service):
        """A passage under If-Match: `service(row, version, data)` gives the row as it is then."""
        row = self.get_object()
        version = expected_version(self.request, row)
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        with self.acting():
            changed = service(row, version, serializer.validated_data)
        self.action = "retrieve"
        return self.answer(self.fresh(changed))


class RowViewSet(PartViewSet):
    """A row that the common services of the governance change and remove."""

    def revise(self, instance, data, version):
        return bodies.edit_row(instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        bodies.remove_row(instance, actor=self.request.user, version=version)


class BodyViewSet(RowViewSet):
    """Bodies that steer the contract, with their seats."""

    queryset = Body.objects.select_related("contract").prefetch_related("chairs", "actions", "seats__organisation")
    serializer_class = serializers.BodySerializer
    filterset_class = filters.BodyFilters

    def make(self, data):
        return bodies.add_body(actor=self.request.user, **data)


class SeatViewSet(RowViewSet):
    """Seats of the bodies. Who sits there is named, without any address."""

    queryset = Seat.objects.select_related("contract", "organisation")
    serializer_class = serializers.SeatSerializer
    filterset_class = filters.SeatFilters
    beside = ("body",)

    def make(self, data):
        return bodies.add_seat(actor=self.request.user, **data)


class AgendaItemViewSet(PartViewSet):
    """The agenda of meetings, and what waits for one. Nothing of a closed meeting changes."""

    queryset = AgendaItem.objects.select_related("contract").prefetch_related("actions")
    serializer_class = serializers.AgendaItemSerializer
    filterset_class = filters.AgendaItemFilters
    beside = ("body", "meeting")

    def make(self, data):
        return agenda.add_item(actor=self.request.user, **data)

    def revise(self, instance, data, version):
        said = {"actor": self.request.user, "version": version}
        meeting = data.pop("meeting", instance.meeting)
        if meeting != instance.meeting:
            moved = (
                agenda.put_on_agenda(instance, meeting=meeting, **said)
                if meeting
                else agenda.send_to_backlog(instance, **said)
            )
            instance, said["version"] = moved, moved.version
        return agenda.edit_item(instance, **said, **data)

    def perform_delete(self, instance, version):
        agenda.remove_item(instance, actor=self.request.user, version=version)


class MeetingViewSet(CreateByService, ChangeByService, GovernanceReading):
    """Meetings, prepared then passed from state to state. One that is not held is cancelled, not deleted."""

    queryset = Meeting.objects.select_related("contract", "body").prefetch_related("rectifications__by")
    serializer_class = serializers.MeetingSerializer
    filterset_class = filters.MeetingFilters
    ordering = ["on", "id"]
    ordering_fields = ["on", "updated_at"]
    if_match_actions = ("passages",)

    def perform_create(self, data):
        if data.pop("held", False):
            return meetings.note_past_meeting(actor=self.request.user, today=timezone.localdate(), **data)
        return meetings.prepare_meeting(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        data.pop("held", None)
        return meetings.edit_meeting(instance, actor=self.request.user, version=version, **data)

    @extend_schema(request=serializers.MeetingPassageSerializer, responses={200: serializers.MeetingSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Convene, open, close, cancel; 409 says what is missing."""

        def passes(meeting, version, data):
            today = timezone.localdate()
            return meetings.pass_meeting(meeting, actor=request.user, today=today, version=version, **data)

        return self.passed(serializers.MeetingPassageSerializer, passes)

    @extend_schema(request=serializers.RectificationSerializer, responses={200: serializers.MeetingSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def rectifications(self, request, pk):
        """Mend the minutes of a closed meeting by a dated note; 409 before it is closed."""
        meeting = self.get_object()
        serializer = serializers.RectificationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with self.acting():
            meetings.rectify(meeting=meeting, actor=request.user, **serializer.validated_data)
        self.action = "retrieve"
        return self.answer(self.fresh(meeting))


class AttendanceViewSet(CreateByService, ChangeByService, GovernanceReading):
    """Who is invited to a meeting, what they answered, who came. The seats of the body are there from the start."""

    queryset = Attendance.objects.select_related("contract", "organisation", "meeting")
    serializer_class = serializers.AttendanceSerializer
    filterset_class = filters.AttendanceFilters
    ordering = ["meeting_id", "position", "id"]
    ordering_fields = ["updated_at"]

    @transaction.atomic
    def perform_create(self, data):
        noted = {name: data.pop(name) for name in self.serializer_class.NOTED if name in data}
        invited = meetings.invite(actor=self.request.user, **data)
        return meetings.note_attendance(invited, actor=self.request.user, **noted) if noted else invited

    def perform_change(self, instance, data, version):
        return meetings.note_attendance(instance, actor=self.request.user, version=version, **data)


class DecisionViewSet(CreateByService, GovernanceReading):
    """The register of decisions: it is read, and it grows. What must change is superseded by another."""

    queryset = Decision.objects.select_related("contract", "superseded_by").prefetch_related(
        "actions", "axes", "commitments"
    )
    serializer_class = serializers.DecisionSerializer
    filterset_class = filters.DecisionFilters
    ordering = ["contract_id", "number"]
    ordering_fields = ["number", "on", "updated_at"]

    def perform_create(self, data):
        return decisions.take_decision(actor=self.request.user, today=timezone.localdate(), **data)


class FollowUpViewSet(CreateByService, ChangeByService, GovernanceReading):
    """What follows from decisions. It is done, dropped, opened again or verified by `passages`; never deleted."""

    queryset = FollowUp.objects.select_related("contract", "organisation")
    serializer_class = serializers.FollowUpSerializer
    filterset_class = filters.FollowUpFilters
    ordering = ["due_on", "id"]
    ordering_fields = ["due_on", "done_on", "updated_at"]
    if_match_actions = ("passages",)

    def perform_create(self, data):
        return follow_ups.add_follow_up(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return follow_ups.edit_follow_up(instance, actor=self.request.user, version=version, **data)

    @extend_schema(request=serializers.FollowUpPassageSerializer, responses={200: serializers.FollowUpSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Done (with its proof), dropped (with the reason), opened again, or verified by another person."""
        return self.passed(serializers.FollowUpPassageSerializer, self._pass)

    def _pass(self, row, version, data):
        facts = {"actor": self.request.user, "version": version}
        today = timezone.localdate()
        match data["target"]:
            case "done":
                done = {"on": data.get("on", today), "proof": data.get("proof", "")}
                return follow_ups.finish_follow_up(row, today=today, **done, **facts)
            case "dropped":
                return follow_ups.drop_follow_up(row, reason=data.get("reason", ""), **facts)
            case "verified":
                return follow_ups.verify_follow_up(row, today=today, **facts)
        return follow_ups.reopen_follow_up(row, **facts)


class PostViewSet(RowViewSet):
    """Coordination posts. Who holds one is named, without her address."""

    queryset = CoordinationPost.objects.select_related("contract").prefetch_related("former_holders", "shares")
    serializer_class = serializers.PostSerializer
    filterset_class = filters.PostFilters

    def make(self, data):
        said = {name: value for name, value in data.items() if name not in ("left_on", "correction")}
        return coordination.add_post(actor=self.request.user, **said)

    def revise(self, instance, data, version):
        return coordination.edit_post(instance, actor=self.request.user, version=version, **data)


class PostFundingViewSet(CSVLists, RowViewSet):
    """Who pays the posts of coordination, by party and year. Lists also as CSV."""

    queryset = PostFunding.objects.select_related("contract", "funder")
    serializer_class = serializers.PostFundingSerializer
    filterset_class = filters.PostFundingFilters
    ordering_fields = ["year", "agreement_ends_on", "updated_at"]

    def make(self, data):
        return coordination.add_post_funding(actor=self.request.user, **data)


class PostShareViewSet(RowViewSet):
    """What part of a post serves another scheme (CLSM, ASV, CPTS)."""

    queryset = PostShare.objects.select_related("contract")
    serializer_class = serializers.PostShareSerializer
    filterset_class = filters.OfPostFilters
    ordering_fields = ["updated_at"]

    def make(self, data):
        return coordination.add_post_share(actor=self.request.user, **data)


class HandoverViewSet(GovernanceReading):
    """Where hand-overs stand, for those who read them on the pages."""

    queryset = Handover.objects.select_related("contract")
    serializer_class = serializers.HandoverSerializer
    filterset_class = filters.HandoverFilters
    ordering = ["-created_at", "-id"]
    ordering_fields = ["created_at", "leaves_on", "updated_at"]

    def get_queryset(self):
        return super().get_queryset().readable_by(self.request.user)


class PracticeViewSet(ReadViewSet):
    """The shared practices of the regions whose directory one reads."""

    queryset = Practice.objects.select_related("contract", "action")
    serializer_class = serializers.PracticeSerializer
    permission_classes = [ByPermission]
    filterset_class = filters.PracticeFilters
    ordering = ["-published_on", "-id"]
    ordering_fields = ["published_on", "updated_at"]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        found = super().get_queryset().visible_to(self.request.user)
        return found.filter(contract__in=Contract.objects.signed()) if signed_only(self.request) else found
