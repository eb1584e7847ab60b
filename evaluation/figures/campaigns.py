"""The figures of a campaign: who answered, and what, question by question.

Only the replies that were sent and not set aside are counted; those set aside are counted apart. Percentages are whole
numbers that add up to 100 (the largest remainders take what rounding left), always beside their counts; below
`core.shares.FEW` answers, « 1 sur 2 » is said instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from core.shares import Share, share, shares
from evaluation import campaign_values as values
from evaluation.campaign_enums import ColumnKind, QuestionKind, ReplyState
from evaluation.models import Answer, Campaign, Question, Verbatim

BLANK = "Sans réponse"


@dataclass(frozen=True)
class Turnout:
    """Replies by what became of them (unit: contracts; source: the replies of the campaign).

    sent_to: contracts asked; kept: sent and counted; refused: sent, then set aside as incomplete, not counted; begun:
    something is saved, nothing sent; waiting: nothing received.
    """

    sent_to: int
    kept: int
    refused: int
    begun: int
    waiting: int

    @property
    def given(self) -> Share:
        return share(self.kept + self.refused, self.sent_to)

    @property
    def lines(self) -> list[tuple[int, str, str]]:
        """(how many, of what, the state of those replies; empty for all)."""
        return [
            (self.sent_to, "contrat interrogé,contrats interrogés", ""),
            (self.kept, "réponse retenue,réponses retenues", ReplyState.SUBMITTED),
            (self.refused, "écartée comme incomplète,écartées comme incomplètes", ReplyState.REFUSED),
            (self.begun, "réponse commencée,réponses commencées", ReplyState.BEGUN),
            (
                self.waiting,
                "contrat n’a rien envoyé ni commencé,contrats n’ont rien envoyé ni commencé",
                ReplyState.WAITING,
            ),
        ]


def turnout(campaign) -> Turnout:
    """The count of the replies of `campaign` today, by state (unit: contracts; source: its replies)."""
    states = list(campaign.replies.values_list("state", flat=True))
    count = states.count
    return Turnout(
        len(states),
        count(ReplyState.SUBMITTED),
        count(ReplyState.REFUSED),
        count(ReplyState.BEGUN),
        count(ReplyState.WAITING),
    )


@dataclass(frozen=True)
class Line:
    """One answer that could be given, and the share of those who gave it."""

    label: str
    share: Share


@dataclass(frozen=True)
class Summary:
    """Of numbers: least, greatest, median, mean and sum (unit: that of the question)."""

    least: Decimal
    greatest: Decimal
    median: Decimal
    mean: Decimal
    total: Decimal


@dataclass
class Result:
    """What was answered to one question, or to one column of a table (`column`).

    asked: replies kept before which the question stood (for a table: lines filled); answered and blank add up to it.
    lines: each possible answer with its share; the whole is `asked` where « sans réponse » counts (`blank_counts`),
    else `answered`. Of a multiple choice each share is of the same whole and they do not add up to 100. summary: of
    numbers and of degrees of a scale. texts: the confirmed texts only; `unread`: how many texts are not shown.
    """

    question: Question
    asked: int
    answered: int
    lines: list[Line] = field(default_factory=list)
    summary: Summary | None = None
    texts: list[str] = field(default_factory=list)
    column: str = ""
    columns: list["Result"] = field(default_factory=list)
    #: How many replies it rests on: too few, and it tells what one contract answered.
    voices: int = 0

    @property
    def blank(self) -> int:
        return self.asked - self.answered

    @property
    def unread(self) -> int:
        return self.answered - len(self.texts)

    @property
    def adds_up(self) -> bool:
        return self.question.kind != QuestionKind.MULTIPLE

    @property
    def holds_texts(self) -> bool:
        return self.question.kind == QuestionKind.TEXT or any(
            column["kind"] == ColumnKind.TEXT and column["label"] == self.column for column in self.question.columns
        )

    @property
    def whole(self) -> str:
        """What the percentages are of, in words."""
        if self.column:
            return "Part des lignes remplies."
        if not self.adds_up:
            return "Plusieurs réponses possibles\xa0: les parts ne s’additionnent pas."
        if not self.question.blank_counts:
            return "Part des seules réponses données\xa0: « sans réponse » n’est pas compté."
        return "Part de toutes les réponses retenues, « sans réponse » compris."


@dataclass
class Kept:
    """The replies that count, read once for all the questions."""

    campaign: Campaign
    questions: list[Question]
    values: dict[int, dict[int, object]]
    asked: dict[int, set[int]]
    texts: dict[tuple[int, str], list[str]]

    def of(self, question, replies: Iterable[int] | None = None) -> list:
        """The values given to `question`, None for a blank, by the replies before which it stood."""
        chosen = self.values if replies is None else replies
        return [self.values[pk].get(question.pk) for pk in chosen if question.pk in self.asked[pk]]


def kept_replies(campaign) -> Kept:
    """The questions and the answers that count, in a constant number of queries."""
    questions = list(campaign.questions.all())
    given: dict[int, dict[int, object]] = {pk: {} for pk in campaign.replies.kept().values_list("pk", flat=True)}
    rows = Answer.objects.filter(reply__in=given).values_list("reply", "question", "value")
    for reply, question, value in rows:
        given[reply][question] = value
    asked = {pk: values.asked(questions, told) for pk, told in given.items()}
    return Kept(campaign, questions, given, asked, published_texts(campaign))


def behind(question, kept: Kept, label: str = "") -> list[int]:
    """The replies that make one line of a result; without `label`, all those before which the question stood."""
    asked = [pk for pk in kept.values if question.pk in kept.asked[pk]]
    return [pk for pk in asked if not label or _says(kept.values[pk].get(question.pk), label)]


def _says(value, label) -> bool:
    if values.is_blank(value):
        return label == BLANK
    return label in value if isinstance(value, list) else str(value) == label


def published_texts(campaign) -> dict[tuple[int, str], list[str]]:
    """(question id, column of a table) → the confirmed texts of the replies that count. Nothing else ever leaves.

    In alphabetical order, so that the order tells nobody who said what.
    """
    found: dict[tuple[int, str], list[str]] = {}
    rows = Verbatim.objects.filter(answer__reply__campaign=campaign).confirmed()
    for row in rows.select_related("answer__question"):
        if row.text:
            column = row.place.partition("|")[2]
            found.setdefault((row.answer.question_id, column), []).append(row.masked)
    return {key: sorted(texts) for key, texts in found.items()}


def results(campaign, kept: Kept | None = None) -> list[Result]:
    """The result of each question, in the order of the questionnaire."""
    kept = kept or kept_replies(campaign)
    return [result_of(question, kept) for question in kept.questions]


def result_of(question, kept: Kept) -> Result:
    """What the kept replies answered to one question (unit: replies; for a table, lines; source: the answers)."""
    given = kept.of(question)
    told = [value for value in given if not values.is_blank(value)]
    result = Result(question, len(given), len(told), voices=len(given))
    if question.kind in (QuestionKind.TABLE, QuestionKind.NUMBER) or (question.options and not question.blank_counts):
        result.voices = len(told)
    match question.kind:
        case QuestionKind.TABLE:
            result.columns = [_column(question, column, told, kept) for column in question.columns]
        case QuestionKind.TEXT:
            result.texts = kept.texts.get((question.pk, ""), [])
        case QuestionKind.NUMBER:
            result.summary = summary_of(Decimal(value) for value in told)
        case _:
            result.lines = lines_of(question, given)
    if question.kind == QuestionKind.SCALE:
        result.summary = summary_of(Decimal(value) for value in told)
    return result


def lines_of(question, given) -> list[Line]:
    """Each possible answer with its share of `given` (values, None for a blank)."""
    told = [value for value in given if not values.is_blank(value)]
    blank = len(given) - len(told)
    if question.kind == QuestionKind.MULTIPLE:
        whole = len(given) if question.blank_counts else len(told)
        lines = [Line(label, _alone(sum(label in value for value in told), whole)) for label in question.options]
        return [*lines, Line(BLANK, _alone(blank, whole))] if question.blank_counts else lines
    counts = {label: sum(str(value) == label for value in told) for label in question.options}
    if question.blank_counts:
        counts[BLANK] = blank
    return [Line(label, part) for label, part in shares(counts, decimals=0).items()]


def _alone(count, whole):
    return shares({"part": count, "rest": whole - count}, decimals=0)["part"]


def _column(question, column, tables, kept):
    """One column of a table, over all the lines that somebody filled."""
    label = column["label"]
    cells = [row["cells"].get(label) for table in tables for row in table.values()]
    told = [cell for cell in cells if not values.is_blank(cell)]
    result = Result(question, len(cells), len(told), column=label, voices=len(tables))
    if column["kind"] == ColumnKind.TEXT:
        result.texts = kept.texts.get((question.pk, label), [])
    elif column["kind"] == ColumnKind.NUMBER:
        result.summary = summary_of(Decimal(cell) for cell in told)
        filled = [any(not values.is_blank(row["cells"].get(label)) for row in table.values()) for table in tables]
        result.voices = sum(filled)
    else:
        counts = {option: told.count(option) for option in values.column_options(question, column)}
        result.lines = [Line(name, part) for name, part in shares({**counts, BLANK: result.blank}, decimals=0).items()]
    return result


def summary_of(numbers) -> Summary | None:
    """Least, greatest, median, mean (two decimals at most) and sum of these numbers; None where there is none."""
    known = sorted(numbers)
    if not known:
        return None
    mean = (sum(known) / len(known)).quantize(Decimal("0.01")).normalize()
    return Summary(known[0], known[-1], Decimal(median(known)), Decimal(format(mean, "f")), sum(known, Decimal(0)))
