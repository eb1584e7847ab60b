"""The words of the national data set: axes, fiches, structures, as contracts of the field name them."""

MENTAL_HEALTH = "Santé mentale"

#: Axis → its objectives, and titles of fiches.
AXES = {
    "Accès aux droits et aux soins": (
        ["Renforcer l’offre de premier recours", "Aller vers les personnes éloignées du soin"],
        [
            "Accueillir les internes en médecine générale",
            "Consultations avancées de spécialistes",
            "Médiation en santé",
            "Maison médicale de garde",
            "Transport solidaire vers les soins",
            "Bus santé itinérant",
            "Assistants médicaux partagés",
            "Permanence d’accès aux droits",
        ],
    ),
    MENTAL_HEALTH: (
        ["Repérer et orienter plus tôt", "Soutenir les proches et les professionnels"],
        [
            "Former aux premiers secours en santé mentale",
            "Conseil local de santé mentale",
            "Point d’écoute pour les jeunes",
            "Prévention du suicide",
            "Groupe de parole pour les aidants",
            "Sentinelles contre le mal-être agricole",
        ],
    ),
    "Prévention et promotion de la santé": (
        ["Développer les compétences psychosociales", "Favoriser l’activité physique et une bonne alimentation"],
        [
            "Compétences psychosociales à l’école",
            "Semaine du dépistage",
            "Sport sur ordonnance",
            "Bien manger à petit prix",
            "Vaccination de proximité",
            "Prévenir les conduites addictives",
            "Vie affective et sexuelle des jeunes",
        ],
    ),
    "Parcours de santé et autonomie": (
        ["Préserver l’autonomie", "Fluidifier les parcours entre la ville et l’hôpital"],
        [
            "Repérer la fragilité des personnes âgées",
            "Fiche de liaison entre la ville et l’hôpital",
            "Répit des aidants",
            "Accès aux soins des personnes en situation de handicap",
            "Habitat inclusif et santé",
        ],
    ),
    "Santé et environnement": (
        ["Réduire les expositions", "S’adapter au changement climatique"],
        [
            "Qualité de l’air dans les écoles et les crèches",
            "Plan fraîcheur pour les personnes isolées",
            "Lutter contre l’ambroisie",
            "Prévenir les risques liés au moustique tigre",
            "Urbanisme favorable à la santé",
        ],
    ),
    "Enfance, jeunesse et parentalité": (
        ["Accompagner les mille premiers jours", "Donner confiance aux jeunes"],
        [
            "Mille premiers jours de l’enfant",
            "Écrans en famille",
            "Santé bucco-dentaire à l’école",
            "Relais parental",
        ],
    ),
    "Coordination et évaluation": (
        ["Faire vivre le contrat"],
        [
            "Coordonner le contrat",
            "Faire connaître l’offre de santé",
            "Observer la santé du territoire",
            "Évaluer le contrat à mi-parcours",
        ],
    ),
}

INDICATORS = [
    ("Personnes accompagnées", "output", "personnes", "up"),
    ("Réunions tenues", "process", "réunions", "up"),
    ("Professionnels formés", "output", "personnes", "up"),
    ("Partenaires mobilisés", "process", "partenaires", "up"),
    ("Délai d’un premier rendez-vous", "outcome", "jours", "down"),
    ("Part de la population sans médecin traitant", "outcome", "%", "down"),
    ("Taux de recours au dépistage", "impact", "%", "up"),
]

STEPS = ["Réunir les partenaires", "Écrire le cahier des charges", "Recruter", "Ouvrir l’action", "Faire le bilan"]
FACTORS = [
    ("obstacle", "human_means", "Le poste n’est pas pourvu."),
    ("obstacle", "money", "Le financement n’est pas reconduit."),
    ("obstacle", "partners", "Un partenaire s’est retiré."),
    ("obstacle", "public", "Le public visé vient peu."),
    ("obstacle", "data", "Les données arrivent trop tard."),
    ("obstacle", "schedule", "Le calendrier se heurte aux élections."),
    ("lever", "policy", "Les élus portent l’action."),
    ("lever", "partners", "Une association relaie l’action."),
    ("lever", "money", "Un cofinancement a été obtenu."),
]
PUBLICS = ["Tous les habitants", "Personnes âgées", "Jeunes de 11 à 25 ans", "Femmes enceintes", "Aidants", "Précaires"]
COLLEGES = ["Élus", "Institutions", "Professionnels", "Habitants"]
FINDINGS = [
    ("need", "Un habitant sur dix n’a pas de médecin traitant."),
    ("need", "Une personne sur six a renoncé à des soins dans l’année."),
    ("rupture", "Le retour à domicile après l’hôpital s’organise trop tard."),
    ("strength", "Un tissu associatif dense et engagé."),
    ("existing_means", "Une équipe mobile de prévention passe déjà sur le territoire."),
]
FIRST_NAMES = ["Anne", "Bruno", "Chloé", "David", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jean", "Karine", "Léo"]
LAST_NAMES = ["Arnaud", "Blanc", "Chevalier", "Dupuy", "Estève", "Fabre", "Girard", "Henry", "Imbert", "Jacob"]

#: (kind, sector, pattern) of the bodies of a département, then of those of one EPCI.
OF_DEPARTMENT = [
    ("prefecture", "other", "Préfecture ({})"),
    ("department", "social", "Conseil départemental ({})"),
    ("cpam", "health", "CPAM ({})"),
    ("caf", "social", "CAF ({})"),
    ("msa", "health", "MSA ({})"),
    ("hospital", "health", "Centre hospitalier départemental ({})"),
    ("hospital", "health", "Établissement public de santé mentale ({})"),
    ("education", "education", "Services départementaux de l’Éducation nationale ({})"),
    ("dac", "health", "DAC ({})"),
    ("ireps", "health", "Promotion Santé ({})"),
    ("association", "social", "Maison des adolescents ({})"),
    ("professional_order", "health", "Ordre des médecins ({})"),
]
OF_EPCI = [
    ("cpts", "health", "CPTS – {}"),
    ("ccas", "social", "CIAS – {}"),
    ("msp", "health", "MSP – {}"),
    ("association", "social", "Centre social – {}"),
    ("medico_social", "medico_social", "Aide à domicile – {}"),
    ("inhabitants", "citizens", "Conseil des habitants – {}"),
    ("other", "employment", "Mission locale – {}"),
]
