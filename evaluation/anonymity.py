"""The names to mask in what somebody said: proposed from what the contracts know, confirmed by a person.

Nothing here is sure: a function, a place or a date may still tell who spoke. Whoever publishes reads again.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Organisation, User
from actions.models import ActionPerson
from contracts.models import Signatory
from governance.models import Attendance, CoordinationPost, Seat
from territories.services import communes_of

PERSON, PLACE, ORGANISATION, ADDRESS = "[personne]", "[lieu]", "[organisation]", "[coordonnées]"
#: Shorter ones are words of every day.
SHORTEST = 3
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
#: « Mme Durand », « le docteur Le Goff »: a name that nobody declared.
_TITLED = re.compile(
    r"\b(?:M\.|Mr|Mme|Mmes|Mlle|Dr|Pr|[Mm]onsieur|[Mm]adame|[Dd]octeur|[Dd]octeure|[Pp]rofesseure?)\s+"
    r"(?:(?:[Ll]e|[Ll]a|[Dd]e|[Dd]u|[Dd]’|[Dd]es)\s+)*[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*"
)


@dataclass(frozen=True)
class Masked:
    """`text` as it is proposed; `found`: what was masked, as it was written, in the order of the text."""

    text: str
    found: list[str]


def names_of(contracts: Iterable) -> dict[str, str]:
    """Name → what replaces it, of the people, places and organisations that these contracts know."""
    contracts = list(contracts)
    names = dict.fromkeys(_places(contracts), PLACE)
    names |= dict.fromkeys(_organisations(contracts), ORGANISATION)
    for name in _people(contracts):
        names[name] = PERSON
        # « Durand » alone is still somebody.
        last = name.split()[-1]
        if len(last) > SHORTEST:
            names.setdefault(last, PERSON)
    return {name.strip(): mask for name, mask in names.items() if len(name.strip()) >= SHORTEST}


def propose(text: str, names: dict[str, str]) -> Masked:
    """`text` with the known names, the titled ones and the addresses masked; whole words, whatever case and accents."""
    found: list[tuple[int, int, str]] = []
    for pattern, mask in ((_ADDRESSES, ADDRESS), (_TITLED, PERSON)):
        found += [(*match.span(), mask) for match in pattern.finditer(text)]
    if names:
        masks = {_folded(name): mask for name, mask in names.items()}
        longest_first = sorted(masks, key=len, reverse=True)
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w)")
        matches = [match for match in pattern.finditer(_folded(text)) if _is_a_name(text[slice(*match.span())])]
        found += [(*match.span(), masks[match.group()]) for match in matches]
    return _mask(text, found)


def _is_a_name(written) -> bool:
    """A town may be called Vers or Mens: one word alone is a name where it is written as one."""
    return " " in written or written[0].isupper()


def _mask(text, found) -> Masked:
    """The spans replaced from the left; of two that cross, the one that begins first, else the longest."""
    parts: list[str] = []
    seen: list[str] = []
    here = 0
    for start, end, mask in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < here:
            continue
        parts += [text[here:start], mask]
        seen.append(text[start:end])
        here = end
    return Masked("".join([*parts, text[here:]]), seen)


def _folded(text: str) -> str:
    """Without accents, case or kinds of apostrophe and dash, each sign in its place."""
    signs = {"’": "'", "‘": "'", "–": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " "}
    return "".join(signs.get(sign) or (unicodedata.normalize("NFKD", sign)[0].lower()[:1] or sign) for sign in text)


def _people(contracts) -> set[str]:
    accounts = User.objects.filter(contract_roles__contract__in=contracts)
    names = set(accounts.values_list("display_name", flat=True))
    for model, fields in (
        (ActionPerson, ("name",)),
        (Signatory, ("representative_name",)),
        (Seat, ("holder_name", "substitute_name")),
        (Attendance, ("name", "substitute_name")),
        (CoordinationPost, ("holder_name",)),
    ):
        for row in model.objects.filter(contract__in=contracts).values_list(*fields):
            names |= set(row)
    for contract in contracts:
        names |= {contract.ars_referent_name, contract.elected_referent_name}
    return {name for name in names if name}


def _organisations(contracts) -> set[str]:
    known = Organisation.objects.filter(
        Q(signatures__contract__in=contracts)
        | Q(action_parts__contract__in=contracts)
        | Q(pk__in=[contract.carrier_id for contract in contracts if contract.carrier_id])
    )
    pairs = known.values_list("name", "aliases__name")
    return {name for pair in pairs for name in pair if name}


def _places(contracts) -> set[str]:
    names = {contract.territory.name for contract in contracts}
    for contract in contracts:
        names |= set(communes_of(contract.territory).values_list("name", flat=True))
        names |= {member.name for member in contract.territory.members.all() if member.name}
    return names
