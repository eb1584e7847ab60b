"""What in a text may name somebody: known people, places and organisations, and guesses. Only ever proposed.

A person looks at each proposal before a text is published; so it is better to propose too much than too little.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.search import unaccent

PERSON, PLACE, ORGANISATION, CONTACT, GUESS = "person", "place", "organisation", "contact", "guess"
REPLACED_BY = {
    PERSON: "[personne]",
    PLACE: "[lieu]",
    ORGANISATION: "[organisation]",
    CONTACT: "[coordonnées]",
    GUESS: "[nom]",
}
WHY = {
    PERSON: "personne connue",
    PLACE: "lieu connu",
    ORGANISATION: "organisation connue",
    CONTACT: "adresse ou numéro",
    GUESS: "majuscule ou titre",
}
#: The words of the field and of the calendar: they name nobody.
_USUAL = """
ars asv caf ccas cd ch chu clic cls clsm copil cotech cpam cpts csp cvs dac dd ehpad epci esms ept fir frr gem hdj idh
insee ivg mda mdph msa msp ors pat pcaet petr pmi pnr prs ptsm qpv rgpd siren ssr urps covid etp nb ok ii iii france
europe etat lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout
septembre octobre novembre decembre
mme mmes mlle mr dr pr me monsieur madame docteur docteure professeur professeure
"""
COMMON = frozenset(_USUAL.split())
#: Parts of a name that name nobody alone.
PARTICLES = frozenset(
    ["de", "du", "des", "la", "le", "les", "en", "et", "sur", "sous", "saint", "sainte", "st", "ste", "van", "von"]
)
_WORD = re.compile(r"[^\W_]+")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|(?:\+33|0)\s?[1-9](?:[\s.\-\u00a0\u202f]?\d{2}){4}")
_TITLE = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|Me|Monsieur|Madame|Docteure?|Professeure?)\s+"
    r"((?:[A-ZÀ-ÖØ-Þ][\w’'-]*)(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]*)*)"
)
_SENTENCE_END = re.compile(r"(?:^|[.!?:;•\-–—\n]\s*|«\s*)$")


@dataclass(frozen=True)
class Span:
    """`sure`: masked unless the person says otherwise; else only shown."""

    start: int
    end: int
    text: str
    kind: str
    sure: bool = True

    @property
    def why(self) -> str:
        return WHY[self.kind]

    @property
    def key(self) -> str:
        return f"{self.start}-{self.end}"


class Names:
    """Known names, found whatever their case and accents; the surname of a person alone is one too."""

    def __init__(self, *, people: Iterable[str] = (), places: Iterable[str] = (), organisations: Iterable[str] = ()):
        self.kinds: dict[tuple[str, ...], str] = {}
        for name in organisations:
            self._add(name, ORGANISATION)
        for name in places:
            self._add(name, PLACE)
        for name in people:
            self._add(name, PERSON)
            for word in unaccent(name).split():
                if len(word) > 2 and word not in PARTICLES:
                    self.kinds.setdefault((word,), PERSON)
        self.longest = max((len(words) for words in self.kinds), default=0)

    def _add(self, name, kind):
        words = tuple(unaccent(name).split())
        if words and not (len(words) == 1 and (words[0] in COMMON or len(words[0]) < 3)):
            self.kinds[words] = kind

    def at(self, words, here):
        """(how many words, kind) of the longest known name that begins there."""
        for length in range(min(self.longest, len(words) - here), 0, -1):
            if kind := self.kinds.get(tuple(words[here : here + length])):
                return length, kind
        return 0, ""


def propose(text, names: Names) -> list[Span]:
    """The pieces of `text` that may name somebody, in their order, none over another."""
    found = [_span(text, *match.span(), CONTACT) for match in _CONTACT.finditer(text)]
    found += [_span(text, *match.span(1), PERSON) for match in _TITLE.finditer(text)]
    found = _apart(found + _known(text, names) + _capitals(text))
    return sorted(found, key=lambda span: span.start)


def _span(text, start, end, kind, sure=True):
    return Span(start, end, text[start:end], kind, sure)


def _known(text, names):
    matches = list(_WORD.finditer(text))
    # A typed word may become two (« aujourd’hui » is one match here, « œ » stays one): each is normalised alone.
    words = [unaccent(match.group()) for match in matches]
    found, here = [], 0
    while here < len(words):
        length, kind = names.at(words, here)
        if length:
            piece = matches[here : here + length]
            written_as_name = any(match.group()[0].isupper() for match in piece)
            found.append(_span(text, piece[0].start(), piece[-1].end(), kind, sure=written_as_name or length > 1))
        here += length or 1
    return found


def _capitals(text):
    """Capitalised words elsewhere than at the beginning of a sentence, and words all in capitals."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if unaccent(word) in COMMON or not word[0].isupper() or len(word) < 2:
            continue
        begins = bool(_SENTENCE_END.search(text[: match.start()]))
        if not begins or (word.isupper() and len(word) > 2):
            found.append(_span(text, *match.span(), GUESS))
    return found


def _apart(spans):
    """Of two that overlap, the longer; the first named of two equal."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start - each.end):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return kept


def spans_of(text, words: Iterable[str]) -> list[Span]:
    """Each place of `text` where one of these words stands, as the person asked to mask it."""
    found = []
    for word in words:
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        found += [_span(text, *match.span(), GUESS) for match in pattern.finditer(text)]
    return found


def masked(text, spans: Iterable[Span]) -> str:
    """The text with each span replaced by what it was; neighbours of one kind become one."""
    result, here = [], 0
    for span in sorted(_apart(list(spans)), key=lambda each: each.start):
        result += [text[here : span.start], REPLACED_BY[span.kind]]
        here = span.end
    whole = "".join([*result, text[here:]])
    for word in REPLACED_BY.values():
        again = re.escape(word)
        whole = re.sub(rf"{again}(?:[\s’'-]+(?:d[eu]s?\s|la\s|le\s|l’|d’)?{again})+", word, whole)
    return whole
