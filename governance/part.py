"""Governance's share of a contract: bodies and coordination."""

from contracts.parts import Part, Tab
from contracts.tabs import PARTIES

from . import exchange, pdf


class GovernancePart(Part):
    code = "governance"
    label = "Gouvernance"
    order = 30

    def write(self, context):
        exchange.write(context)

    def read(self, reader):
        exchange.read(reader)

    def tabs(self, contract, user):
        return [Tab("governance", "Gouvernance", "governance:bodies", order=220, group=PARTIES)]

    def pdf_sections(self, node, facts):
        return pdf.sections(node, facts)

    def pdf_contents(self, node, facts):
        return pdf.contents(node, facts)
