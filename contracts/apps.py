from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Contrats"

    def ready(self):
        from core.history import journalled

        from . import joining, models, permissions  # noqa: F401 - they register themselves
        from .part import ContractPart
        from .parts import register

        journalled(
            models.Contract,
            models.Predecessor,
            models.RegionSettings,
            models.CoreTheme,
            models.StandardText,
            models.Axis,
            models.Objective,
            models.Signatory,
            models.Commitment,
            models.ContractRole,
            models.Article,
            models.Visa,
            models.Finding,
            models.ContractTheme,
            models.SchemeLink,
            models.Comment,
            models.Opinion,
            models.Agreement,
            models.Justification,
            models.Suspension,
            models.Amendment,
            models.Document,
        )
        register(ContractPart())
