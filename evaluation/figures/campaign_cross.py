"""The answers of a campaign crossed with what is known of the contracts."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contract
from evaluation import campaign_values as values
from evaluation.campaign_enums import CHOSEN, Crossing, QuestionKind
from evaluation.models import Question
from evaluation.sizes import Sizes, sizes_of
from evaluation.small_groups import REST, fewest_of, joined

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


VALUES: dict[str, Callable[[Contract, Sizes], str]] = {
    Crossing.DEPARTMENT: _departments,
    Crossing.KIND: lambda contract, sizes: contract.get_kind_display(),
    Crossing.STAGE: lambda contract, sizes: contract.get_stage_display(),
    Crossing.GENERATION: lambda contract, sizes: f"Génération {contract.generation}" if contract.generation else "",
    Crossing.SIGNED: _signed,
    Crossing.CARRIER: _carrier,
    Crossing.TERRITORY: lambda contract, sizes: contract.territory.get_kind_display(),
    Crossing.POPULATION: lambda contract, sizes: sizes.of(contract),
}
ATTRIBUTES = [Attribute(code, label, VALUES[code]) for code, label in Crossing.choices]


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


def cross(campaign, question, by: str, *, kept: Kept | None = None) -> list[Group]:
    """The answers to a `question` by an attribute of the contracts (unit: replies; source: the answers).

    Each reply is in one group: a contract of two départements is in « Drôme et Vaucluse ». For who conducts the
    campaign: the group of one contract tells its answer.
    """
    kept = kept or kept_replies(campaign)
    groups: dict[str, list[int]] = {}
    for pk, known in known_of(campaign).items():
        if question.pk in kept.asked[pk]:
            groups.setdefault(known[by], []).append(pk)
    return [_group(label, question, kept.of(question, pks)) for label, pks in sorted(groups.items())]


@dataclass(frozen=True)
class Parting:
    """The one way in which the kept replies are parted for the readers of a published campaign.

    `groups`: [(label, replies)], none of fewer than `fewest` contracts; as it was on the day of the publication.
    """

    by: str
    fewest: int
    groups: list[tuple[str, list[int]]]

    @property
    def label(self) -> str:
        return Crossing(self.by).label if self.by else ""


def parting(campaign) -> Parting:
    """That of the publication; before it, as it would be published today."""
    if campaign.published_as:
        told = campaign.published_as
        return Parting(campaign.crossed_by, told["fewest"], [(label, pks) for label, pks in told["groups"]])
    fewest, by = fewest_of(campaign.region_id), campaign.crossed_by
    groups: dict[str, list[int]] = {}
    for pk, known in known_of(campaign).items() if by else ():
        groups.setdefault(known[by], []).append(pk)
    return Parting(by, fewest, joined(sorted(groups.items()), fewest))


def published_cross(question, parted: Parting, kept: Kept) -> list[Group]:
    """The answers to a `question` by the one published crossing (unit: replies; source: the answers).

    The groups of a question are those of the question on which it depends, never parted more finely: the size of one
    says how many gave there the answer that leads here, and no subtraction leaves fewer than `parted.fewest` of them.
    """
    parts = _parts(question, parted, kept)
    if [label for label, _pks in parts] == [REST]:
        # All of them, told already.
        return []
    return [_group(label, question, kept.of(question, pks)) for label, pks in parts]


def _parts(question, parted, kept):
    before = next((each for each in kept.questions if each.pk == question.condition_id), None)
    groups = _parts(before, parted, kept) if before else parted.groups
    counted = [(label, [pk for pk in pks if _counts(question, pk, kept)]) for label, pks in groups]
    return joined([(label, pks) for label, pks in counted if pks], parted.fewest)


def _counts(question, pk, kept) -> bool:
    """A reply that gives no number adds nothing to a sum, and protects nobody in it."""
    if question.pk not in kept.asked.get(pk, ()):
        return False
    return question.kind != QuestionKind.NUMBER or not values.is_blank(kept.values[pk].get(question.pk))


def _group(label, question, given) -> Group:
    if question.kind != QuestionKind.NUMBER:
        return Group(label, len(given), lines_of(question, given))
    return Group(label, len(given), [], summary_of(Decimal(each) for each in given if not values.is_blank(each)))


def crossable(questions) -> list[Question]:
    return [each for each in questions if each.kind in (*CHOSEN, QuestionKind.SCALE, QuestionKind.NUMBER)]
