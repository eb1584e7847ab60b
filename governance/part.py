"""Governance's share of a contract: bodies and coordination."""

from contracts.parts import Part

from . import exchange


class GovernancePart(Part):
    code = "governance"
    label = "Gouvernance"
    order = 30

    def write(self, context):
        exchange.write(context)

    def read(self, reader):
        exchange.read(reader)
