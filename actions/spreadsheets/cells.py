"""What a cell of each kind shows, how what was typed in it is put in that same form, and what a service is given.

`shown(row)` is the cell of a row; `tidy(cell)` puts a typed cell in the form of `shown`, or raises `Unreadable`;
`given(cell, context, row)` turns a tidied cell into arguments of the service.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from core.search import search_key
from core.tables import amount_of, day_of

SEPARATOR = " ; "
#: The most that a cell of Excel holds: a longer text leaves cut, and is not taken back as a change.
LONGEST = 32767


class Unreadable(Exception):
    """What is in this cell cannot be taken; the sentence says why."""

    def __init__(self, sentence):
        self.sentence = sentence
        super().__init__(sentence)


def plain(value) -> str:
    """The text of any cell, with its lines and without what surrounds them."""
    if not value and value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    if "\n" not in text and "\r" not in text:
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


@cache
def labels(choices) -> dict[str, str]:
    return dict(choices.choices)


@dataclass(frozen=True)
class Column:
    key: str
    header: str
    width: int = 18
    #: The field that the freeze knows it under.
    attr: str = ""
    hidden = False
    format = ""

    @property
    def name(self):
        return self.attr or self.key

    def shown(self, row):
        return plain(getattr(row, self.name))

    def tidy(self, cell):
        return plain(cell)

    def given(self, cell, context, row) -> dict:
        return {self.name: cell}

    def offers(self, context) -> list[str]:
        """The drop-down list of the cell."""
        return []


@dataclass(frozen=True)
class Text(Column):
    longest: int = 0
    required: bool = False

    def tidy(self, cell):
        text = plain(cell)
        if self.longest:
            text = " ".join(text.split())
            if len(text) > self.longest:
                raise Unreadable(f"Ce texte dépasse {self.longest}\xa0caractères.")
        if self.required and not text:
            raise Unreadable("Cette cellule ne peut pas être vide.")
        return text


@dataclass(frozen=True)
class Choice(Column):
    choices: Any = None

    def shown(self, row):
        return labels(self.choices).get(getattr(row, self.name), "")

    def tidy(self, cell):
        text = plain(cell)
        if not text:
            return ""
        for code, label in self.choices.choices:
            if search_key(text) in (search_key(label), search_key(code)):
                return label
        raise Unreadable(f"«\xa0{text}\xa0» n’est pas prévu\xa0: {', '.join(self.choices.labels)}.")

    def given(self, cell, context, row):
        codes = {label: code for code, label in self.choices.choices}
        return {self.name: codes.get(cell, "")}

    def offers(self, context):
        return list(self.choices.labels)


@dataclass(frozen=True)
class Codes(Column):
    """Several words of one list."""

    choices: Any = None

    def shown(self, row):
        codes = getattr(row, self.name)
        if not codes:
            return ""
        return SEPARATOR.join(label for code, label in self.choices.choices if code in codes)

    def tidy(self, cell):
        known = {search_key(label): label for label in self.choices.labels}
        wanted = split(cell)
        if unknown := [word for word in wanted if search_key(word) not in known]:
            raise Unreadable(f"«\xa0{unknown[0]}\xa0» n’est pas prévu\xa0: {', '.join(self.choices.labels)}.")
        found = {known[search_key(word)] for word in wanted}
        return SEPARATOR.join(label for label in self.choices.labels if label in found)

    def given(self, cell, context, row):
        codes = {label: code for code, label in self.choices.choices}
        return {self.name: [codes[label] for label in split(cell)]}


@dataclass(frozen=True)
class Words(Column):
    """A list of short texts."""

    def shown(self, row):
        return SEPARATOR.join(getattr(row, self.name))

    def tidy(self, cell):
        return SEPARATOR.join(dict.fromkeys(split(cell)))

    def given(self, cell, context, row):
        return {self.name: split(cell)}


@dataclass(frozen=True)
class Day(Column):
    width: int = 13
    format = "DD/MM/YYYY"

    def shown(self, row):
        return getattr(row, self.name)

    def tidy(self, cell):
        if cell in (None, "") or not plain(cell):
            return None
        found = day_of(cell)
        if found is None:
            raise Unreadable(f"«\xa0{plain(cell)}\xa0» n’est pas une date\xa0: écrivez-la ainsi, 14/10/2025.")
        return found


@dataclass(frozen=True)
class Number(Column):
    width: int = 14
    places: int = 2
    most: int = 12
    negative: bool = False
    format = "#,##0.00"

    def shown(self, row):
        return getattr(row, self.name)

    def tidy(self, cell):
        if not plain(cell):
            return None
        found = amount_of(cell)
        if found is None:
            raise Unreadable(f"«\xa0{plain(cell)}\xa0» n’est pas un nombre.")
        if found < 0 and not self.negative:
            raise Unreadable("Un montant ne peut pas être négatif.")
        if abs(found) >= 10**self.most:
            raise Unreadable("Ce nombre est trop grand.")
        return round(found, self.places)


@dataclass(frozen=True)
class Euros(Number):
    format = '#,##0.00\\ "€"'


@dataclass(frozen=True)
class Year(Column):
    width: int = 9

    def shown(self, row):
        return getattr(row, self.name)

    def tidy(self, cell):
        text = plain(cell)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
            raise Unreadable(f"«\xa0{text}\xa0» n’est pas une année.")
        return int(text)


YES, NO = {"oui", "vrai", "true", "x", "1"}, {"non", "faux", "false", "0"}


@dataclass(frozen=True)
class YesNo(Column):
    width: int = 10

    def shown(self, row):
        return {True: "Oui", False: "Non", None: ""}[getattr(row, self.name)]

    def tidy(self, cell):
        word = search_key(plain(cell))
        if word and word not in YES | NO:
            raise Unreadable(f"«\xa0{plain(cell)}\xa0»\xa0: écrivez Oui ou Non.")
        return "Oui" if word in YES else "Non" if word in NO else ""

    def given(self, cell, context, row):
        return {self.name: {"Oui": True, "Non": False}.get(cell)}

    def offers(self, context):
        return ["Oui", "Non"]


@dataclass(frozen=True)
class Computed(Column):
    """Shown to be read; what is typed in it counts for nothing."""

    show: Callable = field(default=str)
    format: str = ""

    def shown(self, row):
        return self.show(row)


def split(cell) -> list[str]:
    """« a ; b » or one a line."""
    parts = plain(cell).replace("\n", ";").split(";")
    return [" ".join(part.split()) for part in parts if part.strip()]


def same(cell) -> str:
    """Two cells that a person would call the same give the same text."""
    if cell.__class__ is str and "\n" not in cell and "\r" not in cell:
        return " ".join(cell.split())
    if isinstance(cell, Decimal | int | float) and not isinstance(cell, bool):
        return format(Decimal(str(cell)).normalize(), "f")
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return "\n".join(" ".join(line.split()) for line in plain(cell).split("\n"))
