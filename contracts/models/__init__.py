"""What exists of a contract, one idea a file."""

from .approaches import Approach, ApproachDocument, ApproachNote, ApproachPassage, PressLink
from .contract import Contract, Predecessor
from .documents import Document, SignedVersion
from .imports import ContractImport
from .life import Amendment, Justification, Passage, Suspension
from .negotiation import Agreement, Comment, Opinion
from .parties import Commitment, ContractRole, Signatory
from .plan import Axis, Objective
from .region import CoreTheme, RegionSettings, StageHelp, StandardText
from .schemes import Scheme, ThemeScheme
from .texts import Article, ContractTheme, Finding, SchemeLink, Visa

__all__ = [
    "Agreement",
    "Amendment",
    "Approach",
    "ApproachDocument",
    "ApproachNote",
    "ApproachPassage",
    "Article",
    "Axis",
    "Comment",
    "Commitment",
    "Contract",
    "ContractImport",
    "ContractRole",
    "ContractTheme",
    "CoreTheme",
    "Document",
    "Finding",
    "Justification",
    "Objective",
    "Opinion",
    "Passage",
    "Predecessor",
    "PressLink",
    "RegionSettings",
    "Scheme",
    "SchemeLink",
    "Signatory",
    "SignedVersion",
    "StageHelp",
    "StandardText",
    "Suspension",
    "ThemeScheme",
    "Visa",
]
