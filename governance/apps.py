from django.apps import AppConfig

MODELS = [
    "AgendaItem",
    "Attendance",
    "Body",
    "CoordinationPost",
    "Decision",
    "FollowUp",
    "GovernanceSettings",
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
        from accounts import organisation_blocks
        from contracts.parts import register
        from core.history import journalled

        from . import models
        from .organisation_block import seats_of
        from .part import GovernancePart

        journalled(*(getattr(models, name) for name in MODELS))
        organisation_blocks.register("governance/_of_organisation.html", seats_of, order=30)
        register(GovernancePart())
