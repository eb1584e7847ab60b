"""Code words of governance."""

from django.db.models import TextChoices


class BodyKind(TextChoices):
    COPIL = "copil", "COPIL (comité de pilotage)"
    COTECH = "cotech", "COTECH (comité technique)"
    WORKING_GROUP = "working_group", "Groupe de travail"
    PLENARY = "plenary", "Assemblée plénière"
    COMMISSION = "commission", "Commission"
    PROJECT_TEAM = "project_team", "Équipe projet"
    OTHER = "other", "Autre instance"


class MeetingState(TextChoices):
    PREPARED = "prepared", "En préparation"
    CONVENED = "convened", "Convoquée"
    HELD = "held", "Tenue"
    CLOSED = "closed", "Close"
    CANCELLED = "cancelled", "Annulée"


TOOK_PLACE = (MeetingState.HELD, MeetingState.CLOSED)


class ItemKind(TextChoices):
    INFORMATION = "information", "Information"
    DISCUSSION = "discussion", "Échange"
    DECISION = "decision", "Décision"


class Answer(TextChoices):
    """What a person invited says before the meeting."""

    COMES = "comes", "Vient"
    SUBSTITUTE = "substitute", "Envoie son ou sa suppléant·e"
    DECLINES = "declines", "Ne vient pas"


class Answerer(TextChoices):
    """Who said it."""

    HOLDER = "holder", "la personne titulaire"
    SUBSTITUTE = "substitute", "la personne suppléante"
    TEAM = "team", "la coordination"


class Presence(TextChoices):
    """What was seen at the meeting."""

    HOLDER = "holder", "Titulaire présent·e"
    SUBSTITUTE = "substitute", "Suppléant·e présent·e"
    REPRESENTED = "represented", "Représenté·e"
    EXCUSED = "excused", "Excusé·e"
    ABSENT = "absent", "Absent·e"


#: Who counts for the quorum.
IN_THE_ROOM = (Presence.HOLDER, Presence.SUBSTITUTE, Presence.REPRESENTED)


class DecisionKind(TextChoices):
    VALIDATION = "validation", "Validation"
    ORIENTATION = "orientation", "Orientation"
    REFUSAL = "refusal", "Refus"
    REPORT = "report", "Report"


class Effect(TextChoices):
    """What a decision changes."""

    ACTION = "action", "Une fiche action"
    AXIS = "axis", "Un axe"
    COMMITMENT = "commitment", "Un engagement"
    BUDGET = "budget", "Le budget"
    CALENDAR = "calendar", "Le calendrier"
    AMENDMENT = "amendment", "Un avenant à préparer"


class PartyCapacity(TextChoices):
    """What an organisation is to a contract, for the seats that a region usually gives."""

    CARRIER = "carrier", "Porteur"
    SIGNATORY = "signatory", "Signataire"
    ASSOCIATED = "associated", "Cosignataire associé"


class HandoverKind(TextChoices):
    """Who leaves."""

    COORDINATOR = "coordinator", "Coordination"
    ELECTED = "elected", "Élu·e référent·e"
    ARS = "ars", "Référent·e de l’ARS"


class PracticeState(TextChoices):
    PROPOSED = "proposed", "Proposée"
    RETURNED = "returned", "Renvoyée avec une remarque"
    PUBLISHED = "published", "Publiée"
    WITHDRAWN = "withdrawn", "Retirée"


class NetworkKind(TextChoices):
    """What a body of a territory, beside the contracts, is."""

    COORDINATORS = "coordinators", "Réseau des coordinateurs"
    DEPARTMENT_GROUP = "department_group", "Groupe départemental"
    REGION_COMMITTEE = "region_committee", "Comité régional"
    OTHER = "other", "Autre instance"


class NetworkPresence(TextChoices):
    THERE = "there", "Présent·e"
    EXCUSED = "excused", "Excusé·e"
    ABSENT = "absent", "Absent·e"
