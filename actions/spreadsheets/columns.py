"""The sheets: one table each. The order of the columns is that of their prints, so new ones are added at the end."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from actions import enums
from actions.models import Action, Funding, Indicator

from .cells import Choice, Codes, Column, Computed, Day, Euros, Number, Text, Words, Year, YesNo, same
from .linked import (
    Agreement,
    AxisCell,
    FicheCell,
    Goals,
    ObjectiveCell,
    OrganisationCell,
    OrganisationList,
    PersonList,
    PlaceList,
    Rich,
)

ID, PRINT = "Identifiant (ne pas modifier)", "Empreinte (ne pas modifier)"
_PRINT_LENGTH = 6


@dataclass(frozen=True)
class Sheet:
    title: str
    model: Any
    columns: tuple[Column, ...]

    @property
    def headers(self):
        return [ID, PRINT, *(column.header for column in self.columns)]

    def print_of(self, cells) -> str:
        """What was exported, cell by cell, in short: read back, it tells who changed what."""
        return "".join(print_of(cell) for cell in cells)

    def seen(self, prints) -> dict[str, str]:
        """Key of a column → the print of its cell when it was exported."""
        parts = [prints[at : at + _PRINT_LENGTH] for at in range(0, len(prints or ""), _PRINT_LENGTH)]
        return dict(zip((column.key for column in self.columns), parts, strict=False))


def print_of(cell) -> str:
    return _print(same(cell))


@lru_cache(maxsize=2048)
def _print(text):
    """Most cells are empty, or say one of a few words."""
    return blake2b(text.encode(), digest_size=_PRINT_LENGTH // 2).hexdigest()


FICHES = Sheet(
    "Fiches",
    Action,
    (
        Text("number", "Numéro", 10, longest=20),
        Text("title", "Titre", 50, longest=600, required=True),
        AxisCell("axis", "Axe", 34),
        ObjectiveCell("objective", "Objectif stratégique", 34),
        Choice("status", "Statut", 14, choices=enums.ActionStatus),
        Choice("priority", "Priorité", 12, choices=enums.Priority),
        Day("starts_on", "Début"),
        Day("ends_on", "Fin"),
        Text("schedule", "Calendrier, en mots", 24),
        YesNo("yearly", "Se répète chaque année"),
        OrganisationList("leads", "Structures pilotes", 30, part="lead"),
        PersonList("lead_people", "Personnes pilotes", 26, part="lead"),
        OrganisationList("partners", "Partenaires", 30, part="partner"),
        PersonList("sponsors", "Élu·es référent·es", 26, part="sponsor"),
        OrganisationCell("competent_authority", "Autorité compétente", 24),
        Text("context", "Constats et besoins", 40),
        Goals("goals", "Objectifs de la fiche", 40),
        Rich("description", "Description", 50),
        Words("target_public", "Publics", 24),
        PlaceList("places", "Lieux", 24),
        Text("resources", "Moyens humains et techniques", 30),
        Words("themes", "Thèmes", 24),
        Words("prs_objectives", "Objectifs du PRS", 24),
        Choice("novelty", "Nouveauté", 16, choices=enums.Novelty),
        Choice("approach", "Approche", 22, choices=enums.Approach),
        Text("proportionality", "Comment l’intensité suit le besoin", 30),
        Choice("participation", "Place des habitants", 18, choices=enums.Participation),
        Text("inhabitants_said", "Ce que les habitants ont dit", 30),
        Text("inhabitants_changed", "Ce que leur parole a changé", 30),
        Text("answer_to_inhabitants", "Ce qui leur a été répondu", 30),
        Codes("determinants", "Déterminants de santé", 30, choices=enums.Determinant),
        Codes("care_path", "Parcours de santé", 22, choices=enums.CarePath),
        Choice("attainment", "Atteinte des objectifs", 22, choices=enums.Attainment),
        Text("obstacles", "Freins", 30),
        Text("levers", "Leviers", 30),
        Choice("origin", "Provenance", 24, choices=enums.Origin),
        Text("attainment_comment", "Atteinte, en une phrase", 30),
    ),
)

FUNDINGS = Sheet(
    "Financements",
    Funding,
    (
        FicheCell("action", "Fiche", 50),
        OrganisationCell("funder", "Financeur", 30, required=True),
        Year("year", "Année"),
        Choice("kind", "Nature des fonds", 20, choices=enums.FundingKind),
        Choice("nature", "Origine des moyens", 18, choices=enums.FundingNature),
        Euros("planned", "Prévu"),
        Euros("granted", "Notifié"),
        Euros("spent", "Réalisé"),
        Number("fte", "ETP", 8, most=4),
        Text("agreement", "Convention, en mots", 30),
        Agreement("funding_agreement", "Convention", 30),
    ),
)


def _last_value(indicator):
    return indicator.last_value if indicator.last_value is not None else indicator.last_text or ""


def _last_day(indicator):
    return indicator.last_on


INDICATORS = Sheet(
    "Indicateurs",
    Indicator,
    (
        FicheCell("action", "Fiche", 50),
        Text("title", "Intitulé", 50, longest=600, required=True),
        Choice("kind", "Nature", 16, choices=enums.IndicatorKind),
        Text("unit", "Unité", 16, longest=100),
        Number("baseline", "Valeur de départ", places=4, most=14, negative=True),
        Number("target", "Cible", places=4, most=14, negative=True),
        Choice("direction", "Sens", 14, choices=enums.Direction),
        Text("source", "Source", 30, longest=500),
        Choice("frequency", "Fréquence", 18, choices=enums.Frequency),
        OrganisationCell("responsible", "Qui l’apporte", 28),
        Choice("data_scale", "Échelle des données", 20, choices=enums.DataScale),
        Computed("last_on", "Dernière mesure le (pour lire)", 14, show=_last_day, format="DD/MM/YYYY"),
        Computed("last_value", "Dernière valeur (pour lire)", 16, show=_last_value),
    ),
)

SHEETS = (FICHES, FUNDINGS, INDICATORS)
