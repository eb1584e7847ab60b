"""What to do at each stage of a contract: the help that ships with the product (domain.md §4).

Durations are orders of magnitude, and what the law says is what `requirements` checks: nothing here is a rule. A region
says in its own words (`StageHelp`) what is done at home.
"""

from dataclasses import dataclass, field

from .enums import PATH, Stage
from .requirements.law import MENTAL_HEALTH

CONTRACT = "Art. L1434-10 du code de la santé publique"
DELIBERATE = "Art. L2121-29 et L5211-1 du code général des collectivités territoriales"
AGREED_BY = (
    "Les objectifs du projet régional de santé peuvent faire l’objet de contrats locaux de santé, conclus par l’ARS "
    "notamment avec les collectivités territoriales et leurs groupements."
)
MENTAL_PART = "Le contrat comporte un volet santé mentale, qui tient compte du projet territorial de santé mentale."


@dataclass(frozen=True)
class Task:
    """One thing to do, and the page of the contract where it is done; every reader of the contract may open it."""

    sentence: str
    url_name: str = ""


@dataclass(frozen=True)
class Law:
    says: str
    source: str


@dataclass(frozen=True)
class StageGuide:
    stage: str
    slug: str
    title: str
    aim: str
    tasks: tuple[Task, ...]
    people: str
    time: str
    results: tuple[str, ...]
    laws: tuple[Law, ...] = field(default=())


