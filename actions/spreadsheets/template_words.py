"""The words of existing plans: headers as people spell them, statuses, priorities, numbers stuck to titles."""

import re

from actions.enums import ActionStatus, Participation, Priority
from core.search import unaccent

from .cells import plain

#: Key → headers, without accents, plurals or what stands in brackets. The first is the template's own.
HEADERS = {
    "axis": ["axe", "axe strategique", "volet", "axe du cls"],
    "objective": ["sous axe", "objectif strategique", "orientation"],
    "sub_objective": ["sous sous axe", "sous objectif"],
    "title": [
        *("titre de la fiche action", "titre de la fiche", "titre de l action", "intitule de la fiche action"),
        *("intitule de l action", "intitule de la fiche", "nom de l action", "fiche action", "titre", "action"),
    ],
    "number": ["numero", "n", "numero de la fiche", "numero de la fiche action"],
    "step": ["titre de la sous action", "sous action", "etape"],
    "description": ["descriptif", "description", "descriptif de l action", "description de l action"],
    "governance": ["instance de gouvernance"],
    "goals": ["objectif", "objectif de l action"],
    "indicators": ["indicateur lie", "indicateur", "indicateur de suivi"],
    "leads": ["structure pilote", "pilote", "porteur", "structure porteuse"],
    "resources": ["moyen humain et technique", "moyen"],
    "partners": ["partenaire"],
    "services": ["direction ou service pilote", "service pilote"],
    "lead_people": ["personne pilote", "referent technique"],
    "sponsors": ["elu e referent e", "elu referent"],
    "participation": ["participation citoyenne", "place des habitant"],
    "financing": ["financement"],
    "funder": ["financeur"],
    "amount": ["montant", "montant ht", "montant ttc"],
    "budget": ["budget previsionnel total ht", "budget previsionnel total", "budget previsionnel", "budget total"],
    "status": ["statut", "etat d avancement", "avancement"],
    "priority": ["niveau de priorite", "priorite"],
    "starts_on": ["date de debut", "debut"],
    "ends_on": ["date de fin", "fin", "echeance"],
    "schedule": ["calendrier", "calendrier previsionnel"],
    "continuous": ["action en amelioration continue", "amelioration continue"],
    "measures": ["mesure liee"],
    "related": ["action liee"],
    "notes": ["note", "commentaire", "remarque"],
    "documents": ["document et lien", "document"],
}


def _singular(words):
    return " ".join(word.rstrip("s") if len(word) > 2 else word for word in words.split())


_KNOWN = {_singular(spelling): key for key, spellings in HEADERS.items() for spelling in spellings}
_BRACKETS = re.compile(r"\([^)]*\)")
_LAST_NUMBER = re.compile(r"\s+(\d+)$")


def header_of(cell) -> tuple[str, int | None] | None:
    """(key, number): « Financeur 2 » is ("funder", 2). None for words that are no header."""
    if not isinstance(cell, str) or len(cell) > 120:
        return None
    words = unaccent(_BRACKETS.sub(" ", cell))
    if words in ("elu e s referent e s", "elu es referent es", "elus referents", "elues referentes"):
        return "sponsors", None
    number = None
    if found := _LAST_NUMBER.search(words):
        words, number = words[: found.start()], int(found[1])
    key = _KNOWN.get(_singular(words))
    if key is None or (number is not None and key not in ("funder", "amount")):
        return None
    return key, number


#: What the template says to those who fill it, under its headers.
_HELP = re.compile(
    r"^(champ (texte|liste|date|num|binaire)|saisissez |si vos |ce champ ne sera|texte court de|choisissez l.option"
    r"|utilisez exactement|presentez en quelques|rens?eignez ici|creez sous la forme|plusieurs services peuvent"
    r"|indiquer si l.action)"
)
_FILLER = "ces informations devront etre saisies"


def is_help(cells) -> bool:
    """A row of explanations: one such cell may be somebody's own words, two are the template's."""
    return sum(isinstance(cell, str) and bool(_HELP.match(unaccent(cell[:120]))) for cell in cells) > 1


def is_filler(cell) -> bool:
    """What the template leaves in the columns that its own tool does not read."""
    return isinstance(cell, str) and unaccent(cell[:80]).startswith(_FILLER)


