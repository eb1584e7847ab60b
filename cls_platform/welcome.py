"""The first steps of a person, by what she holds: what she sees here, and where to begin. Shown once.

Words only: who may do what is asked of the permissions, by the pages that these lead to.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.services.preferences import remember
from contracts.enums import ContractRoleKind

SEEN = "welcomed"


@dataclass(frozen=True)
class Start:
    """Where to begin; `of_contract` for a page of the contract of the person."""

    label: str
    why: str
    url_name: str
    of_contract: bool = False


@dataclass(frozen=True)
class Role:
    title: str
    sees: tuple[str, ...]
    starts: tuple[Start, ...]


ROLES = {
    "administrator": Role(
        "Vous administrez la plateforme",
        (
            "Les comptes, les organisations et les réglages de toutes les régions.",
            "Les contrats signés, en lecture. Vous n’écrivez dans aucun contrat.",
        ),
        (
            Start("Comptes", "Inviter les agents des ARS, et leur donner leur territoire.", "accounts:people"),
            Start(
                "Réglages", "Les règles de chaque région, si son siège ne les a pas encore dites.", "contracts:regions"
            ),
        ),
    ),
    "siege": Role(
        "Vous êtes au siège de l’ARS",
        (
            "Tous les contrats de la région, brouillons compris, et ce qu’ils disent ensemble.",
            "Ce qui est couvert, ce qui finit, ce qui manque\xa0: chaque chiffre ouvre les lignes qui le font.",
            "Vous réglez ce qui vaut pour la région\xa0; vous n’écrivez dans un contrat que si vous y tenez la plume.",
        ),
        (
            Start("Tableau de bord", "La région d’un coup d’œil, et la qualité des données.", "evaluation:dashboard"),
            Start("Réglages", "Durée, thématiques socles, textes types, aide de la région.", "contracts:regions"),
            Start("Comptes", "Inviter les référents des départements.", "accounts:people"),
        ),
    ),
    "referent": Role(
        "Vous suivez les contrats d’un département",
        (
            "Les contrats qui touchent votre département, brouillons compris\xa0; les contrats signés de la région.",
            "Ce qui inquiète\xa0: comités en retard, postes vacants, fiches sans nouvelles, fins qui approchent.",
            "Vous créez un contrat, vous y écrivez, et c’est vous qui le mettez à la signature.",
        ),
        (
            Start("Tableau de bord", "Vos contrats et ce qui demande votre attention.", "evaluation:dashboard"),
            Start(
                "Démarches",
                "Un territoire vous a sollicité\xa0? Notez-le avant qu’un contrat existe.",
                "approaches:list",
            ),
            Start("Contrats", "Créer un contrat, ou en importer un qui existe.", "contracts:list"),
        ),
    ),
    ContractRoleKind.COORDINATOR: Role(
        "Vous coordonnez un contrat",
        (
            "Tout le contrat\xa0: textes, plan, parties, séances, bilans.",
            "«\xa0À faire maintenant\xa0», à l’accueil\xa0: ce qui vous attend, jusqu’à ce que ce soit réglé.",
            "Vous n’avez pas à tout taper\xa0: les pilotes répondent par un lien reçu par courriel, en deux minutes.",
        ),
        (
            Start("À faire maintenant", "Ce qui vous attend aujourd’hui.", "home"),
            Start(
                "Votre contrat", "Où il en est, et «\xa0Que faire à cette étape\xa0?\xa0».", "contracts:contract", True
            ),
            Start("Fiches actions", "Un titre et un axe suffisent pour en commencer une.", "actions:list", True),
        ),
    ),
    ContractRoleKind.ELECTED: Role(
        "Vous êtes élue, élu ou signataire",
        (
            "Le contrat en une page, en mots simples\xa0: où l’on en est, ce qui avance, ce que cela coûte.",
            "Ce qui a été promis pour votre commune, et ce qui est fait.",
            "Ce qu’on attend de vous\xa0: une signature, une réunion, une décision.",
        ),
        (
            Start("Le contrat en bref", "Une minute, sur un téléphone ou imprimé.", "evaluation:in_brief", True),
            Start("Engagements", "Ce que chaque signataire a promis, et où il en est.", "governance:commitments", True),
        ),
    ),
    ContractRoleKind.PARTNER: Role(
        "Vous êtes partenaire d’un contrat",
        (
            "Le contrat auquel vous êtes invité\xa0: ses actions, ses engagements, ses séances.",
            "Si vous pilotez une action, on vous en demande des nouvelles par courriel\xa0: deux minutes suffisent.",
        ),
        (
            Start("Le contrat en bref", "Où il en est, en une page.", "evaluation:in_brief", True),
            Start("Fiches actions", "Les actions, avec leurs pilotes et leurs partenaires.", "actions:list", True),
        ),
    ),
    ContractRoleKind.READER: Role(
        "Vous lisez un contrat",
        ("Le contrat auquel vous êtes invité, sans rien pouvoir y changer.",),
        (
            Start("Le contrat en bref", "Où il en est, en une page.", "evaluation:in_brief", True),
            Start("Présentation", "Ses dates, son territoire, ses parties.", "contracts:contract", True),
        ),
    ),
    ContractRoleKind.PEN: Role(
        "La plume d’un contrat vous est donnée",
        ("Vous y écrivez comme la référente ou le référent du département, jusqu’à ce qu’elle vous soit retirée.",),
        (Start("Le contrat", "Où il en est, et ce qui lui manque.", "contracts:contract", True),),
    ),
    "": Role(
        "Aucun rôle ne vous est encore donné",
        (
            "Ce qui est commun à tous\xa0: les territoires, la part de la population couverte, les organisations.",
            "Vos contrats paraîtront à l’accueil dès qu’une personne qui en suit un vous y aura donné un rôle.",
        ),
        (
            Start("Couverture", "Où il y a un contrat local de santé, et où il n’y en a pas.", "evaluation:coverage"),
            Start("Aide", "Ce qu’est un contrat local de santé, en deux minutes.", "help"),
        ),
    ),
}


def roles_of(user) -> list[dict]:
    """What the person holds, the widest first: each with its places, and where to begin. Two queries."""
    held = _on_territories(user.roles)
    contracts: dict[str, list] = {}
    for role, reference, title in user.contract_roles.order_by("contract__title", "id").values_list(
        "role", "contract__reference", "contract__title"
    ):
        contracts.setdefault(role, []).append((reference, title))
    told = [{"role": ROLES[code], "contracts": [], "starts": _starts(ROLES[code], [])} for code in held]
    told += [
        {"role": role, "contracts": contracts[code], "starts": _starts(role, contracts[code])}
        for code, role in ROLES.items()
        if code in contracts
    ]
    return told or [{"role": ROLES[""], "contracts": [], "starts": _starts(ROLES[""], [])}]


def _on_territories(roles):
    held = {
        "administrator": roles.administrator,
        "siege": bool(roles.region_codes),
        "referent": bool(roles.department_codes),
    }
    return [code for code, holds in held.items() if holds]


def _starts(role, contracts):
    reference = contracts[0][0] if contracts else None
    return [
        {
            "label": start.label,
            "why": start.why,
            "url": reverse(start.url_name, args=[reference] if start.of_contract else []),
        }
        for start in role.starts
    ]


def is_new(user) -> bool:
    return SEEN not in user.preferences


def finish(user):
    """Passed or finished: not shown again of itself."""
    remember(user=user, name=SEEN, value=timezone.localdate().isoformat())
