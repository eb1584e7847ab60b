"""Governance's share of a contract: bodies and coordination."""

from contracts.parts import Part, Tab
from contracts.tabs import PARTIES

from . import exchange, models, pdf
from .lifecycle import LIFECYCLE
from .network_lifecycle import LIFECYCLE as NETWORK_LIFECYCLE
from .practice_lifecycle import LIFECYCLE as PRACTICE_LIFECYCLE
from .services.usual import ready_bodies


class GovernancePart(Part):
    code = "governance"
    label = "Gouvernance"
    order = 30
    lifecycles = {
        "Of a meeting": LIFECYCLE,
        "Of a meeting of a network": NETWORK_LIFECYCLE,
        "Of a shared practice": PRACTICE_LIFECYCLE,
    }
    own_keys = exchange.OWN_KEYS
    #: The register only grows, and so do the notes that mend closed minutes.
    kept = {
        models.Decision: (
            *("contract", "number", "on", "text", "kind", "effects", "supersedes", "body", "meeting", "item"),
            *models.Decision.LISTS,
        ),
        models.Rectification: ("contract", "meeting", "text"),
        models.NetworkDecision: ("network", "number", "on", "text", "supersedes", "meeting"),
        models.NetworkRectification: ("meeting", "text"),
    }
    once = {
        models.Decision: ("sealed_at",),
        models.Meeting: ("closed_at", "as_closed"),
        models.NetworkMeeting: ("closed_at", "as_closed"),
    }

    def prepare(self, contract):
        ready_bodies(contract)

    def write(self, context):
        exchange.write(context)

    def read(self, reader):
        exchange.read(reader)

    def tabs(self, contract, user):
        return [
            Tab("commitments", "Engagements", "governance:commitments", order=212, group=PARTIES),
            Tab("governance", "Gouvernance", "governance:bodies", order=220, group=PARTIES),
            Tab("decisions", "Décisions", "governance:decisions", order=222, group=PARTIES),
            Tab("follow_ups", "Suites à donner", "governance:follow_ups", order=224, group=PARTIES),
        ]

    def pdf_sections(self, node, facts):
        return pdf.sections(node, facts)

    def pdf_contents(self, node, facts):
        return pdf.contents(node, facts)
