from django.apps import AppConfig

MODELS = [
    "Action",
    "ActionOrganisation",
    "ActionPerson",
    "ActionPlace",
    "ActionSchemeLink",
    "ChangeReason",
    "Factor",
    "CatalogueIndicator",
    "Funding",
    "FundingAgreement",
    "Indicator",
    "Measure",
    "Note",
    "ParticipationPhase",
    "Step",
    "YearProgress",
]


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Fiches actions"

    def ready(self):
        from accounts import holdings, organisation_blocks
        from contracts import beside as places
        from contracts import waiting
        from contracts.holding import candidates, may
        from contracts.parts import register
        from contracts.this_week import pages
        from core import navigation, reminders
        from core.history import NOT_TOLD, journalled

        from . import beside, holding, models
        from .organisation_block import fiches_of
        from .part import ActionsPart
        from .reminders import ANSWERS, fiches_to_watch, waiting_news

        journalled(*(getattr(models, name) for name in MODELS))
        # What serves the sending and the undoing is no news of the fiche.
        journalled(models.NewsRequest, exclude=(*NOT_TOLD, "mail", "made"))
        organisation_blocks.register("actions/_of_organisation.html", fiches_of, order=20)
        register(ActionsPart())
        places.register(places.CONTRACT, "actions/_this_week.html", beside.this_week)
        places.register(places.REGION, "actions/catalogue/_of_region.html", beside.catalogue_of)
        whom = {"may": may, "candidates": candidates}
        holdings.register("fiche", holding.places, holding.place_held, holding.give_place, **whom)
        holdings.register("news", holding.news, holding.news_held, holding.withdraw_news, **whom)
        for source in (waiting_news, fiches_to_watch):
            reminders.register(source)
        waiting.register(ANSWERS)
        lists = {"actions": "actions:list", "indicators": "actions:indicators", "money": "actions:agreements"}
        pages({"action": "actions:action", "indicator": "actions:indicator"}, parts=lists)
        navigation.register("Fiches actions", "actions:all", order=20)
