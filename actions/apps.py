from django.apps import AppConfig

MODELS = [
    "Action",
    "ActionOrganisation",
    "ActionPerson",
    "ActionPlace",
    "ActionSchemeLink",
    "Funding",
    "FundingAgreement",
    "Indicator",
    "Measure",
    "Note",
    "Step",
    "YearProgress",
]


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Fiches actions"

    def ready(self):
        from contracts.parts import register
        from core import navigation
        from core.history import journalled

        from . import models
        from .part import ActionsPart

        journalled(*(getattr(models, name) for name in MODELS))
        register(ActionsPart())
        navigation.register("Fiches actions", "actions:all", order=20)
