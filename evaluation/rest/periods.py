"""The periods of the consolidated evaluations by REST, read only, by the ARS of their region as on the page."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from contracts.rest.serializers import TAIL
from core.api import ByPermission, ReadViewSet
from evaluation.models import EvaluationPeriod, PeriodCorrection
from evaluation.services.periods import told

from .figures import FigureSerializer


class CorrectionSerializer(serializers.ModelSerializer):
    by = serializers.StringRelatedField(read_only=True)

    class Meta:
        model = PeriodCorrection
        fields = ["place", "before", "after", "reason", "by", "at"]
        read_only_fields = fields


class PeriodSerializer(serializers.ModelSerializer):
    closed = serializers.BooleanField(read_only=True, help_text="Ses chiffres ne changent plus que par une correction.")
    contracts = serializers.SlugRelatedField(slug_field="reference", many=True, read_only=True)
    corrections = CorrectionSerializer(many=True, read_only=True)

    class Meta:
        model = EvaluationPeriod
        fields = [
            *("id", "region", "title", "starts_on", "ends_on", "closed", "closed_at", "contracts", "synthesis"),
            *("corrections", *TAIL),
        ]
        read_only_fields = fields


class PopulationSerializer(serializers.Serializer):
    people = serializers.IntegerField(help_text="Habitants des périmètres\xa0; chaque commune compte une fois.")
    communes = serializers.IntegerField()


class CoordinationSerializer(serializers.Serializer):
    coordinated = serializers.IntegerField(source="with", help_text="Contrats dont la coordination a un compte.")
    contracts = serializers.IntegerField(source="of")


class CommonCellSerializer(serializers.Serializer):
    value = serializers.IntegerField()
    words = serializers.CharField()


class CommonCriterionSerializer(serializers.Serializer):
    title = serializers.CharField()
    judging = serializers.IntegerField(help_text="Contrats qui l’apprécient\xa0: trois au moins.")
    cells = CommonCellSerializer(many=True)


class CommonQuestionSerializer(serializers.Serializer):
    title = serializers.CharField()
    asking = serializers.IntegerField(help_text="Contrats qui la posent\xa0: trois au moins.")
    not_asking = serializers.IntegerField()
    heads = serializers.ListField(child=serializers.CharField(), help_text="L’échelle, dans l’ordre des cases.")
    criteria = CommonCriterionSerializer(many=True)


class CommonIndicatorSerializer(serializers.Serializer):
    title = serializers.CharField()
    having = serializers.IntegerField(help_text="Contrats qui le suivent\xa0: trois au moins.")
    cells = serializers.ListField(
        child=serializers.IntegerField(), help_text="Cible atteinte, pas encore, cible sans valeur, sans cible."
    )


class ComparedFigureSerializer(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]
    heads = serializers.ListField(child=serializers.CharField())
    lines = serializers.SerializerMethodField()

    def get_lines(self, figure) -> list[dict[str, str | list[str]]]:
        return [{"label": label, "words": words} for label, words in figure["lines"]]


class KindsSerializer(serializers.Serializer):
    title = serializers.CharField()
    groups = serializers.SerializerMethodField()
    figures = ComparedFigureSerializer(many=True)

    def get_groups(self, cut) -> list[dict[str, str | int]]:
        return [{"label": label, "contracts": n} for label, n in cut["kinds"]]


class PeriodResultsSerializer(serializers.Serializer):
    contracts = serializers.IntegerField()
    observed_on = serializers.DateField()
    population = PopulationSerializer()
    coordination = CoordinationSerializer()
    figures = FigureSerializer(many=True)
    questions = CommonQuestionSerializer(many=True)
    indicators = CommonIndicatorSerializer(many=True)
    kinds = KindsSerializer(many=True)
    unsaid = serializers.ListField(child=serializers.CharField(), help_text="Ce qui n’est pas comparable.")


class PeriodFilters(filters.FilterSet):
    closed = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = EvaluationPeriod
        fields = ["region", "closed"]


class PeriodViewSet(ReadViewSet):
    """The periods of the regions whose ARS one belongs to."""

    queryset = EvaluationPeriod.objects.defer("snapshot").prefetch_related("contracts", "corrections__by")
    serializer_class = PeriodSerializer
    permission_classes = [ByPermission]
    filterset_class = PeriodFilters
    ordering = ["-ends_on", "-id"]
    ordering_fields = ["starts_on", "ends_on", "updated_at"]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    @extend_schema(responses={200: PeriodResultsSerializer})
    @action(detail=True, methods=["get"], filterset_class=None)
    def results(self, request, pk):
        """What the period says, as on its page: what was kept where it is closed, else what is known today."""
        found = self.get_object()
        return Response(PeriodResultsSerializer(told(found, today=timezone.localdate())).data)
