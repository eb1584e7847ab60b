"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest.campaigns import CampaignViewSet
from .rest.evaluations import (
    EvaluationQuestionViewSet,
    EvaluationViewSet,
    JudgementViewSet,
    RecommendationViewSet,
)
from .rest.figures import FigureViewSet
from .rest.periods import PeriodViewSet
from .rest.reviews import ReviewViewSet

RESOURCES = [
    ("contracts", FigureViewSet, "of-contract"),
    ("campaigns", CampaignViewSet, "campaign"),
    ("reviews", ReviewViewSet, "review"),
    ("evaluations", EvaluationViewSet, "evaluation"),
    ("evaluation-questions", EvaluationQuestionViewSet, "evaluation_question"),
    ("judgements", JudgementViewSet, "judgement"),
    ("recommendations", RecommendationViewSet, "recommendation"),
    ("evaluation-periods", PeriodViewSet, "period"),
]
