"""Cells that name something else of the platform: the place in the plan, organisations, people, places, goals."""

import re
from dataclasses import dataclass

from accounts.models import User
from core import richtext

from .cells import SEPARATOR, Column, Unreadable, plain, split

_PERSON = re.compile(r"^(?P<name>.*?)\s*\((?P<function>[^()]*)\)$")
_NUMBERED = re.compile(r"^(?P<number>\d+(?:\.\d+)*)[.)]?\s+(?P<title>.+)$", re.DOTALL)
SPECIFIC, OPERATIONAL = "• ", "◦ "


@dataclass(frozen=True)
class AxisCell(Column):
    def shown(self, row):
        return str(row.axis)

    def tidy(self, cell):
        text = plain(cell)
        if not text:
            raise Unreadable("Chaque fiche a un axe\xa0: choisissez-le dans la liste.")
        return " ".join(text.split())

    def given(self, cell, context, row):
        axis = context.axis(cell)
        if axis is None:
            raise Unreadable(f"«\xa0{cell}\xa0» n’est pas un axe de ce contrat.")
        return {"axis": axis}

    def offers(self, context):
        return [str(axis) for axis in context.axes]


@dataclass(frozen=True)
class ObjectiveCell(Column):
    def shown(self, row):
        return str(row.objective) if row.objective_id else ""

    def tidy(self, cell):
        return " ".join(plain(cell).split())

    def given(self, cell, context, row):
        if not cell:
            return {"objective": None}
        objective = context.objective(cell)
        if objective is None:
            raise Unreadable(f"«\xa0{cell}\xa0» n’est pas un objectif stratégique de ce contrat.")
        return {"objective": objective}

    def offers(self, context):
        return [str(objective) for objective in context.objectives]


@dataclass(frozen=True)
class FicheCell(Column):
    """The fiche that a row of money or an indicator belongs to."""

    def shown(self, row):
        return " ".join(str(row.action).split())

    def tidy(self, cell):
        text = " ".join(plain(cell).split())
        if not text:
            raise Unreadable("Dites de quelle fiche est cette ligne.")
        return text

    def given(self, cell, context, row):
        return {"action": context.fiche(cell)}


@dataclass(frozen=True)
class Rich(Column):
    """A long text: its words, without their look."""

    def shown(self, row):
        value = getattr(row, self.name)
        return plain(richtext.to_text(value) if "<" in value else value)

    def given(self, cell, context, row):
        return {self.name: richtext.from_text(cell)}


@dataclass(frozen=True)
class OrganisationCell(Column):
    required: bool = False

    def shown(self, row):
        found = getattr(row, self.name)
        return found.name if found else ""

    def tidy(self, cell):
        name = " ".join(plain(cell).split())
        if self.required and not name:
            raise Unreadable("Nommez l’organisation.")
        return name

    def given(self, cell, context, row):
        return {self.name: context.organisation(cell) if cell else None}


@dataclass(frozen=True)
class OrganisationList(Column):
    part: str = ""

    def shown(self, row):
        parts = [part for part in row.shown_organisations if part.part == self.part]
        return SEPARATOR.join(part.name for part in parts)

    def tidy(self, cell):
        return SEPARATOR.join(dict.fromkeys(split(cell)))

    def given(self, cell, context, row):
        return {self.key: list(dict.fromkeys(context.organisation(name) for name in split(cell)))}


@dataclass(frozen=True)
class PersonList(Column):
    """« Claire Exemple (médecin) ; Paul Essai »; addresses do not leave by a spreadsheet."""

    part: str = ""

    def _people(self, row):
        return [person for person in row.shown_people if person.part == self.part]

    def shown(self, row):
        return SEPARATOR.join(_person_words(person) for person in self._people(row))

    def tidy(self, cell):
        return SEPARATOR.join(dict.fromkeys(split(cell)))

    def given(self, cell, context, row):
        known = {_person_words(person): person for person in self._people(row)} if row else {}
        return {self.key: [_person_node(words, known.get(words)) for words in split(cell)]}


def _person_words(person):
    name = " ".join(str(person.name or person.email if not person.function else person.name).split())
    return f"{name} ({person.function})".strip() if person.function else name


def _person_node(words, known):
    """Somebody whose words did not change keeps the address and the account that she had."""
    if known is not None:
        user = User.objects.filter(pk=known.user_id).first() if known.user_id else None
        return {"name": known.name, "function": known.function, "email": known.email, "user": user}
    found = _PERSON.match(words)
    return {"name": found["name"], "function": found["function"]} if found else {"name": words}


@dataclass(frozen=True)
class PlaceList(Column):
    def shown(self, row):
        return SEPARATOR.join(str(place) for place in row.shown_places)

    def tidy(self, cell):
        return SEPARATOR.join(dict.fromkeys(split(cell)))

    def given(self, cell, context, row):
        known = {str(place): place for place in row.shown_places} if row else {}
        return {"places": [self._node(words, known.get(words), context) for words in split(cell)]}

    def _node(self, words, known, context):
        if known is not None:
            return {"level": known.level, "code": known.code, "name": known.name}
        return context.place(words)


@dataclass(frozen=True)
class Goals(Column):
    """The general goal, then « • » specific ones, each with its « ◦ » operational ones."""

    def shown(self, row):
        return goals_in_words(row.goals)

    def given(self, cell, context, row):
        return {"goals": goals_of(cell)}


def goals_in_words(goals) -> str:
    if not goals:
        return ""
    lines = [goals.get("general") or ""]
    for specific in goals.get("specific") or ():
        lines.append(SPECIFIC + _numbered(specific))
        lines += [OPERATIONAL + _numbered(each) for each in specific.get("operational") or ()]
    return plain("\n".join(line for line in lines if line))


def _numbered(node):
    return " ".join(str(part) for part in (node.get("number"), node.get("title")) if part)


def goals_of(text):
    general, specific = [], []
    for line in plain(text).split("\n"):
        if line.startswith(SPECIFIC.strip()):
            specific.append({**_node(line), "operational": []})
        elif line.startswith(OPERATIONAL.strip()) and specific:
            specific[-1]["operational"].append(_node(line))
        elif line.strip() and not specific:
            general.append(line.strip())
        elif line.strip():
            specific[-1]["title"] += f" {line.strip()}"
    return {"general": "\n".join(general) or None, "specific": specific}


def _node(line):
    text = line[1:].strip()
    found = _NUMBERED.match(text)
    return {"number": found["number"], "title": found["title"]} if found else {"number": None, "title": text}


@dataclass(frozen=True)
class Agreement(Column):
    def shown(self, row):
        return str(row.funding_agreement) if row.funding_agreement_id else ""

    def given(self, cell, context, row):
        if not cell:
            return {"funding_agreement": None}
        agreement = context.agreement(cell)
        if agreement is None:
            raise Unreadable(f"«\xa0{cell}\xa0» n’est pas une convention de ce contrat.")
        return {"funding_agreement": agreement}

    def offers(self, context):
        return [str(agreement) for agreement in context.agreements]
