"""Governance's share of a contract: bodies and coordination."""

from contracts.parts import Part


class GovernancePart(Part):
    code = "governance"
    label = "Gouvernance"
    order = 30
