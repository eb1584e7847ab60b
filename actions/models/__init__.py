"""What exists of a fiche action, one idea a file."""

from .action import Action, ActionOrganisation, ActionPerson, ActionPlace
from .agreements import FundingAgreement
from .batches import ActionBatch
from .catalogue import CatalogueIndicator
from .indicators import Indicator, Measure
from .money import Funding
from .news import NewsLink, NewsMail, NewsRequest
from .participation import ParticipationPhase
from .progress import Factor, Note, Step, YearProgress
from .reasons import ChangeReason
from .schemes import ActionSchemeLink
from .sheet_imports import SheetImport

__all__ = [
    "CatalogueIndicator",
    "Action",
    "ActionBatch",
    "ActionOrganisation",
    "ActionPerson",
    "ActionPlace",
    "ActionSchemeLink",
    "ChangeReason",
    "Factor",
    "Funding",
    "FundingAgreement",
    "Indicator",
    "Measure",
    "NewsLink",
    "NewsMail",
    "NewsRequest",
    "Note",
    "ParticipationPhase",
    "SheetImport",
    "Step",
    "YearProgress",
]
