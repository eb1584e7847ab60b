"""Evaluation's share of a contract. A topic that travels in the exchange file brings its module to `EXCHANGED`."""

from contracts.parts import Part, Tab
from contracts.tabs import CONTRACT, EVALUATION

from . import exchange_evaluation, exchange_reviews, exchange_weather, models
from .campaign_lifecycle import LIFECYCLE as CAMPAIGN_LIFECYCLE
from .requirements import requirements
from .review_lifecycle import LIFECYCLE as REVIEW_LIFECYCLE
from .services.reviews import verify_reviews

#: Modules with `OWN_KEYS`, `write(context)` and `read(reader)`, in the order of reading.
EXCHANGED: tuple = (exchange_evaluation, exchange_reviews, exchange_weather)


class EvaluationPart(Part):
    code = "evaluation"
    label = "Évaluation"
    order = 40
    lifecycles = {"Of a yearly review": REVIEW_LIFECYCLE, "Of a campaign": CAMPAIGN_LIFECYCLE}
    #: What the COPIL validated never changes.
    kept = {models.FrozenReview: ("contract", "review", "year", "content", "sha256")}

    def __init__(self):
        self.own_keys = {}
        for module in EXCHANGED:
            for place, keys in module.OWN_KEYS.items():
                self.own_keys.setdefault(place, {}).update(keys)

    def write(self, context):
        for module in EXCHANGED:
            module.write(context)

    def read(self, reader):
        for module in EXCHANGED:
            module.read(reader)

    def requirements(self, contract, *, target, today, advice=True):
        return requirements(contract, target=target) if advice else ()

    def faults(self, contract):
        return verify_reviews(contract)

    def tabs(self, contract, user):
        return [
            Tab("in_brief", "En bref", "evaluation:in_brief", order=5, group=CONTRACT),
            Tab("evaluation", "Évaluation", "evaluation:home", order=240, group=EVALUATION),
            Tab("figures", "Chiffres", "evaluation:figures", order=242, group=EVALUATION),
            Tab("reviews", "Bilans annuels", "evaluation:reviews", order=243, group=EVALUATION),
            Tab("questions", "Questions et grille", "evaluation:evaluation_questions", order=244, group=EVALUATION),
            Tab("sources", "Sources et entretiens", "evaluation:sources", order=246, group=EVALUATION),
            Tab("conclusions", "Constats et recommandations", "evaluation:conclusions", order=248, group=EVALUATION),
        ]
