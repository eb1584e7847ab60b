"""The yearly reviews by REST: they are read, and passed from state to state; they are written on the pages."""

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from contracts.api_scope import visible_contracts
from core.api import ByPermission, ReadViewSet, expected_version
from evaluation.models import Review, ReviewText
from evaluation.review_enums import ReviewState
from evaluation.services.reviews import pass_review
from governance.models import Decision


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


class ReviewPassageSerializer(serializers.Serializer):
    target = serializers.ChoiceField(choices=[each for each in ReviewState.choices if each[0] != "prepared"])
    remarks = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, help_text="De l’ARS, pour renvoyer le bilan."
    )
    decision = serializers.IntegerField(
        required=False, min_value=1, help_text="Numéro, au registre du contrat, de la décision du COPIL qui le valide."
    )


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
    if_match_actions = ("passages",)

    def get_queryset(self):
        return super().get_queryset().filter(contract__in=visible_contracts(self.request))

    @extend_schema(request=ReviewPassageSerializer, responses={200: ReviewSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, pk):
        """Hand in, return with remarks, accept, validate; 409 says what is missing. Under `If-Match`."""
        review = self.get_object()
        version = expected_version(request, review)
        asked = ReviewPassageSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        said["decision"] = _decision(review, said.get("decision"))
        with self.acting():
            passed = pass_review(review, said.pop("target"), actor=request.user, version=version, **said)
        self.action = "retrieve"
        return self.answer(self.fresh(passed))


def _decision(review, number):
    if number is None:
        return None
    found = Decision.objects.filter(contract=review.contract_id, number=number).first()
    if found is None:
        raise serializers.ValidationError({"decision": ["Ce numéro n’est pas au registre du contrat."]})
    return found
