from django.apps import AppConfig

MODELS = [
    "AgendaItem",
    "Attendance",
    "Body",
    "CoordinationPost",
    "Decision",
    "FollowUp",
    "Meeting",
    "PostFunding",
    "PostShare",
    "Rectification",
    "Seat",
]


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Gouvernance"

    def ready(self):
        from contracts.parts import register
        from core.history import journalled

        from . import models
        from .part import GovernancePart

        journalled(*(getattr(models, name) for name in MODELS))
        register(GovernancePart())
