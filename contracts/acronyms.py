"""The acronyms of the field: one list, for the pages, the help and the printed contract."""

from core.acronyms import Acronym

ACRONYMS = [
    Acronym("ADMR", "Aide à domicile en milieu rural"),
    Acronym("API", "Interface de programmation", "Par elle, un programme lit ou écrit des données."),
    Acronym(
        "ARS",
        "Agence régionale de santé",
        "Elle conduit la politique de santé de la région\xa0; un siège, et des délégations.",
    ),
    Acronym("ASV", "Atelier santé ville", "Une démarche de santé dans les quartiers prioritaires."),
    Acronym("CA", "Communauté d’agglomération"),
    Acronym("CAF", "Caisse d’allocations familiales"),
    Acronym("CC", "Communauté de communes"),
    Acronym("CCAS", "Centre communal d’action sociale"),
    Acronym("CIAS", "Centre intercommunal d’action sociale"),
    Acronym(
        "CLS", "Contrat local de santé", "Une ARS et des collectivités y décident d’agir ensemble sur un territoire."
    ),
    Acronym("CLSM", "Conseil local de santé mentale", "Élus, psychiatrie, usagers et aidants d’un même territoire."),
    Acronym("CMP", "Centre médico-psychologique"),
    Acronym("COG", "Code officiel géographique", "Tenu par l’INSEE\xa0: communes, départements, régions."),
    Acronym("COPIL", "Comité de pilotage", "Il réunit les signataires et décide."),
    Acronym("COTECH", "Comité technique", "Il prépare le comité de pilotage et suit les actions."),
    Acronym("CPAM", "Caisse primaire d’assurance maladie"),
    Acronym(
        "CPTS",
        "Communauté professionnelle territoriale de santé",
        "Des soignants d’un territoire qui s’organisent ensemble.",
    ),
    Acronym("CRCDC", "Centre régional de coordination des dépistages des cancers"),
    Acronym("CSV", "Fichier de tableau en texte simple", "Tous les tableurs l’ouvrent."),
    Acronym("CU", "Communauté urbaine"),
    Acronym("DAC", "Dispositif d’appui à la coordination", "Il aide les professionnels dans les parcours complexes."),
    Acronym("DD", "Délégation départementale", "Celle de l’ARS dans un département."),
    Acronym("DSDEN", "Direction des services départementaux de l’Éducation nationale"),
    Acronym(
        "EPCI",
        "Établissement public de coopération intercommunale",
        "Des communes qui agissent ensemble\xa0: communauté de communes, d’agglomération, métropole.",
    ),
    Acronym("EPT", "Établissement public territorial", "Une intercommunalité de la métropole du Grand Paris."),
    Acronym("ETP", "Équivalent temps plein", "0,5 ETP est un mi-temps."),
    Acronym("FIR", "Fonds d’intervention régional", "L’argent que l’ARS attribue, chaque année."),
    Acronym("FRR", "France ruralités revitalisation", "Le classement des communes rurales à soutenir.", proper=True),
    Acronym("ICOPE", "Soins intégrés pour les personnes âgées", "Un programme de dépistage de l’OMS."),
    Acronym("INSEE", "Institut national de la statistique et des études économiques"),
    Acronym("IREPS", "Instance régionale d’éducation et de promotion de la santé"),
    Acronym("JSON", "Format de fichier que lisent les programmes"),
    Acronym("MSA", "Mutualité sociale agricole"),
    Acronym("MSP", "Maison de santé pluriprofessionnelle", "Plusieurs soignants, un même projet de santé."),
    Acronym("OMS", "Organisation mondiale de la santé"),
    Acronym("ORS", "Observatoire régional de la santé"),
    Acronym("PACA", "Provence-Alpes-Côte d’Azur", proper=True),
    Acronym("PAT", "Projet alimentaire territorial"),
    Acronym("PCAET", "Plan climat-air-énergie territorial"),
    Acronym("PETR", "Pôle d’équilibre territorial et rural", "Des intercommunalités réunies autour d’un projet."),
    Acronym("PNR", "Parc naturel régional"),
    Acronym("PRS", "Projet régional de santé", "Les objectifs de l’ARS pour la région."),
    Acronym(
        "PTSM", "Projet territorial de santé mentale", "Il organise les parcours de santé mentale d’un territoire."
    ),
    Acronym("QPV", "Quartier prioritaire de la politique de la ville"),
    Acronym("RPPS", "Répertoire partagé des professionnels de santé"),
    Acronym("SIREN", "Numéro d’identification d’une organisation", "Neuf chiffres, donnés par l’INSEE."),
    Acronym("URPS", "Union régionale des professionnels de santé"),
]
#: Those of the annex of the printed contract.
PRINTED = (
    *("ARS", "CAF", "CCAS", "CLS", "CLSM", "COPIL", "COTECH", "CPAM", "CPTS", "DAC", "EPCI", "ETP", "FIR", "MSA"),
    *("MSP", "PRS", "PTSM", "QPV"),
)


def printed() -> list[tuple[str, str]]:
    return [(each.short, each.meaning) for each in ACRONYMS if each.short in PRINTED]
