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
STAGES = [
    {
        "title": "Initiative",
        "todo": "Dire l’intention, le territoire et le porteur ; nommer une référente ou un référent à l’ARS.",
        "people": "L’ARS et la collectivité qui porte.",
        "time": "De un à trois mois.",
        "text": "Article L1434-10 du code de la santé publique : l’agence conclut le contrat, "
        "notamment avec les collectivités et leurs groupements.",
    },
    {
        "title": "Diagnostic partagé",
        "todo": "Rassembler besoins, forces, points de rupture et moyens existants, chacun avec sa source.",
        "people": "Élus, professionnels, associations, habitants.",
        "time": "De trois à six mois.",
        "text": "",
    },
    {
        "title": "Élaboration",
        "todo": "Écrire les axes, les objectifs, les fiches, les engagements et la gouvernance.",
        "people": "La coordination, la référente ou le référent, les futurs pilotes.",
        "time": "De quatre à huit mois.",
        "text": "Loi n° 2022-217, article 122 : le contrat comporte un volet santé mentale, en lien avec le PTSM.",
    },
    {
        "title": "Consultation",
        "todo": "Recueillir les avis et les délibérations ; répondre aux commentaires.",
        "people": "Les signataires et leurs assemblées. Une personne de l’ARS et une du porteur "
        "donnent d’abord leur accord.",
        "time": "De deux à quatre mois, selon le calendrier des assemblées.",
        "text": "",
    },
    {
        "title": "Signature",
        "todo": "Faire signer le texte fixé, noter chaque signature, déposer le scan.",
        "people": "Tous les signataires.",
        "time": "De un à deux mois.",
        "text": "",
    },
    {
        "title": "En vigueur",
        "todo": "Tenir les fiches à jour, réunir les instances, faire le bilan chaque année, préparer l’évaluation.",
        "people": "La coordination, les pilotes, le comité de pilotage.",
        "time": "De trois à cinq ans.",
        "text": "",
    },
    {
        "title": "Clôture",
        "todo": "Évaluer, dire ce que devient chaque fiche, préparer le contrat suivant.",
        "people": "Le comité de pilotage.",
        "time": "À partir des six derniers mois du contrat.",
        "text": "",
    },
]
# With those of the printed contract (`contracts.pdf.ACRONYMS`).
ACRONYMS = [
    ("API", "Interface par laquelle un programme lit ou écrit des données"),
    ("ASV", "Atelier santé ville"),
    ("COG", "Code officiel géographique, tenu par l’INSEE"),
    ("CSP", "Code de la santé publique"),
    ("DD", "Délégation départementale de l’agence régionale de santé"),
    ("EPT", "Établissement public territorial, dans la métropole du Grand Paris"),
    ("PAT", "Projet alimentaire territorial"),
    ("PCAET", "Plan climat-air-énergie territorial"),
    ("PETR", "Pôle d’équilibre territorial et rural"),
    ("PNR", "Parc naturel régional"),
    ("SIREN", "Numéro à neuf chiffres qui désigne une organisation"),
    ("URPS", "Union régionale des professionnels de santé"),
]


def topic(slug) -> Topic | None:
    return next((each for each in TOPICS if each.slug == slug), None)


def acronyms(more) -> list[tuple[str, str]]:
    return sorted(dict([*ACRONYMS, *more]).items())
