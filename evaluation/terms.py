"""The words of the evaluation of a contract: judgements, audiences, consent, answers."""

from django.db.models import TextChoices


class Scale(TextChoices):
    """How far a fiche takes a criterion into account. « Sans objet » is a judgement too."""

    NONE = "none", "Pas du tout"
    LITTLE = "little", "Un peu"
    MOSTLY = "mostly", "Beaucoup"
    FULLY = "fully", "Pleinement"
    MOOT = "moot", "Sans objet"


class SourceKind(TextChoices):
    INTERVIEW = "interview", "Entretien"
    DOCUMENT = "document", "Document"
    DATA = "data", "Données chiffrées"
    SURVEY = "survey", "Questionnaire"
    OBSERVATION = "observation", "Observation"
    OTHER = "other", "Autre source"


class Audience(TextChoices):
    COORDINATION = "coordination", "Coordination"
    ARS = "ars", "ARS"
    ELECTED = "elected", "Élus"
    PARTNERS = "partners", "Partenaires"
    INHABITANTS = "inhabitants", "Habitants"


class Consent(TextChoices):
    GIVEN = "given", "Donné"
    REFUSED = "refused", "Refusé"


class ConsentWay(TextChoices):
    WRITTEN = "written", "Par écrit"
    MAIL = "mail", "Par courriel"
    ORAL = "oral", "De vive voix"
    RECORDED = "recorded", "Enregistré"


class Answer(TextChoices):
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    POSTPONED = "postponed", "Reportée"


class Progress(TextChoices):
    TO_DO = "to_do", "À faire"
    IN_PROGRESS = "in_progress", "En cours"
    DONE = "done", "Faite"


#: The four lists of each question, by the field that holds them.
SWOT = {
    "strengths": "Forces",
    "weaknesses": "Faiblesses",
    "opportunities": "Opportunités",
    "threats": "Menaces",
}
