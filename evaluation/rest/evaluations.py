"""The evaluation of contracts by REST, read only. Interviews are not there: only their writers read them."""

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers

from contracts.api_scope import visible_contracts
from contracts.rest.filters import ID, PartFilters, today
from contracts.rest.serializers import TAIL
from core.api import ByPermission, ReadViewSet
from core.api_csv import CSVLists
from evaluation.models import Criterion, Evaluation, EvaluationQuestion, Judgement, Recommendation
from evaluation.terms import SWOT, Answer, Progress, Scale

STATES = {
    "unanswered": "Sans réponse",
    "pending": "Acceptées et pas encore faites",
    "late": "Acceptées, en retard",
    "done": "Faites",
}


class OfContract(serializers.ModelSerializer):
    contract = serializers.SlugRelatedField(slug_field="reference", read_only=True)


class EvaluationSerializer(OfContract):
    class Meta:
        model = Evaluation
        fields = ["id", "contract", "purpose", "conducted_by", "method", "due_on", "synthesis", *TAIL]
        read_only_fields = fields


class CriterionSerializer(serializers.ModelSerializer):
    """Without fiches of its own, it is judged on all those of the contract."""

    # Here as on the question it may be blank, which a slug's own pattern would deny.
    code = serializers.CharField(read_only=True)

    class Meta:
        model = Criterion
        fields = ["id", "code", "title", "help", "actions", "indicators"]
        read_only_fields = fields


class EvaluationQuestionSerializer(OfContract):
    code = serializers.CharField(read_only=True)
    criteria = CriterionSerializer(many=True, read_only=True)
    strengths = serializers.ListField(child=serializers.CharField(), read_only=True)
    weaknesses = serializers.ListField(child=serializers.CharField(), read_only=True)
    opportunities = serializers.ListField(child=serializers.CharField(), read_only=True)
    threats = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = EvaluationQuestion
        fields = ["id", "contract", "code", "title", "help", "origin", "answer", *SWOT, "criteria", *TAIL]
        read_only_fields = fields


class JudgementSerializer(OfContract):
    question = serializers.IntegerField(source="criterion.question_id", read_only=True)
    question_code = serializers.CharField(source="criterion.question.code", read_only=True)
    criterion_code = serializers.CharField(source="criterion.code", read_only=True)

    class Meta:
        model = Judgement
        fields = [
            *("id", "contract", "question", "question_code", "criterion", "criterion_code", "action"),
            *("value", "comment", *TAIL),
        ]
        read_only_fields = fields


class RecommendationSerializer(OfContract):
    findings = serializers.SlugRelatedField(slug_field="text", many=True, read_only=True)
    owner = serializers.CharField(source="who", read_only=True, help_text="Qui s’en charge, par son nom.")
    late = serializers.SerializerMethodField()

    class Meta:
        model = Recommendation
        fields = [
            *("id", "contract", "text", "addressed_to", "findings", "actions", "inherited_from"),
            *("answer", "answer_reason", "answered_by", "answered_on"),
            *("owner", "due_on", "late", "progress", "done_on", "proof", *TAIL),
        ]
        read_only_fields = fields

    def get_late(self, row) -> bool:
        return row.late_on(today(self.context))


class QuestionFilters(PartFilters):
    code = filters.CharFilter(help_text="Le code de la banque\xa0: la même question d’un contrat à l’autre.")


class JudgementFilters(PartFilters):
    question = filters.NumberFilter(field_name="criterion__question_id", **ID)
    question_code = filters.CharFilter(field_name="criterion__question__code")
    criterion = filters.NumberFilter(field_name="criterion_id", **ID)
    criterion_code = filters.CharFilter(field_name="criterion__code")
    action = filters.NumberFilter(field_name="action_id", **ID)
    value = filters.MultipleChoiceFilter(choices=Scale.choices)


class RecommendationFilters(PartFilters):
    state = filters.ChoiceFilter(choices=list(STATES.items()), method="in_state", help_text="Comme sur la page.")
    answer = filters.MultipleChoiceFilter(choices=Answer.choices)
    progress = filters.MultipleChoiceFilter(choices=Progress.choices)
    action = filters.NumberFilter(field_name="actions", **ID)
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt")

    def in_state(self, queryset, name, state):
        return queryset.in_state(state, timezone.localdate())


class EvaluationReading(CSVLists, ReadViewSet):
    """What whoever reads the contract reads of its evaluation. Lists also as CSV."""

    permission_classes = [ByPermission]
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ["contract_id", "position", "id"]
    ordering_fields = ["updated_at"]

    def get_queryset(self):
        return super().get_queryset().filter(contract__in=visible_contracts(self.request))


class EvaluationViewSet(EvaluationReading):
    """How the evaluation of each contract is led. A contract without one has not set it up."""

    queryset = Evaluation.objects.select_related("contract")
    serializer_class = EvaluationSerializer
    filterset_class = PartFilters
    ordering_fields = ["due_on", "updated_at"]


class EvaluationQuestionViewSet(EvaluationReading):
    """The evaluative questions, what was answered, their SWOT and their criteria."""

    queryset = EvaluationQuestion.objects.select_related("contract").prefetch_related(
        "criteria__actions", "criteria__indicators"
    )
    serializer_class = EvaluationQuestionSerializer
    filterset_class = QuestionFilters


class JudgementViewSet(EvaluationReading):
    """The grids, a row a fiche and a criterion."""

    queryset = Judgement.objects.select_related("contract", "criterion__question")
    serializer_class = JudgementSerializer
    filterset_class = JudgementFilters


class RecommendationViewSet(EvaluationReading):
    """What was recommended, what was answered, and what became of it."""

    queryset = Recommendation.objects.select_related("contract", "owner").prefetch_related("findings", "actions")
    serializer_class = RecommendationSerializer
    filterset_class = RecommendationFilters
    ordering_fields = ["due_on", "updated_at"]
