from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Contrats"

    def ready(self):
        from accounts import holdings, organisation_blocks
        from core import acronyms, reminders
        from core.history import journalled

        from . import holding, joining, models, permissions, waiting  # noqa: F401 - they register themselves
        from .acronyms import ACRONYMS
        from .approach_reminders import late_next_steps
        from .organisation_block import contracts_of
        from .part import ContractPart
        from .parts import register
        from .reminders import AGREEMENT, ITS_END
        from .triggers import install_after_migrations

        journalled(
            models.Contract,
            models.Predecessor,
            models.RegionSettings,
            models.CoreTheme,
            models.StandardText,
            models.StageHelp,
            models.Axis,
            models.Objective,
            models.Signatory,
            models.Commitment,
            models.ContractRole,
            models.Article,
            models.Visa,
            models.Finding,
            models.ContractTheme,
            models.Scheme,
            models.SchemeLink,
            models.ThemeScheme,
            models.Comment,
            models.Opinion,
            models.Agreement,
            models.Justification,
            models.Passage,
            models.Suspension,
            models.Amendment,
            models.Document,
            models.Approach,
            models.ApproachPassage,
            models.ApproachNote,
            models.PressLink,
            models.ApproachDocument,
        )
        holdings.register(
            "role",
            holding.only_coordinator,
            holding.role_held,
            holding.give_role,
            may=holding.may,
            candidates=holding.candidates,
        )
        organisation_blocks.register("contracts/_of_organisation.html", contracts_of, order=10)
        acronyms.register(ACRONYMS)
        register(ContractPart())
        reminders.register(late_next_steps)
        reminders.register(waiting.of_contracts)
        for cause in (ITS_END, AGREEMENT):
            waiting.register(cause)
        post_migrate.connect(install_after_migrations, dispatch_uid="contracts.triggers")
        _navigation()


def _navigation():
    from core import navigation

    from .permissions import sets_regions
    from .this_week import moved_this_week
    from .views.lists import home_block, my_roles

    navigation.register("Contrats", "contracts:list", order=10)
    navigation.register("Réglages", "contracts:regions", order=65, predicate=sets_regions)
    navigation.register_search("Rechercher un contrat", "contracts:list")
    navigation.register_home_block("contracts/_home.html", home_block, order=10)
    navigation.register_account_block("contracts/_my_roles.html", my_roles)
    navigation.register_home_block("contracts/_home_moved.html", moved_this_week, order=5)