GUIDES = [
    StageGuide(
        Stage.INITIATIVE,
        "initiative",
        "Initiative",
        "Décider de faire un contrat\xa0: sur quel territoire, porté par qui, et pourquoi.",
        (
            Task("Dessiner le territoire\xa0: les communes, les intercommunalités.", "contracts:perimeter"),
            Task("Dire en quelques lignes ce que l’on en attend.", "contracts:texts"),
            Task("Nommer le porteur, la référente ou le référent de l’ARS, l’élue ou l’élu référent."),
            Task("Convenir de la coordination\xa0: qui, quel temps de travail, payé par qui.", "governance:bodies"),
            Task("Inviter les personnes qui écriront.", "contracts:roles"),
        ),
        "Les élus du territoire, la délégation départementale de l’ARS et son siège, la préfecture.",
        "De un à trois mois.",
        (
            "Un périmètre et un porteur.",
            "Une coordination, ou une date à laquelle elle commence.",
            "Une équipe qui a ses accès.",
        ),
        (
            Law(AGREED_BY, CONTRACT),
            Law(
                "Les contrats se signent d’abord dans les zones où l’offre de soins est insuffisante "
                "(art. L1434-4, 1°, du code de la santé publique).",
                "Art. 122 de la loi n°\xa02022-217 du 21 février 2022",
            ),
        ),
    ),
    StageGuide(
        Stage.DIAGNOSIS,
        "diagnostic",
        "Diagnostic partagé",
        "Comprendre ensemble ce dont les habitants ont besoin, et ce qui existe déjà.",
        (
            Task(
                "Noter besoins, forces, points de rupture et moyens existants, chacun avec sa source.",
                "contracts:findings",
            ),
            Task("Entendre les habitants, et garder ce que leur parole a changé.", "actions:meaning"),
            Task("Recenser les dispositifs du territoire\xa0: qui fait déjà quoi.", "contracts:schemes"),
            Task("Regarder ce que la région attend\xa0: ses thématiques socles.", "contracts:themes"),
            Task("Présenter le diagnostic en séance, et s’accorder sur les priorités.", "governance:bodies"),
        ),
        "Élus, habitants, professionnels de santé, du social et du médico-social, associations, observatoire "
        "régional de la santé.",
        "De trois à six mois.",
        (
            "Des constats sourcés et partagés.",
            "Quelques priorités, d’où viendront les axes.",
            "Ce que les habitants ont dit.",
        ),
        (Law(MENTAL_PART + " Il se prépare dès le diagnostic.", MENTAL_HEALTH),),
    ),
    StageGuide(
        Stage.DRAFTING,
        "elaboration",
        "Élaboration",
        "Écrire ce que l’on fera, qui le fera, avec quel argent, et comment on saura si cela marche.",
        (
            Task("Écrire les axes et les objectifs, le volet santé mentale compris.", "contracts:plan"),
            Task("Écrire les fiches actions\xa0: un titre et un axe suffisent pour commencer.", "actions:list"),
            Task("Dire qui paie quoi, année par année.", "actions:money"),
            Task("Choisir peu d’indicateurs, avec leur valeur de départ.", "actions:indicators"),
            Task("Écrire ce que chaque signataire promet.", "contracts:signatories"),
            Task("Composer le comité de pilotage et le comité technique.", "governance:bodies"),
            Task("Poser les questions de l’évaluation\xa0: après, c’est trop tard.", "evaluation:evaluation_questions"),
            Task("Discuter le projet là où il se lit, et donner son accord.", "contracts:negotiation"),
        ),
        "La coordination, la référente ou le référent de l’ARS, les futurs pilotes, les financeurs, les signataires.",
        "De quatre à huit mois.",
        (
            "Un projet complet\xa0: axes, fiches, argent, engagements, gouvernance.",
            "L’accord d’une personne nommée de l’ARS et d’une du porteur pour l’envoyer en consultation.",
        ),
        (Law(MENTAL_PART, MENTAL_HEALTH),),
    ),
    StageGuide(
        Stage.CONSULTATION,
        "consultation",
        "Consultation",
        "Recueillir les avis et les délibérations, et corriger le projet une dernière fois.",
        (
            Task("Demander les avis, et noter chaque réponse.", "contracts:negotiation"),
            Task("Noter la date de délibération de chaque collectivité.", "contracts:signatories"),
            Task("Répondre aux commentaires, et reporter ce qui est retenu.", "contracts:negotiation"),
            Task("Relire le document tel qu’il sera signé.", "contracts:preview"),
            Task("Vérifier ce qui manque encore pour signer.", "contracts:lifecycle"),
        ),
        "Les signataires et leurs assemblées, les conseils et les partenaires dont l’avis est demandé.",
        "De deux à quatre mois, selon le calendrier des assemblées.",
        (
            "Les avis rendus, joints au dossier.",
            "Une date de délibération pour chaque partie qui délibère.",
            "Un texte que plus personne ne change.",
        ),
        (
            Law("Les collectivités et leurs groupements délibèrent avant de signer.", DELIBERATE),
            Law(MENTAL_PART + " À défaut, une personne nommée écrit pourquoi.", MENTAL_HEALTH),
        ),
    ),
    StageGuide(
        Stage.SIGNATURE,
        "signature",
        "Signature",
        "Faire signer le texte fixé, et garder la preuve de ce qui a été signé.",
        (
            Task("Imprimer le texte fixé, le seul à signer.", "contracts:signature"),
            Task("Noter la date de chaque signature\xa0: elles diffèrent souvent.", "contracts:signature"),
            Task("Déposer le contrat signé numérisé.", "contracts:signature"),
            Task("Fixer sans attendre la date du premier comité de pilotage.", "governance:bodies"),
        ),
        "Tous les signataires.",
        "De un à deux mois.",
        (
            "Une date pour chaque signature, et le contrat signé numérisé.",
            "Un texte figé avec son empreinte\xa0: il ne change plus que par avenant.",
            "La date du premier comité de pilotage.",
        ),
        (Law(AGREED_BY + " L’ARS et au moins une collectivité signent.", CONTRACT),),
    ),
    StageGuide(
        Stage.IN_FORCE,
        "en-vigueur",
        "En vigueur",
        "Faire ce qui a été promis, le dire, et s’en rendre compte à temps quand cela n’avance pas.",
        (
            Task("Réunir le premier comité de pilotage dans le délai que fixe la région.", "governance:bodies"),
            Task("Tenir les fiches à jour, et demander des nouvelles aux partenaires.", "actions:progress"),
            Task("Saisir les valeurs des indicateurs quand elles sont attendues.", "actions:indicators"),
            Task("Noter l’argent notifié et dépensé.", "actions:money"),
            Task("Suivre les décisions et leurs suites.", "governance:follow_ups"),
            Task("Faire le bilan chaque année, et le faire valider.", "evaluation:reviews"),
            Task("Passer par un avenant pour changer ce qui a été signé.", "contracts:amendments"),
            Task("Un an avant la fin, préparer l’évaluation et la suite.", "evaluation:home"),
        ),
        "La coordination, les pilotes et leurs partenaires, le comité technique, le comité de pilotage.",
        "De trois à cinq ans.",
        (
            "Un bilan validé par an.",
            "Des engagements tenus, ou une raison écrite.",
            "Avant la fin\xa0: une décision sur la suite – prorogation, nouveau contrat ou clôture.",
        ),
    ),
    StageGuide(
        Stage.CLOSED,
        "cloture",
        "Clôture",
        "Dire ce que le contrat a changé, et ce que devient chaque action.",
        (
            Task("Conclure l’évaluation\xa0: constats et recommandations.", "evaluation:conclusions"),
            Task(
                "Dire le sort de chaque fiche\xa0: reconduite, transformée, fusionnée ou abandonnée.",
                "actions:list",
            ),
            Task("Faire le dernier bilan, argent dépensé compris.", "evaluation:reviews"),
            Task("Clore les suites à donner, ou les confier à quelqu’un.", "governance:follow_ups"),
            Task("Ranger les documents que le contrat suivant reprendra.", "contracts:documents"),
        ),
        "Le comité de pilotage, la coordination, la référente ou le référent de l’ARS.",
        "Pendant les six derniers mois du contrat.",
        (
            "Une évaluation présentée aux signataires et aux habitants.",
            "Le sort de chaque fiche.",
            "Si le territoire continue\xa0: un nouveau contrat à l’étape «\xa0Initiative\xa0».",
        ),
    ),
]
BY_STAGE = {guide.stage: guide for guide in GUIDES}


def guides_at(stage) -> list[StageGuide]:
    """The guide of this stage and that of the next; nothing for a contract abandoned or terminated."""
    stages = [*PATH, Stage.CLOSED]
    if stage not in stages:
        return []
    here = stages.index(stage)
    return [BY_STAGE[each] for each in stages[here : here + 2]]


def guide_of(slug) -> StageGuide | None:
    return next((guide for guide in GUIDES if guide.slug == slug), None)
