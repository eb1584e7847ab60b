"""Acronyms, each said in full where a page first uses it.

The words are those of the applications, which register them in `AppConfig.ready()`, and those that their rows say
(`register_source`): the short names of organisations, for whoever has signed in. The tag `{% acronyms %}` around
the body of a page calls `explained`: on the first use, a button whose meaning shows by mouse, touch and keyboard; with
`aloud`, the meaning in brackets, for whoever reads on paper or has one minute.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html, format_html_join


@dataclass(frozen=True)
class Acronym:
    short: str
    meaning: str
    #: A short sentence, where the meaning does not suffice.
    definition: str = ""
    #: The meaning is a name, which keeps its capital inside a sentence.
    proper: bool = False

    @property
    def anchor(self) -> str:
        """Its place in the glossary."""
        return f"sigle-{self.short.lower()}"

    @property
    def tooltip(self) -> str:
        return f"sens-{self.short.lower()}"


_known: dict[str, Acronym] = {}
_TAG = re.compile(r"(<[^>]*>)")
#: Nothing may be pressed inside these, or their words are no prose; nor inside what is hidden, folded or said aloud.
_LEFT = re.compile(
    r"<(?:a|abbr|button|code|details(?![^>]*\sopen)|dfn|label|legend|nav|noscript|option|pre|script|select|style|summary"
    r"|svg|textarea|title)\b"
    r"|<[^>]*\b(?:fr-badge|fr-tag|fr-sr-only|hidden|data-said)\b",
    re.IGNORECASE,
)
#: The same, where the meaning is only words: a link may hold them.
_LEFT_ALOUD = re.compile(
    r"<(?:abbr|code|dfn|nav|noscript|option|pre|script|select|style|svg|textarea|title)\b|<[^>]*\b(?:fr-sr-only)\b",
    re.IGNORECASE,
)
_VOID = re.compile(r"<(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|!)", re.IGNORECASE)


def register(acronyms: Iterable[Acronym]) -> None:
    _known.update((each.short, each) for each in acronyms)


def all_acronyms() -> list[Acronym]:
    return sorted(_known.values(), key=lambda each: each.short)


_sources: list[Callable[[], Iterable[Acronym]]] = []
_learned: tuple[float, dict[str, Acronym]] = (0.0, {})


def register_source(source: Callable[[], Iterable[Acronym]]) -> None:
    """`source()` reads acronyms from rows; ours come before."""
    _sources.append(source)


def learned() -> dict[str, Acronym]:
    """Those of the sources, asked again after `ACRONYMS_SECONDS` (0: never); between two, kept by each process."""
    global _learned
    if not settings.ACRONYMS_SECONDS:
        return {}
    until, found = _learned
    if time.monotonic() >= until:
        found = {each.short: each for each in ask_sources()}
        _learned = (time.monotonic() + settings.ACRONYMS_SECONDS, found)
    return found


def ask_sources() -> list[Acronym]:
    """As the rows say now, without those that we know, in the order of the alphabet."""
    found = {each.short: each for source in _sources for each in source() if each.short not in _known}
    return sorted(found.values(), key=lambda each: each.short)


#: Whole words in capitals: « CLS », neither « CLS-26-2024 » nor « cls ».
_WORD = re.compile(r"(?<![\w/.@-])[A-Z][A-Z0-9]+(?![\w/@-])")


def used_in(text: str) -> list[Acronym]:
    """Ours that a text uses, in the order of the alphabet."""
    return [_known[short] for short in sorted(set(_WORD.findall(text))) if short in _known]


def explained(html: str, *, aloud: bool = False, more: Mapping[str, Acronym] | None = None) -> str:
    """`html` with the first use of each acronym explained; attributes, links and fields are left as they are.

    `more`: those of rows, beside ours.
    """
    seen: dict[str, Acronym] = {}

    def said(found):
        short = found.group()
        acronym = _known.get(short) or (more or {}).get(short)
        if short in seen or acronym is None:
            return short
        seen[short] = acronym
        return _in_brackets(acronym) if aloud else _button(acronym)

    pieces = _TAG.split(html)
    for place in _prose(pieces, _LEFT_ALOUD if aloud else _LEFT):
        text = _WORD.sub(said, pieces[place])
        if text != pieces[place]:
            # A row that becomes a card on a telephone pushes apart what stands in a cell: its words stay one thing.
            pieces[place] = f"<span>{text}</span>" if pieces[place - 1].startswith("<td") else text
    return "".join(pieces) + ("" if aloud or not seen else _tooltips(seen.values()))


def _prose(pieces, left):
    """The places of the pieces of text, which `_TAG` parts from the tags, outside of what is left alone."""
    depth = 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if depth == 0 and piece.strip():
                yield place
        elif _VOID.match(piece) or piece.endswith("/>"):
            continue
        elif depth:
            depth += -1 if piece.startswith("</") else 1
        elif not piece.startswith("</") and left.match(piece):
            depth = 1


def _in_brackets(acronym) -> str:
    meaning = acronym.meaning if acronym.proper else acronym.meaning[0].lower() + acronym.meaning[1:]
    return format_html("{} ({})", acronym.short, meaning)


def _button(acronym) -> str:
    """The tooltip of the design system opens at its pointer, its touch and its focus; Escape closes it."""
    return format_html(
        '<button type="button" class="cls-abbr" aria-describedby="{}"><abbr title="{}">{}</abbr></button>',
        acronym.tooltip,
        acronym.meaning,
        acronym.short,
    )


def _tooltips(acronyms) -> str:
    """After the text, which stays whole for whoever copies it or has it read."""
    return format_html_join(
        "",
        '<span class="fr-tooltip fr-placement" id="{}" role="tooltip" aria-hidden="true">{}{}</span>',
        ((each.tooltip, each.meaning, f". {each.definition}" if each.definition else "") for each in acronyms),
    )
