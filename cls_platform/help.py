"""The pages of help, in their order: the address, the title and what one finds there. The words stand in templates."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    slug: str
    title: str
    sentence: str

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"


TOPICS = [
    Topic("cls", "Qu’est-ce qu’un contrat local de santé ?", "Ce que dit la loi, qui signe, ce qu’il contient."),
    Topic("prise-en-main", "Prise en main, rôle par rôle", "Ce que vous pouvez faire et par où commencer."),
    Topic(
        "etapes", "Les étapes d’un contrat", "De l’initiative à la clôture : quoi faire, avec qui, en combien de temps."
    ),
    Topic("fiches", "Écrire une fiche action", "Ce qui rend une fiche complète, et comment la tenir à jour."),
    Topic("indicateurs", "Suivre des indicateurs", "Peu et bons\xa0: cible, source, valeur attendue, catalogue."),
    Topic("retrouver", "Retrouver et modifier des fiches", "Filtres, colonnes, tableau, changements groupés, PDF."),
    Topic("tableurs", "Fiches et tableurs", "Exporter, modifier dans Excel, reprendre un plan existant."),
    Topic("nouvelles", "Demander des nouvelles aux partenaires", "Un courriel, un lien sans compte, deux minutes."),
    Topic("seances", "Préparer et conduire une séance", "Ordre du jour, convocations, projecteur, présences, clôture."),
    Topic("sens", "Lire le sens du plan", "Équité, habitants, déterminants, parcours, dispositifs."),
    Topic("bilans", "Préparer le bilan de l’année", "Chiffres relevés, analyse, ARS, COPIL, texte figé."),
    Topic("tableaux-de-bord", "Tableaux de bord et couverture", "Ce qui inquiète, ce qui attend, ce qui est couvert."),
    Topic("chiffres", "Ce que comptent les chiffres", "La définition, l’unité et la source de chaque chiffre."),
    Topic("evaluation", "Évaluer un contrat, une région", "Questions, grille, entretiens, recommandations, périodes."),
    Topic("decisions", "Décisions et suites à donner", "Un registre qui ne se récrit pas, et ce qui en découle."),
    Topic("campagnes", "Campagnes de questionnaire", "Préparer, répondre à plusieurs, relire, publier."),
    Topic("reseau", "Coordinations de la région", "Annuaire, formations, pratiques, instances de la région."),
    Topic("importer", "Importer un contrat", "Reprendre un fichier, lire ce qui manque, confirmer."),
    Topic("signature", "Signature et texte figé", "Ce qui ne change plus, et comment on le prouve."),
    Topic("api", "API et clés", "Laisser un programme lire les contrats à votre place."),
    Topic("donnees", "Les données", "D’où elles viennent, qui les voit, ce qui est gardé."),
]


def topic(slug) -> Topic | None:
    return next((each for each in TOPICS if each.slug == slug), None)


#: Where a page is explained: by its address's name, else by the longest beginning of it. Of an application last.
HERE = {
    "accounts:me": "api",
    "actions:": "fiches",
    "actions:agreement": "fiches",
    "actions:board": "retrouver",
    "actions:bulk": "retrouver",
    "actions:catalogue": "indicateurs",
    "actions:export": "tableurs",
    "actions:indicator": "indicateurs",
    "actions:list": "retrouver",
    "actions:meaning": "sens",
    "actions:news": "nouvelles",
    "actions:reminders": "nouvelles",
    "actions:sheet": "tableurs",
    "approaches:": "etapes",
    "contracts:contract": "etapes",
    "contracts:create": "etapes",
    "contracts:import": "importer",
    "contracts:journal": "donnees",
    "contracts:lifecycle": "etapes",
    "contracts:list": "prise-en-main",
    "contracts:schemes": "sens",
    "contracts:signature": "signature",
    "contracts:amendments": "signature",
    "coordination:": "reseau",
    "evaluation:campaign": "campagnes",
    "evaluation:coverage": "tableaux-de-bord",
    "evaluation:dashboard": "tableaux-de-bord",
    "evaluation:figures": "chiffres",
    "evaluation:home": "evaluation",
    "evaluation:in_brief": "tableaux-de-bord",
    "evaluation:evaluation_questions": "evaluation",
    "evaluation:sources": "evaluation",
    "evaluation:conclusions": "evaluation",
    "evaluation:period": "evaluation",
    "evaluation:quality": "tableaux-de-bord",
    "evaluation:review": "bilans",
    "governance:": "seances",
    "governance:commitment": "decisions",
    "governance:decision": "decisions",
    "governance:follow_up": "decisions",
    "governance:signatory": "decisions",
    "home": "prise-en-main",
    "networks:": "reseau",
    "practices:": "reseau",
    "territories:": "donnees",
}


def help_here(view_name: str) -> Topic | None:
    """The page of help that speaks of what one is looking at."""
    fits = [name for name in HERE if view_name.startswith(name)]
    return topic(HERE[max(fits, key=len)]) if fits else None


def here(request):
    """For every page (a context processor): read only by the pages that show it."""
    match = getattr(request, "resolver_match", None)
    return {"help_here": lambda: help_here(match.view_name) if match else None}
