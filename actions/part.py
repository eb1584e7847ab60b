"""The fiches' share of a contract."""

from contracts.parts import Discussed, Figure, FrozenRule, Part, Tab
from contracts.permissions import can_write
from contracts.tabs import PLAN

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

    own_keys = exchange.OWN_KEYS
    discussed = (Discussed("action", "fiche", "Fiche", models.Action),)

    def write(self, context):
        exchange.write(context)

    def read(self, reader):
        exchange.read(reader)

    def requirements(self, contract, *, target, today, advice=True):
        from .requirements import requirements

        return requirements(contract, target=target, today=today, advice=advice)

    def tabs(self, contract, user):
        plan = [
            Tab("actions", "Fiches actions", "actions:list", order=120, count=_count(contract), group=PLAN),
            Tab("progress", "Avancement", "actions:progress", order=121, group=PLAN),
            Tab("money", "Financements", "actions:money", order=122, group=PLAN),
            Tab("indicators", "Indicateurs", "actions:indicators", order=126, group=PLAN),
            Tab("agreements", "Conventions", "actions:agreements", order=124, group=PLAN),
        ]
        news = Tab("news", "Nouvelles des partenaires", "actions:news", order=130, group=PLAN)
        meaning = Tab("meaning", "Sens du plan", "actions:meaning", order=128, group=PLAN)
        return [*plan, meaning, news] if can_write(user, contract) else [*plan, meaning]

    def figures(self, contract, user):
        return [Figure("fiche action,fiches actions", _count(contract), "actions:list", 20)]

    def pdf_sections(self, node, facts):
        return pdf.sections(node, facts)

    def pdf_contents(self, node, facts):
        return pdf.contents(node, facts)


def _count(contract):
    """Asked once for a page, by the menu and by the home of the contract."""
    if "_action_count" not in contract.__dict__:
        contract._action_count = contract.actions.count()
    return contract._action_count
