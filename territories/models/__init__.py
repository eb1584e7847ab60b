"""Django looks for models here; each lives beside its idea."""

from .perimeter import Territory, TerritoryMember
from .priority import PriorityKind, PriorityPlace
from .reference import Commune, Department, Epci, FormerCommune, ReferenceLoad, Region

__all__ = [
    "Commune",
    "Department",
    "Epci",
    "FormerCommune",
    "PriorityKind",
    "PriorityPlace",
    "ReferenceLoad",
    "Region",
    "Territory",
    "TerritoryMember",
]