_FICHE = re.compile(
    r"^(?:fiches?[\s-]*actions?|actions?|fiches?)\s*(?:n\s*[°ºo]\s*)?"
    r"(?P<number>\d+(?:[.\-]\d+)*\s?(?:bis|ter|[a-z](?![a-zà-ÿ]))?)\s*[.:)\-–—]*\s+(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_AXIS = re.compile(
    r"^(?:(?:sous[\s-]*)*(?:axes?|volets?|objectifs?)(?:\s+strat[ée]giques?)?)\s*(?:n\s*[°ºo]\s*)?"
    r"(?P<number>\d+(?:\.\d+)*)\s*[.:)\-–—]*\s+(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"^(?P<number>\d+(?:\.\d+)+|\d+(?=\s*[.:)\-–—]))\s*[.:)\-–—]*\s+(?P<title>\S.*)$", re.DOTALL)


def numbered(text, *, of_fiche=False) -> tuple[str, str]:
    """« Fiche Action 12. Recruter » is ("12", "Recruter"), « 1.1. Air » is ("1.1", "Air")."""
    text = " ".join(plain(text).split())
    found = (_FICHE if of_fiche else _AXIS).match(text) or _NUMBERED.match(text)
    if found and len(found["number"]) <= 20:
        return found["number"].strip(), found["title"].strip()
    return "", text


_STATUSES = {
    ActionStatus.PLANNED: ["a venir", "prevu", "planifie", "programme", "a lancer", "non demarre", "non commence"],
    ActionStatus.TO_DISCUSS: ["a discuter", "a definir", "en reflexion", "a valider"],
    ActionStatus.IN_PROGRESS: ["en cours", "engage", "lance", "demarre", "commence", "en cours de realisation"],
    ActionStatus.DONE: ["realise", "termine", "fait", "acheve", "finalise", "cloture"],
    ActionStatus.PAUSED: ["en pause", "suspendu", "reporte", "en attente"],
    ActionStatus.BLOCKED: ["bloque"],
    ActionStatus.ABANDONED: ["abandonne", "annule"],
}
_PRIORITIES = {
    Priority.HIGH: ["eleve", "haut", "fort", "prioritaire", "1"],
    Priority.MEDIUM: ["moyen", "moyenne", "medium", "2"],
    Priority.LOW: ["bas", "basse", "faible", "3"],
}
_PARTICIPATION = {
    Participation.NONE: ["pas de participation citoyenne", "aucun", "non", "sans"],
    Participation.INFORMATION: ["information"],
    Participation.CONSULTATION: ["consultation"],
    Participation.INVOLVEMENT: ["concertation", "implication", "participation"],
    Participation.CO_CONSTRUCTION: ["co construction", "coconstruction"],
}
LATE = "en retard"


def _read(table, choices, cell):
    words = unaccent(plain(cell))
    spellings = {spelling: code for code, every in table.items() for spelling in every}
    spellings |= {unaccent(each.label): each for each in choices}
    masculine = (words, words.rstrip("s"), re.sub(r"es?$", "", words))
    return next((spellings[each] for each in masculine if each in spellings), None)


def status_of(cell):
    return _read(_STATUSES, ActionStatus, cell)


def priority_of(cell):
    return _read(_PRIORITIES, Priority, cell)


def participation_of(cell):
    return _read(_PARTICIPATION, Participation, cell)


_BULLET = re.compile(r"^\s*(?:[-–—•◦*➔]|\d+[.)])\s+|^\s*[-–—•◦*]\s*")


def names_of(cell) -> list[str]:
    """Names parted by commas, semicolons or lines, without their bullets; each once."""
    parts = (_BULLET.sub("", part) for part in re.split(r"[,;\n]", plain(cell)))
    return list(dict.fromkeys(" ".join(part.split()).rstrip(".") for part in parts if part.strip(" .-")))


def lines_of(cell) -> list[str]:
    """One a line, without its bullet."""
    parts = (_BULLET.sub("", line) for line in plain(cell).replace("➔", "\n").split("\n"))
    return [" ".join(part.split()) for part in parts if part.strip(" .;-")]
