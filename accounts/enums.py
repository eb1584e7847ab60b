"""Code words of people and organisations: the exchange format's codes, with the field's own French."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    ARS = "ars", "ARS"
    ARS_DD = "ars_dd", "Délégation départementale d’ARS"
    COMMUNE = "commune", "Commune"
    EPCI = "epci", "EPCI"
    PETR = "petr", "PETR ou pays"
    PNR = "pnr", "Parc naturel régional"
    SYNDICAT = "syndicat", "Syndicat"
    CCAS = "ccas", "CCAS ou CIAS"
    DEPARTMENT = "department", "Conseil départemental"
    REGION = "region", "Conseil régional"
    PREFECTURE = "prefecture", "Préfecture"
    CPAM = "cpam", "CPAM"
    CAF = "caf", "CAF"
    MSA = "msa", "MSA"
    HOSPITAL = "hospital", "Établissement de santé"
    MEDICO_SOCIAL = "medico_social", "Établissement ou service médico-social"
    CPTS = "cpts", "CPTS"
    MSP = "msp", "Maison de santé pluriprofessionnelle"
    HEALTH_CENTRE = "health_centre", "Centre de santé"
    DAC = "dac", "DAC"
    URPS = "urps", "URPS"
    IREPS = "ireps", "IREPS ou Promotion santé"
    ORS = "ors", "Observatoire régional de la santé"
    PROFESSIONAL_ORDER = "professional_order", "Ordre professionnel"
    ASSOCIATION = "association", "Association"
    INHABITANTS = "inhabitants", "Habitants"
    EDUCATION = "education", "Éducation nationale ou établissement scolaire"
    SOCIAL_LANDLORD = "social_landlord", "Bailleur social"
    OTHER = "other", "Autre"


class Sector(TextChoices):
    HEALTH = "health", "Santé"
    SOCIAL = "social", "Social"
    MEDICO_SOCIAL = "medico_social", "Médico-social"
    EDUCATION = "education", "Éducation"
    HOUSING = "housing", "Logement"
    PLANNING = "planning", "Aménagement"
    ENVIRONMENT = "environment", "Environnement"
    EMPLOYMENT = "employment", "Emploi et insertion"
    JUSTICE = "justice", "Justice"
    SPORT_CULTURE = "sport_culture", "Sport et culture"
    CITIZENS = "citizens", "Citoyens"
    OTHER = "other", "Autre"


class TerritoryRoleKind(TextChoices):
    ADMINISTRATOR = "administrator", "Administrateur, administratrice"
    ARS_REGION = "ars_region", "ARS siège"
    ARS_DEPARTMENT = "ars_department", "Référent·e ARS DD"


class KeyScope(TextChoices):
    SIGNED = "signed", "Contrats signés seulement"
    VISIBLE = "visible", "Tout ce que je vois"
