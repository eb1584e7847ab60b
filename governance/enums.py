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
