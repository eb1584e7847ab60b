from django.apps import AppConfig

#: What people write, and the journal keeps; each says what of it is `untold`.
MODELS: list[str] = [
    "BankQuestion",
    "Campaign",
    "Criterion",
    "Evaluation",
    "EvaluationFinding",
    "EvaluationPeriod",
    "EvaluationQuestion",
    "FrozenReview",
    "Interview",
    "Judgement",
    "PeriodCorrection",
    "Question",
    "Quote",
    "Recommendation",
    "RegionGuide",
    "RegionReviews",
    "Reply",
    "Review",
    "ReviewPassage",
    "ReviewText",
    "SharedView",
    "Source",
    "Verbatim",
    "Weather",
]


def of_ars(user) -> bool:
    return user.is_authenticated and user.roles.is_ars


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Évaluation"

    def ready(self):
        from contracts import waiting
        from contracts.parts import register
        from core import navigation, reminders
        from core.history import journalled

        from . import arrival, blocks, home, models
        from .campaign_reminders import waiting_replies
        from .evaluation_block import evaluation_block
        from .part import EvaluationPart
        from .permissions import reads_regions
        from .reminders import recommendations
        from .report_reminders import REPORT_TAKEN_BACK
        from .review_reminders import REVIEW_DUE

        journalled(*(getattr(models, name) for name in MODELS))
        register(EvaluationPart())
        navigation.register_arrival(arrival.of_ars, order=10)
        navigation.register_arrival(arrival.of_elected, order=20)
        navigation.register("Tableau de bord", "evaluation:dashboard", order=1, predicate=reads_regions)
        # The dashboard leads the ARS to it.
        navigation.register(
            "Couverture", "evaluation:coverage", order=55, predicate=lambda user: not reads_regions(user)
        )
        home.register("evaluation/_home_figures.html", blocks.figures_block, order=10)
        home.register("evaluation/_home_reviews.html", blocks.reviews_block, order=20)
        waiting.register(REVIEW_DUE)
        waiting.register(REPORT_TAKEN_BACK)
        navigation.register("Bilans", "evaluation:review_batches", order=42, predicate=of_ars)
        home.register("evaluation/campaigns/_home.html", blocks.campaigns_block, order=60)
        reminders.register(waiting_replies)
        navigation.register("Campagnes", "evaluation:campaigns", order=45)
        home.register("evaluation/_home_evaluation.html", evaluation_block, order=40)
        reminders.register(recommendations)
        navigation.register("Évaluation", "evaluation:period_regions", order=46, predicate=reads_regions)
