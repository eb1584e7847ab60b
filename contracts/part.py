"""The contract's own share: identity, texts, axes, parties, life."""

from . import approach_lifecycle, models, pdf, requirements, tabs
from .exchange import contract_part
from .parts import Discussed, FrozenRule, Part

IDENTITY = (
    "title",
    "kind",
    "generation",
    "starts_on",
    "ends_on",
    "territory",
    "carrier",
    "preamble",
    "diagnosis",
    "prs_alignment",
)


class ContractPart(Part):
    code = "contract"
    label = "Contrat"
    order = 10
    lifecycles = {"Of a démarche": approach_lifecycle.LIFECYCLE}
    frozen = {
        models.Contract: FrozenRule(fields=IDENTITY, insert=False),
        models.Axis: FrozenRule(
            fields=("number", "title", "description", "transversal", "mental_health", "lead", "position")
        ),
        models.Objective: FrozenRule(fields=("axis", "number", "title", "prs_objectives", "position")),
        models.Signatory: FrozenRule(fields=("organisation", "capacity", "position")),
        models.Commitment: FrozenRule(fields=("signatory", "text", "due_on", "position")),
        models.Article: FrozenRule(fields=("part", "number", "title", "text", "position")),
        models.Visa: FrozenRule(fields=("text", "position")),
        models.Finding: FrozenRule(fields=("kind", "text", "source", "amount", "funder", "axes", "position")),
        models.ContractTheme: FrozenRule(fields=("theme", "answer", "reason", "position")),
        models.SchemeLink: FrozenRule(fields=("scheme", "name", "role", "who_does_what", "position")),
    }

    own_keys = contract_part.OWN_KEYS
    discussed = (
        Discussed("axis", "axe", "Axe", models.Axis, "contracts:plan"),
        Discussed("objective", "objectif", "Objectif", models.Objective, "contracts:plan"),
        Discussed(
            "signatory", "signataire", "Signataire", models.Signatory, "contracts:signatories", ("organisation",)
        ),
        Discussed("commitment", "engagement", "Engagement", models.Commitment, "contracts:signatories"),
        Discussed("article", "article", "Article", models.Article, "contracts:texts"),
        Discussed("finding", "constat", "Constat", models.Finding, "contracts:findings"),
    )

    def write(self, context):
        contract_part.write(context)

    def read(self, reader):
        contract_part.read(reader)

    def requirements(self, contract, *, target, today, advice=True):
        return requirements.of_contract(contract, target=target, today=today, advice=advice)

    def tabs(self, contract, user):
        return tabs.TABS

    def figures(self, contract, user):
        return tabs.figures(contract)

    def pdf_sections(self, node, facts):
        return pdf.contract_sections(node, facts)

    def pdf_contents(self, node, facts):
        return pdf.contract_contents(node, facts)
