"""The fiches' share of a contract."""

from contracts.parts import FrozenRule, Part, Tab

from . import exchange, models, pdf


class ActionsPart(Part):
    code = "actions"
    label = "Fiches actions"
    order = 20
    #: What is signed of a fiche is its title and its place; a fiche foreseen by the framework may come later.
    frozen = {
        models.Action: FrozenRule(
            fields=("axis", "objective", "number", "title", "position", "origin"),
            open_where={"origin": ("framework", "amendment", "outside")},
        ),
    }

    def write(self, context):
        exchange.write(context)

    def read(self, reader):
        exchange.read(reader)

    def requirements(self, contract, *, target, today):
        from .requirements import requirements

        return requirements(contract, target=target, today=today)

    def tabs(self, contract, user):
        return [Tab("actions", "Fiches actions", "actions:list", order=30, count=contract.actions.count())]

    def pdf_sections(self, node, facts):
        return pdf.sections(node, facts)

    def pdf_contents(self, node, facts):
        return pdf.contents(node, facts)
