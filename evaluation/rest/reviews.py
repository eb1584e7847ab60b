"""The yearly reviews by REST: read only, their passages are made on the pages."""

from django_filters import rest_framework as filters
from rest_framework import serializers

from contracts.api_scope import visible_contracts
from core.api import ByPermission, ReadViewSet
from evaluation.models import Review, ReviewText
from evaluation.review_enums import ReviewState


class ReviewTextSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReviewText
        fields = ["section", "text"]


class ReviewSerializer(serializers.ModelSerializer):
    contract = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    sections = serializers.ListField(child=serializers.CharField(), read_only=True)
    texts = ReviewTextSerializer(many=True, read_only=True)
    snapshot = serializers.DictField(read_only=True, help_text="Les chiffres relevés, rubrique par rubrique.")
    decision = serializers.IntegerField(source="decision.number", read_only=True, default=None, allow_null=True)
    sha256 = serializers.CharField(source="frozen.sha256", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Review
        fields = [
            *("id", "contract", "year", "state", "read_on", "sections", "texts", "snapshot", "decision", "sha256"),
            *("version", "created_at", "updated_at"),
        ]
        read_only_fields = fields


class ReviewFilters(filters.FilterSet):
    contract = filters.CharFilter(field_name="contract__reference")
    state = filters.ChoiceFilter(choices=ReviewState.choices)

    class Meta:
        model = Review
        fields = ["contract", "year", "state"]


class ReviewViewSet(ReadViewSet):
    """Yearly reviews, with what was written, the figures as they were read, and the fingerprint once frozen."""

    queryset = Review.objects.select_related("contract", "decision", "frozen").prefetch_related("texts")
    serializer_class = ReviewSerializer
    permission_classes = [ByPermission]
    filterset_class = ReviewFilters
    ordering = ["contract_id", "-year"]
    ordering_fields = ["year", "updated_at"]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        return super().get_queryset().filter(contract__in=visible_contracts(self.request))
