"""The answers of a campaign crossed with what is known of the contracts."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contract
from evaluation import campaign_values as values
from evaluation.campaign_enums import CHOSEN, QuestionKind
from evaluation.models import Question
from evaluation.sizes import Sizes, sizes_of
from evaluation.small_groups import joined

from .campaigns import Kept, Line, Summary, kept_replies, lines_of, summary_of

UNSAID = "Non dit"


@dataclass(frozen=True)
class Attribute:
    """Something known of each contract, in words; `sizes` are those of the region of the campaign."""

    code: str
    label: str
    value: Callable[[Contract, Sizes], str]


def _departments(contract, sizes):
    names = [str(department) for department in contract.territory.departments.all()]
    return " et ".join(names) or (str(contract.department) if contract.department else "")


def _carrier(contract, sizes):
    return contract.carrier.get_kind_display() if contract.carrier else ""


def _signed(contract, sizes):
    return f"Signé en {contract.signed_on:%Y}" if contract.signed_on else "Pas signé"


ATTRIBUTES = [
    Attribute("department", "Département", _departments),
    Attribute("kind", "Nature du contrat", lambda contract, sizes: contract.get_kind_display()),
    Attribute("stage", "Étape du contrat", lambda contract, sizes: contract.get_stage_display()),
    Attribute(
        "generation",
        "Génération",
        lambda contract, sizes: f"Génération {contract.generation}" if contract.generation else "",
    ),
    Attribute("signed", "Année de signature", _signed),
    Attribute("carrier", "Nature du porteur", _carrier),
    Attribute("territory", "Nature du territoire", lambda contract, sizes: contract.territory.get_kind_display()),
    Attribute("population", "Population du périmètre", lambda contract, sizes: sizes.of(contract)),
]


def known_of(campaign) -> dict[int, dict[str, str]]:
    """Kept reply → what is known of its contract, by the code of each attribute. Three queries."""
    sizes = sizes_of(campaign.region)
    replies = campaign.replies.kept().select_related("contract__territory", "contract__carrier", "contract__department")
    return {
        reply.pk: {each.code: each.value(reply.contract, sizes) or UNSAID for each in ATTRIBUTES}
        for reply in replies.prefetch_related("contract__territory__departments")
    }


@dataclass(frozen=True)
class Group:
    """`lines` of a question with listed answers; `summary` of numbers, None where none was given."""

    label: str
    size: int
    lines: list[Line]
    summary: Summary | None = None


def cross(campaign, question, by: str, *, everything: bool, kept: Kept | None = None) -> list[Group]:
    """The answers to a `question` by an attribute of the contracts (unit: replies; source: the answers).

    Each reply is in one group: a contract of two départements is in « Drôme et Vaucluse ». Without `everything`, groups
    of fewer than `FEWEST` contracts are joined in one, so that nobody reads the answer of one contract.
    """
    kept = kept or kept_replies(campaign)
    groups: dict[str, list[int]] = {}
    for pk, known in known_of(campaign).items():
        if question.pk in kept.asked[pk]:
            groups.setdefault(known[by], []).append(pk)
    named = sorted(groups.items())
    if not everything:
        named = joined(named)
    return [_group(label, question, kept.of(question, pks)) for label, pks in named]


def _group(label, question, given) -> Group:
    if question.kind != QuestionKind.NUMBER:
        return Group(label, len(given), lines_of(question, given))
    return Group(label, len(given), [], summary_of(Decimal(each) for each in given if not values.is_blank(each)))


def crossable(questions) -> list[Question]:
    return [each for each in questions if each.kind in (*CHOSEN, QuestionKind.SCALE, QuestionKind.NUMBER)]
