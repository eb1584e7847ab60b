"""What one question may be answered: reading it, saying it in words, and knowing whether it was asked at all.

Shapes, as JSON: a choice or a text is a text; several choices a list; a degree of a scale an integer; a number a text
that `Decimal` reads; a table `{row: {"label": …, "cells": {column: value}}}` with the rows that have something.
"""

from decimal import Decimal

from core import wording
from core.errors import Invalid
from core.tables import amount_of

from .campaign_enums import ColumnKind, QuestionKind, TableRows

YES_NO = ["Oui", "Non"]
LONGEST = 10_000
NOT_OFFERED = "«\xa0{}\xa0» n’est pas une réponse proposée."


def is_blank(value) -> bool:
    return value in (None, "", [], {})


def rows_of(question, contract) -> list[tuple[str, str]]:
    """(key, label) of the lines of a table."""
    if question.kind != QuestionKind.TABLE:
        return []
    rows = contract.axes.all() if question.rows == TableRows.AXES else contract.actions.select_related("axis")
    return [(str(row.pk), str(row)) for row in rows]


def column_options(question, column) -> list[str]:
    return YES_NO if column["kind"] == ColumnKind.YES_NO else list(question.choices)


def cleaned(question, given, rows=()):
    """`given` in its shape, or None where nothing is answered; raises `Invalid` with a sentence."""
    if is_blank(given):
        return None
    match question.kind:
        case QuestionKind.SINGLE:
            return _offered(given, question.options)
        case QuestionKind.MULTIPLE:
            if not isinstance(given, list):
                raise Invalid("Plusieurs choix se donnent en liste.")
            chosen = {_offered(each, question.options) for each in given}
            return [option for option in question.options if option in chosen]
        case QuestionKind.SCALE:
            return int(_offered(str(given), question.options))
        case QuestionKind.NUMBER:
            return _number(given)
        case QuestionKind.TEXT:
            return _text(given)
    return _table(question, given, dict(rows))


def _offered(value, options):
    if not isinstance(value, str) or value not in options:
        raise Invalid(NOT_OFFERED.format(value))
    return value


def _number(value):
    amount = amount_of(value)
    if amount is None or abs(amount) >= 10**12:
        raise Invalid(f"«\xa0{value}\xa0» n’est pas un nombre.")
    return format(amount.normalize(), "f")


def _text(value):
    text = str(value).replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Invalid(f"Ce texte dépasse {wording.number(LONGEST)} caractères.")
    return text or None


def _table(question, given, labels):
    if not isinstance(given, dict):
        raise Invalid("Un tableau se donne ligne par ligne.")
    columns = {column["label"]: column for column in question.columns}
    kept = {}
    for key, row in given.items():
        if key not in labels:
            raise Invalid("Une ligne de ce tableau n’existe plus\xa0: rechargez la page.")
        cells = {label: _cell(question, columns, label, value) for label, value in row.get("cells", {}).items()}
        if cells := {label: value for label, value in cells.items() if not is_blank(value)}:
            kept[key] = {"label": labels[key], "cells": cells}
    return kept or None


def _cell(question, columns, label, value):
    if label not in columns:
        raise Invalid(f"Ce tableau n’a pas de colonne «\xa0{label}\xa0».")
    if is_blank(value):
        return None
    kind = columns[label]["kind"]
    if kind == ColumnKind.NUMBER:
        return _number(value)
    return _text(value) if kind == ColumnKind.TEXT else _offered(value, column_options(question, columns[label]))


def in_words(question, value) -> str:
    if is_blank(value):
        return "Sans réponse"
    match question.kind:
        case QuestionKind.MULTIPLE:
            return "\xa0; ".join(value)
        case QuestionKind.SCALE:
            return f"{value} sur {question.scale_max}"
        case QuestionKind.NUMBER:
            return f"{wording.number(Decimal(value))} {question.unit}".strip().replace(" ", "\xa0")
        case QuestionKind.TABLE:
            numbers = {each["label"] for each in question.columns if each["kind"] == ColumnKind.NUMBER}
            return "\n".join(_row_in_words(row, numbers) for row in value.values())
    return value


def _row_in_words(row, numbers):
    told = {at: wording.number(Decimal(said)) if at in numbers else said for at, said in row["cells"].items()}
    return f"{row['label']}\xa0: " + ", ".join(f"{label}\xa0: {said}" for label, said in told.items())


def as_typed(number) -> str:
    """A number that was saved, as somebody writes it in French."""
    return str(number or "").replace(".", ",")


def texts_in(question, value) -> dict[str, str]:
    """Where → free text: what somebody may have named somebody in."""
    if is_blank(value):
        return {}
    if question.kind == QuestionKind.TEXT:
        return {"": value}
    if question.kind != QuestionKind.TABLE:
        return {}
    columns = [column["label"] for column in question.columns if column["kind"] == ColumnKind.TEXT]
    cells = {(key, label): row["cells"].get(label) for key, row in value.items() for label in columns}
    return {f"{key}|{label}": text for (key, label), text in cells.items() if text}


def asked(questions, values) -> set[int]:
    """The ids of the questions that stand before whoever gave these `values` (question id → value)."""
    found: set[int] = set()
    for question in questions:
        if question.condition_id is None or (
            question.condition_id in found and _meets(question, values.get(question.condition_id))
        ):
            found.add(question.pk)
    return found


def _meets(question, value):
    given = value if isinstance(value, list) else [] if is_blank(value) else [str(value)]
    return bool(set(given) & set(question.condition_answers))
