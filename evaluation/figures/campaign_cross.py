"""The answers of a campaign crossed with what is known of the contracts."""

from dataclasses import dataclass

from evaluation.campaign_enums import CHOSEN, QuestionKind
from evaluation.models import Question
from evaluation.small_groups import joined

from .campaigns import Kept, Line, kept_replies, lines_of


@dataclass(frozen=True)
class Attribute:
    code: str
    label: str


ATTRIBUTES = [
    Attribute("department", "Département"),
    Attribute("stage", "Étape du contrat"),
    Attribute("generation", "Génération"),
    Attribute("carrier", "Nature du porteur"),
    Attribute("territory", "Nature du territoire"),
]
UNSAID = "Non dit"


def _value_of(contract, code) -> str:
    match code:
        case "department":
            names = [str(department) for department in contract.territory.departments.all()]
            return " et ".join(names) or (str(contract.department) if contract.department else UNSAID)
        case "stage":
            return contract.get_stage_display()
        case "generation":
            return f"Génération {contract.generation}" if contract.generation else UNSAID
        case "carrier":
            return contract.carrier.get_kind_display() if contract.carrier and contract.carrier.kind else UNSAID
    return contract.territory.get_kind_display() or UNSAID


@dataclass(frozen=True)
class Group:
    label: str
    size: int
    lines: list[Line]


def cross(campaign, question, by: str, *, everything: bool, kept: Kept | None = None) -> list[Group]:
    """The answers to a listed `question` by an attribute of the contracts (unit: replies; source: the answers).

    Each reply is in one group: a contract of two départements is in « Drôme et Vaucluse ». Without `everything`, groups
    of fewer than `FEWEST` contracts are joined in one, so that nobody reads the answer of one contract.
    """
    kept = kept or kept_replies(campaign)
    replies = campaign.replies.kept().select_related("contract__territory", "contract__carrier", "contract__department")
    groups: dict[str, list[int]] = {}
    for reply in replies.prefetch_related("contract__territory__departments"):
        if question.pk in kept.asked[reply.pk]:
            groups.setdefault(_value_of(reply.contract, by), []).append(reply.pk)
    named = sorted(groups.items())
    if not everything:
        named = joined(named)
    return [Group(label, len(pks), lines_of(question, kept.of(question, pks))) for label, pks in named]


def crossable(questions) -> list[Question]:
    return [question for question in questions if question.kind in (*CHOSEN, QuestionKind.SCALE)]
