"""From what was chosen or imported to what the reference data knows: matches, doubts, refusals. Writes nothing."""

import re
from dataclasses import dataclass, field

from core.search import words

from .enums import FormerKind, Level
from .models import Commune, Department, Epci, FormerCommune
from .names import place_key

SIREN = re.compile(r"\d{9}")
# A chain of mergers longer than this is a loop.
MAX_MERGERS = 8


@dataclass(frozen=True)
class Member:
    level: str
    code: str
    name: str
    doubt: str = ""


@dataclass
class Resolution:
    """`members` to keep; `doubts` in French; `errors` as `members[i].field` → sentences."""

    members: list[Member] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)


def resolve_members(members) -> Resolution:
    """`members`: (level, code) or (level, code, name), in order. A dry run: nothing is written."""
    given = [_cleaned(*member) for member in members]
    known = _Known(given)
    result, seen = Resolution(), set()
    for position, (level, code, name) in enumerate(given):
        try:
            member = _RESOLVERS.get(level, _no_level)(known, level, code, name)
        except _NotThere as error:
            result.errors.setdefault(f"members[{position}].{error.field}", []).append(str(error))
            continue
        if member.doubt:
            result.doubts.append(member.doubt)
        key = (member.level, member.code or place_key(member.name))
        if key in seen:
            result.doubts.append(f"{member.name} ({member.code}) est cité plusieurs fois\xa0: compté une fois.")
            continue
        seen.add(key)
        result.members.append(member)
    return result


def _cleaned(level, code, name=""):
    return str(level or ""), str(code or "").strip().upper(), str(name or "").strip()


class _NotThere(Exception):
    def __init__(self, sentence, field="code"):
        self.field = field
        super().__init__(sentence)


class _Known:
    """Every row that may be needed, in one query per table."""

    def __init__(self, given):
        def codes(*levels):
            return {code for level, code, _ in given if level in levels}

        communes = codes(Level.COMMUNE)
        self.former = _in_bulk(FormerCommune.objects.select_related("successor"), communes)
        self.communes = _in_bulk(Commune.objects, communes)
        self.epci = _in_bulk(Epci.objects, codes(Level.EPCI, Level.EPT))
        self.departments = _in_bulk(Department.objects, codes(Level.DEPARTMENT))

    def heir(self, former):
        """The living commune at the end of the mergers, or the last one known."""
        commune = former.successor
        for _ in range(MAX_MERGERS):
            if commune.active:
                break
            further = FormerCommune.objects.select_related("successor").filter(pk=commune.pk).first()
            if further is None:
                break
            commune = further.successor
        return commune


def _in_bulk(queryset, codes):
    return queryset.in_bulk(codes) if codes else {}


def _commune(known, level, code, name):
    commune, former = known.communes.get(code), known.former.get(code)
    if commune and (commune.active or not former):
        gone = "" if commune.active else f"La commune de {commune.name} ({code}) n’existe plus dans le référentiel."
        return Member(level, code, *_named(commune, code, name, gone))
    if not former:
        raise _NotThere(f"Aucune commune n’a jamais porté le code «\xa0{code}\xa0».")
    heir = known.heir(former)
    return Member(level, heir.code, heir.name, _taken_over(former, heir, name))


def _taken_over(former, heir, name):
    called = former.name or name
    if former.kind == FormerKind.DISTRICT:
        return f"{called} ({former.code}) est un arrondissement\xa0: {heir.name} ({heir.code}) est retenue."
    who = f"La commune de {called} ({former.code})" if called else f"L’ancienne commune {former.code}"
    when = f" en {former.since}" if former.since else ""
    return f"{who} a été reprise par {heir.name} ({heir.code}){when}."


def _named(place, code, name, doubt=""):
    """The name as it was written when it is the same, else the reference's, and the difference is said."""
    if not name or place_key(name) == place_key(place.name):
        return name or place.name, doubt
    said = f"Le code {code} est celui de {place.name}\xa0; il était écrit «\xa0{name}\xa0»."
    return place.name, " ".join(filter(None, [doubt, said]))


def _group(known, level, code, name):
    group = known.epci.get(code)
    if group is None:
        return _unknown_group(level, code, name)
    called = name or group.name
    if group.dissolved:
        return Member(group.level, code, called, f"{called} ({code}) est dissous\xa0: gardé par son nom.")
    doubt = ""
    if name and not set(words(place_key(name))) & set(group.search.split()):
        doubt = f"Le code {code} est celui de {group.name}\xa0; il était écrit «\xa0{name}\xa0»."
    return Member(group.level, code, group.name if doubt else called, doubt)


def _unknown_group(level, code, name):
    label = Level(level).label
    if code and not SIREN.fullmatch(code):
        raise _NotThere(f"«\xa0{code}\xa0» n’est pas un numéro SIREN (9 chiffres).")
    if not (code or name):
        raise _NotThere("Donnez le code ou le nom.")
    called = name or f"{label} {code}"
    mark = f" ({code})" if code and name else ""
    doubt = f"{called}{mark} n’est pas dans le référentiel\xa0: peut-être un {label} dissous, gardé par son nom."
    return Member(level, code, called[:160], doubt)


def _department(known, level, code, name):
    department = known.departments.get(code)
    if department is None:
        raise _NotThere(f"Aucun département ne porte le code «\xa0{code}\xa0».")
    return Member(level, code, *_named(department, code, name))


def _no_level(known, level, code, name):
    raise _NotThere(f"Niveau inconnu\xa0: «\xa0{level}\xa0». Niveaux\xa0: {', '.join(Level.values)}.", "level")


_RESOLVERS = {
    Level.COMMUNE.value: _commune,
    Level.EPCI.value: _group,
    Level.EPT.value: _group,
    Level.DEPARTMENT.value: _department,
}
