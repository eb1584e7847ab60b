"""The words of a yearly review."""

from django.db.models import TextChoices


class ReviewState(TextChoices):
    PREPARED = "prepared", "En préparation"
    SUBMITTED = "submitted", "Transmis à l’ARS"
    RETURNED = "returned", "Renvoyé avec des remarques"
    ACCEPTED = "accepted", "Accepté par l’ARS"
    VALIDATED = "validated", "Validé par le COPIL"


#: Its figures and its texts may still change.
OPEN_STATES = (ReviewState.PREPARED, ReviewState.RETURNED)


class ReviewSection(TextChoices):
    """In the order of the page and of the paper."""

    SUMMARY = "summary", "L’année en bref"
    PROMISED = "promised", "Ce qui était prévu"
    DONE = "done", "Ce qui a été fait, fiche par fiche"
    INDICATORS = "indicators", "Indicateurs"
    MONEY = "money", "Argent"
    GOVERNANCE = "governance", "Séances et décisions"
    FACTORS = "factors", "Freins et leviers"
    NEXT = "next", "Ce qui change l’an prochain"
