"""The codes that the exchange format and the reference data use, with their French labels."""

from django.db import models


class Level(models.TextChoices):
    """What a perimeter is made of."""

    COMMUNE = "commune", "commune"
    EPCI = "epci", "EPCI"
    EPT = "ept", "EPT"
    DEPARTMENT = "department", "département"


class TerritoryKind(models.TextChoices):
    COMMUNE = "commune", "Commune"
    EPCI = "epci", "EPCI"
    SEVERAL_EPCI = "several_epci", "Plusieurs EPCI"
    PETR = "petr", "PETR ou pays"
    PNR = "pnr", "Parc naturel régional"
    DEPARTMENT = "department", "Département"
    NEIGHBOURHOOD = "neighbourhood", "Quartier"
    OTHER = "other", "Autre"


class EpciKind(models.TextChoices):
    CC = "CC", "Communauté de communes"
    CA = "CA", "Communauté d’agglomération"
    CU = "CU", "Communauté urbaine"
    METRO = "METRO", "Métropole"
    MET69 = "MET69", "Métropole de Lyon"
    EPT = "EPT", "Établissement public territorial"


class FormerKind(models.TextChoices):
    FORMER = "former", "ancienne commune"
    DELEGATED = "delegated", "commune déléguée"
    ASSOCIATED = "associated", "commune associée"
    DISTRICT = "district", "arrondissement municipal"
