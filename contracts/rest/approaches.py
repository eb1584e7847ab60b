"""Démarches by REST, for the ARS that follows them: the same services and rules as the pages.

Who asked is named, as on the page; how to reach them is written, never read.
"""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.models import User
from contracts.api_scope import signed_only
from contracts.enums import ApproachState
from contracts.models import Approach, ApproachDocument, ApproachNote, ApproachPassage, PressLink
from contracts.services import approach_file, approaches
from core.api import ByPermission, ChangeByService, CreateByService, ReadViewSet, expected_version

from .filters import ID, today
from .serializers import TAIL, MemberSerializer, TerritorySerializer, name_of


class ApproachNoteSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="by.display_name", read_only=True, default="")

    class Meta:
        model = ApproachNote
        fields = ["id", "on", "text", "author"]


class ApproachPressSerializer(serializers.ModelSerializer):
    class Meta:
        model = PressLink
        fields = ["id", "title", "url", "published_on"]


class ApproachDocumentSerializer(serializers.ModelSerializer):
    class Meta:
        model = ApproachDocument
        fields = ["id", "title", "name", "content_type", "size", "created_at"]


class ApproachPassageSerializer(serializers.ModelSerializer):
    class Meta:
        model = ApproachPassage
        fields = ["source", "target", "at", "reason"]


class ApproachSerializer(serializers.ModelSerializer):
    """In a list. `late`: still open, and the day of the next step has passed."""

    territory = TerritorySerializer(read_only=True)
    members = MemberSerializer(
        many=True, write_only=True, required=False, help_text="Le périmètre envisagé, en entier."
    )
    organisation_name = name_of("organisation")
    axes = serializers.ListField(child=serializers.CharField(max_length=300), required=False)
    referent = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.active(), allow_null=True, required=False, help_text="Le compte qui la suit."
    )
    referent_name = serializers.CharField(source="referent.display_name", read_only=True, default=None, allow_null=True)
    late = serializers.SerializerMethodField()
    contract = serializers.SlugRelatedField(
        slug_field="reference", read_only=True, allow_null=True, help_text="Ce qu’elle est devenue."
    )

    class Meta:
        model = Approach
        fields = [
            *("id", "name", "department", "territory", "members", "state", "asked_on", "organisation"),
            *("organisation_name", "asker_name", "asker_role", "asker_contact", "axes", "talks"),
            *("next_step", "next_on", "late", "referent", "referent_name", "contract", *TAIL),
        ]
        read_only_fields = ["state", *TAIL]
        extra_kwargs = {"asker_contact": {"write_only": True}}
        validators: list = []

    def get_late(self, approach) -> bool:
        return approach.late_on(today(self.context))


class ApproachDetailSerializer(ApproachSerializer):
    """With what gathered on it."""

    notes = ApproachNoteSerializer(source="approachnotes", many=True, read_only=True)
    press = ApproachPressSerializer(source="presslinks", many=True, read_only=True)
    documents = serializers.SerializerMethodField()
    passages = ApproachPassageSerializer(source="approachpassages", many=True, read_only=True)

    class Meta(ApproachSerializer.Meta):
        fields = [*ApproachSerializer.Meta.fields, "notes", "press", "documents", "passages"]

    @extend_schema_field(ApproachDocumentSerializer(many=True))
    def get_documents(self, approach):
        kept = [row for row in approach.approachdocuments.all() if not row.withdrawn_at]
        return ApproachDocumentSerializer(kept, many=True).data


class ApproachPassSerializer(serializers.Serializer):
    target = serializers.ChoiceField(choices=[each for each in ApproachState.choices if each[0] != "contract"])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class BecomeSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=300, help_text="Du contrat qui s’ouvre.")


class ApproachFilters(filters.FilterSet):
    department = filters.CharFilter(field_name="department_id", help_text="Code du département.")
    region = filters.CharFilter(field_name="department__region_id", help_text="Code de la région.")
    state = filters.MultipleChoiceFilter(choices=ApproachState.choices)
    open = filters.BooleanFilter(method="still_open", help_text="Vrai\xa0: ni contrat, ni sans suite.")
    late = filters.BooleanFilter(method="past_its_step", help_text="Vrai\xa0: l’étape prévue est passée.")
    referent = filters.NumberFilter(field_name="referent_id", **ID)
    next_before = filters.DateFilter(field_name="next_on", lookup_expr="lt", help_text="Prochaine étape avant ce jour.")
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Approach
        fields: list[str] = []

    def still_open(self, queryset, name, wanted):
        return queryset.open() if wanted else queryset.exclude(pk__in=Approach.objects.open().values("pk"))

    def past_its_step(self, queryset, name, wanted):
        late = Approach.objects.late_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=late) if wanted else queryset.exclude(pk__in=late)


class ApproachViewSet(CreateByService, ChangeByService, ReadViewSet):
    """Démarches, from the first contact: those of one's départements and regions. None is deleted: it is dropped."""

    queryset = Approach.objects.none()
    permission_classes = [ByPermission]
    filterset_class = ApproachFilters
    search_fields = ["search"]
    ordering = ["name", "id"]
    ordering_fields = ["name", "asked_on", "next_on", "updated_at"]
    lookup_value_regex = "[0-9]{1,18}"
    if_match_actions = ("passages", "contract")

    def get_queryset(self):
        """None for a key that is limited to signed contracts."""
        if signed_only(self.request):
            return Approach.objects.none()
        found = Approach.objects.visible_to(self.request.user)
        found = found.select_related("department__region", "territory", "organisation", "referent", "contract")
        found = found.prefetch_related("territory__departments", "territory__members")
        if self.action == "list":
            return found
        return found.prefetch_related("approachnotes__by", "presslinks", "approachdocuments", "approachpassages")

    def get_serializer_class(self):
        return ApproachSerializer if self.action == "list" else ApproachDetailSerializer

    def perform_create(self, data):
        return approaches.open_approach(actor=self.request.user, **_as_services_read(data))

    def perform_change(self, instance, data, version):
        return approaches.change_approach(
            approach=instance, actor=self.request.user, version=version, **_as_services_read(data)
        )

    @extend_schema(request=ApproachPassSerializer, responses={200: ApproachDetailSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Pass to another state; 409 where the lifecycle has no such passage."""
        return self._written(ApproachPassSerializer, approaches.pass_approach, versioned=True)

    @extend_schema(request=BecomeSerializer, responses={200: ApproachDetailSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def contract(self, request, pk):
        """The démarche becomes a contract at the stage « Initiative », which `contract` then names."""
        return self._written(BecomeSerializer, approaches.become_contract, versioned=True)

    @extend_schema(request=ApproachNoteSerializer, responses={200: ApproachDetailSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def notes(self, request, pk):
        """Add a note, which is never changed."""
        return self._written(ApproachNoteSerializer, approach_file.add_note)

    @extend_schema(request=ApproachPressSerializer, responses={200: ApproachDetailSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def press(self, request, pk):
        """Add an article of the press."""
        return self._written(ApproachPressSerializer, approach_file.add_press)

    def _written(self, serializer_class, service, *, versioned=False):
        """What was asked is done by the service; the answer is the démarche as it is then."""
        approach = self.get_object()
        under = {"version": expected_version(self.request, approach)} if versioned else {}
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        with self.acting():
            service(approach=approach, actor=self.request.user, **under, **serializer.validated_data)
        self.action = "retrieve"
        return self.answer(self.fresh(approach))


def _as_services_read(data):
    if "members" in data:
        data["members"] = [(each["level"], each["code"], each.get("name", "")) for each in data["members"]]
    return data
