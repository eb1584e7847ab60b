"""Code words of a fiche action: the exchange format's codes, with the field's own French."""

from django.db.models import TextChoices


class ActionStatus(TextChoices):
    TO_DISCUSS = "to_discuss", "À discuter"
    PLANNED = "planned", "Prévue"
    IN_PROGRESS = "in_progress", "En cours"
    DONE = "done", "Réalisée"
    PAUSED = "paused", "En pause"
    BLOCKED = "blocked", "Bloquée"
    ABANDONED = "abandoned", "Abandonnée"


class Attainment(TextChoices):
    REACHED = "reached", "Atteints"
    PARTLY_REACHED = "partly_reached", "Partiellement atteints"
    NOT_REACHED = "not_reached", "Non atteints"
    POSTPONED = "postponed_or_redirected", "Reportés ou réorientés"


class Priority(TextChoices):
    HIGH = "high", "Haute"
    MEDIUM = "medium", "Moyenne"
    LOW = "low", "Basse"


class Origin(TextChoices):
    ORIGINAL = "original", "Signée avec le contrat"
    FRAMEWORK = "framework", "Prévue par le cadre, écrite après"
    AMENDMENT = "amendment", "Ajoutée par avenant"
    OUTSIDE = "outside", "Hors contrat"


class Novelty(TextChoices):
    EXISTING = "existing", "Existait déjà"
    EXTENDED = "extended", "Étendue"
    NEW = "new", "Nouvelle"


class Approach(TextChoices):
    UNIVERSAL = "universal", "Universelle"
    TARGETED = "targeted", "Ciblée"
    PROPORTIONATE = "proportionate", "Universalisme proportionné"


class Participation(TextChoices):
    NONE = "none", "Aucune"
    INFORMATION = "information", "Information"
    CONSULTATION = "consultation", "Consultation"
    INVOLVEMENT = "involvement", "Implication"
    CO_CONSTRUCTION = "co_construction", "Co-construction"


class ParticipationStage(TextChoices):
    DIAGNOSIS = "diagnosis", "Diagnostic"
    PLANNING = "planning", "Élaboration du plan"
    EVALUATION = "evaluation", "Évaluation"


class Determinant(TextChoices):
    LIFESTYLE = "lifestyle", "Modes de vie"
    SOCIAL_ENVIRONMENT = "social_environment", "Environnement social"
    LIVING_CONDITIONS = "living_conditions", "Conditions de vie"
    CARE_SYSTEM = "care_system", "Système de soins"
    PHYSICAL_ENVIRONMENT = "physical_environment", "Environnement physique"
    ECONOMIC_POLITICAL = "economic_political", "Contexte économique et politique"


class CarePath(TextChoices):
    ACCESSIBILITY = "accessibility", "Accessibilité"
    READABILITY = "readability", "Lisibilité"
    QUALITY = "quality", "Qualité"


class PlaceLevel(TextChoices):
    COMMUNE = "commune", "Commune"
    EPCI = "epci", "EPCI"
    QPV = "qpv", "Quartier prioritaire (QPV)"
    ESTABLISHMENT = "establishment", "Établissement"
    OTHER = "other", "Autre lieu"


class OrganisationPart(TextChoices):
    LEAD = "lead", "Structure pilote"
    PARTNER = "partner", "Partenaire"


class PersonPart(TextChoices):
    LEAD = "lead", "Personne pilote"
    SPONSOR = "sponsor", "Élu·e référent·e"


class FundingKind(TextChoices):
    FIR = "fir", "FIR"
    OWN_FUNDS = "own_funds", "Fonds propres"
    CALL_FOR_PROJECTS = "call_for_projects", "Appel à projets"
    POLITIQUE_VILLE = "politique_ville", "Politique de la ville"
    IN_KIND = "in_kind", "En nature"
    OTHER = "other", "Autre"


class FundingNature(TextChoices):
    EXISTING = "existing", "Droit commun"
    REDEPLOYED = "redeployed", "Redéployé"
    NEW = "new", "Nouveau"


class AgreementSpan(TextChoices):
    YEARLY = "yearly", "Annuelle"
    MULTI_YEAR = "multi_year", "Pluriannuelle"


class AccountsState(TextChoices):
    """Of the accounts of a convention; computed from their dates, never stored."""

    NONE = "none", "Sans échéance"
    AWAITED = "awaited", "Attendu"
    LATE = "late", "En retard"
    RECEIVED = "received", "Reçu"


class IndicatorKind(TextChoices):
    PROCESS = "process", "Processus"
    OUTPUT = "output", "Réalisation"
    OUTCOME = "outcome", "Résultat"
    IMPACT = "impact", "Impact"


class Direction(TextChoices):
    UP = "up", "À la hausse"
    DOWN = "down", "À la baisse"


class Frequency(TextChoices):
    MONTHLY = "monthly", "Chaque mois"
    QUARTERLY = "quarterly", "Chaque trimestre"
    HALF_YEARLY = "half_yearly", "Chaque semestre"
    YEARLY = "yearly", "Chaque année"
    ONCE = "once", "Une fois"


class DataScale(TextChoices):
    NEIGHBOURHOOD = "neighbourhood", "Quartier"
    COMMUNE = "commune", "Commune"
    PERIMETER = "perimeter", "Périmètre du contrat"
    EPCI = "epci", "EPCI"
    DEPARTMENT = "department", "Département"
    REGION = "region", "Région"
    OTHER = "other", "Autre"


class NewsState(TextChoices):
    WAITING = "waiting", "En attente de réponse"
    ANSWERED = "answered", "Réponse à relire"
    APPROVED = "approved", "Approuvée"
    REFUSED = "refused", "Renvoyée avec un mot"
    WITHDRAWN = "withdrawn", "Retirée"


class Reason(TextChoices):
    """Why something promised at the signature changed since."""

    FUNDING_GRANTED = "funding_granted", "Financement obtenu"
    FUNDING_REFUSED = "funding_refused", "Financement non obtenu"
    HUMAN_MEANS = "human_means", "Moyens humains"
    PARTNER_DELAY = "partner_delay", "Retard d’un partenaire"
    NEED = "need_better_known", "Besoin mieux connu"
    STEERING = "steering_decision", "Décision du comité de pilotage"
    CORRECTION = "correction", "Correction d’une erreur"
    OTHER = "other", "Autre"


class FactorKind(TextChoices):
    OBSTACLE = "obstacle", "Frein"
    LEVER = "lever", "Levier"


class FactorClass(TextChoices):
    """What an obstacle or a lever is about, so that those of many fiches can be gathered."""

    HUMAN_MEANS = "human_means", "Moyens humains"
    MONEY = "money", "Financement"
    PARTNERS = "partners", "Partenaires"
    PUBLIC = "public", "Public"
    DATA = "data", "Données"
    POLICY = "policy", "Politique"
    SCHEDULE = "schedule", "Calendrier"
    OTHER = "other", "Autre"
