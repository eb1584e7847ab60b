"""Rows inserted together, parents before children."""

from collections import defaultdict

from actions import models as actions
from contracts import models as contracts
from governance import models as governance
from territories.models import Territory, TerritoryMember

#: Parents before children.
ORDER = [
    Territory,
    TerritoryMember,
    contracts.Contract,
    Territory.departments.through,
    contracts.Passage,
    contracts.Amendment,
    contracts.Axis,
    contracts.Objective,
    contracts.Signatory,
    contracts.Commitment,
    contracts.Finding,
    actions.Action,
    contracts.Finding.axes.through,
    actions.Action.findings.through,
    actions.ActionOrganisation,
    actions.ActionPerson,
    actions.Funding,
    actions.Step,
    actions.Note,
    actions.Indicator,
    actions.Measure,
    governance.Body,
    governance.Seat,
    governance.Meeting,
    governance.CoordinationPost,
]


class Basket:
    """Rows waiting to be inserted together, by model."""

    def __init__(self):
        self.rows = defaultdict(list)

    def add(self, model, **fields):
        row = model(**fields)
        self.rows[model].append(row)
        return row

    def insert(self):
        for model in ORDER:
            model._base_manager.bulk_create(self.rows[model], batch_size=1000)
