"""What exists of the evaluation, one topic a file."""

from .bank import BankQuestion, RegionGuide
from .campaign_replies import Answer, AnswerVersion, CampaignMail, Reply, Verbatim
from .campaigns import Campaign, Question
from .evaluations import Criterion, Evaluation, EvaluationQuestion, Judgement, Source
from .interviews import Interview, Quote, QuotingReport
from .periods import EvaluationPeriod, PeriodCorrection
from .recommendations import EvaluationFinding, Recommendation
from .reviews import FrozenReview, RegionReviews, Review, ReviewBatch, ReviewPassage, ReviewText
from .shared_views import SharedView
from .weather import Weather

__all__ = [
    "FrozenReview",
    "RegionReviews",
    "Review",
    "ReviewBatch",
    "ReviewPassage",
    "ReviewText",
    "Answer",
    "AnswerVersion",
    "BankQuestion",
    "Campaign",
    "CampaignMail",
    "Criterion",
    "Evaluation",
    "EvaluationFinding",
    "EvaluationPeriod",
    "EvaluationQuestion",
    "Interview",
    "Judgement",
    "Question",
    "PeriodCorrection",
    "Quote",
    "QuotingReport",
    "Recommendation",
    "RegionGuide",
    "Reply",
    "SharedView",
    "Source",
    "Verbatim",
    "Weather",
]
