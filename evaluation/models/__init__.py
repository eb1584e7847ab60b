"""What exists of the evaluation, one topic a file."""

from .bank import BankQuestion, RegionGuide
from .evaluations import Criterion, Evaluation, EvaluationQuestion, Judgement, Source
from .interviews import Interview, Quote
from .recommendations import EvaluationFinding, Recommendation

__all__ = [
    "BankQuestion",
    "Criterion",
    "Evaluation",
    "EvaluationFinding",
    "EvaluationQuestion",
    "Interview",
    "Judgement",
    "Quote",
    "Recommendation",
    "RegionGuide",
    "Source",
]
