"""Campaigns by REST: what one may see of them, and their results once one may read them. Nothing is written here."""

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from contracts.api_scope import signed_only
from contracts.rest.serializers import TAIL
from core.api import ByPermission, ReadViewSet
from core.errors import Forbidden
from evaluation.campaign_enums import CampaignState, Crossing
from evaluation.campaign_permissions import reads_results
from evaluation.models import Campaign
from evaluation.services.campaign_exports import content_of


class CampaignSerializer(serializers.ModelSerializer):
    class Meta:
        model = Campaign
        fields = [
            *("id", "title", "year", "state", "region", "department", "closes_on"),
            *("opened_at", "closed_at", "published_at", *TAIL),
        ]
        read_only_fields = fields


class CampaignNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = Campaign
        fields = ["id", "title", "year", "state"]


class TurnoutSerializer(serializers.Serializer):
    sent_to = serializers.IntegerField(help_text="Contrats interrogés.")
    kept = serializers.IntegerField(help_text="Réponses retenues\xa0: les seules que comptent les résultats.")
    refused = serializers.IntegerField(help_text="Réponses écartées comme incomplètes.")
    begun = serializers.IntegerField(help_text="Réponses commencées.")
    waiting = serializers.IntegerField(help_text="Rien reçu.")


class LineSerializer(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    total = serializers.IntegerField(help_text="Le tout dont la part est dite.")
    percent = serializers.IntegerField(help_text="Les parts d’un même tout font 100, sauf d’un choix multiple.")
    words = serializers.CharField(help_text="Comme sur la page\xa0: « 1 sur 2 » pour un petit tout.")


class SummarySerializer(serializers.Serializer):
    least = serializers.CharField()
    greatest = serializers.CharField()
    median = serializers.CharField()
    mean = serializers.CharField()
    total = serializers.CharField()


class ResultSerializer(serializers.Serializer):
    asked = serializers.IntegerField(help_text="Réponses retenues à qui la question était posée.")
    answered = serializers.IntegerField()
    no_answer = serializers.IntegerField()
    adds_up_to_100 = serializers.BooleanField()
    lines = LineSerializer(many=True)
    summary = SummarySerializer(allow_null=True)
    texts = serializers.ListField(child=serializers.CharField(), help_text="Les seuls textes relus et confirmés.")
    texts_not_published = serializers.IntegerField()
    withheld = serializers.BooleanField(help_text="Vrai\xa0: moins de réponses que `fewest`, rien n’en est montré.")


class ColumnResultSerializer(ResultSerializer):
    label = serializers.CharField()  # type: ignore[assignment]


class QuestionResultSerializer(ResultSerializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    text = serializers.CharField()
    unit = serializers.CharField()
    percentages_of = serializers.CharField(help_text="Ce dont les pourcentages sont la part.")
    columns = ColumnResultSerializer(many=True, required=False)


class CrossedSummarySerializer(serializers.Serializer):
    median = serializers.CharField()
    mean = serializers.CharField()
    total = serializers.CharField()


class CrossedGroupSerializer(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]
    replies = serializers.IntegerField()
    lines = LineSerializer(many=True)
    summary = CrossedSummarySerializer(allow_null=True)


class CrossedQuestionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    unit = serializers.CharField()
    groups = CrossedGroupSerializer(many=True)


class CampaignCrossingSerializer(serializers.Serializer):
    by = serializers.ChoiceField(choices=Crossing.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    questions = CrossedQuestionSerializer(many=True)


class CampaignResultsSerializer(serializers.Serializer):
    campaign = CampaignNameSerializer()
    territory = serializers.CharField()
    turnout = TurnoutSerializer()
    questions = QuestionResultSerializer(many=True)
    fewest = serializers.IntegerField(help_text="Un résultat, un groupe se montrent à partir de tant de réponses.")
    crossing = CampaignCrossingSerializer(allow_null=True, help_text="Le seul croisement publié.")


class CampaignFilters(filters.FilterSet):
    class Meta:
        model = Campaign
        fields = ["year", "state", "region", "department"]


class CampaignViewSet(ReadViewSet):
    """The campaigns that one conducts or answers, and those published in one's region.

    A campaign also asks contracts that are not signed: a key limited to signed ones reads what was published.
    """

    queryset = Campaign.objects.none()
    permission_classes = [ByPermission]
    serializer_class = CampaignSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = CampaignFilters
    ordering = ["-year", "-id"]
    ordering_fields = ["year", "closes_on", "updated_at"]

    def get_queryset(self):
        found = Campaign.objects.visible_to(self.request.user)
        return found.filter(state=CampaignState.PUBLISHED) if signed_only(self.request) else found

    @extend_schema(responses={200: CampaignResultsSerializer})
    @action(detail=True, methods=["get"], filterset_class=None)
    def results(self, request, pk):
        """The results question by question, as on the page: counts, percentages, confirmed texts."""
        campaign = self.get_object()
        if not reads_results(request.user, campaign):
            raise Forbidden("Les résultats de cette campagne ne sont pas publiés.")
        return Response(CampaignResultsSerializer(content_of(campaign)).data)
