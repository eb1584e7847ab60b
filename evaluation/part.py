"""Evaluation's share of a contract. A topic that travels in the exchange file brings its module to `EXCHANGED`."""

from contracts.parts import Part, Tab
from contracts.tabs import EVALUATION

#: Modules with `OWN_KEYS`, `write(context)` and `read(reader)`, in the order of reading.
EXCHANGED: tuple = ()


class EvaluationPart(Part):
    code = "evaluation"
    label = "Évaluation"
    order = 40

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

    def tabs(self, contract, user):
        return [Tab("evaluation", "Évaluation", "evaluation:home", order=240, group=EVALUATION)]
