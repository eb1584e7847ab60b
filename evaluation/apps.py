from django.apps import AppConfig

#: What people write, and the journal keeps.
MODELS: list[str] = []


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Évaluation"

    def ready(self):
        from contracts.parts import register
        from core.history import journalled

        from . import blocks, home, models
        from .part import EvaluationPart

        journalled(*(getattr(models, name) for name in MODELS))
        register(EvaluationPart())
        home.register("evaluation/_home_figures.html", blocks.figures_block, order=10)
