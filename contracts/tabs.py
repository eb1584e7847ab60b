"""The lines of the side menu that `contracts` brings, and the figures of the contract's home."""

from .parts import Figure, Tab

CONTRACT, PLAN, PARTIES, LIFE, FILE = "Le contrat", "Le plan", "Les parties", "La vie du contrat", "Le dossier"
EVALUATION = "L’évaluation"

TABS = [
    Tab("contract", "Présentation", "contracts:contract", 10, group=CONTRACT),
    Tab("perimeter", "Périmètre", "contracts:perimeter", 20, group=CONTRACT),
    Tab("texts", "Textes", "contracts:texts", 30, group=CONTRACT),
    Tab("findings", "Constats", "contracts:findings", 40, group=CONTRACT),
    Tab("plan", "Axes et objectifs", "contracts:plan", 110, group=PLAN),
    # The fiches and their money come here, from 120.
    Tab("themes", "Thématiques socles", "contracts:themes", 130, group=PLAN),
    Tab("schemes", "Articulation", "contracts:schemes", 140, group=PLAN),
    Tab("signatories", "Signataires", "contracts:signatories", 210, group=PARTIES),
    # The governance comes here, at 220.
    Tab("roles", "Personnes", "contracts:roles", 230, group=PARTIES),
    # The evaluation comes here, from 240.
    Tab("lifecycle", "Étapes", "contracts:lifecycle", 310, group=LIFE),
    Tab("negotiation", "Négociation", "contracts:negotiation", 320, group=LIFE),
    Tab("signature", "Signature", "contracts:signature", 330, group=LIFE),
    Tab("amendments", "Avenants", "contracts:amendments", 340, group=LIFE),
    Tab("documents", "Documents", "contracts:documents", 410, group=FILE),
    Tab("journal", "Journal", "contracts:journal", 420, group=FILE),
]


def figures(contract):
    return [Figure("axe,axes", len(contract.axes.all()), "contracts:plan", 10)]
