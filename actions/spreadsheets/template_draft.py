"""One fiche of an existing plan, as its row says it."""

from dataclasses import dataclass, field
from typing import Any

from core import richtext
from core.wording import short_day

from .report import Place


@dataclass
class Draft:
    """One fiche as the file says it; `axis` and `objective` are (number, title)."""

    place: Place
    number: str = ""
    title: str = ""
    axis: tuple[str, str] | None = None
    objective: tuple[str, str] | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, list[dict]] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)
    general: str = ""
    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    #: (name of the funder, amount or None, words)
    fundings: list[tuple] = field(default_factory=list)
    cells: list[tuple] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def say(self, name, text):
        self.texts.setdefault(name, []).append(text)

    def name(self, part, every):
        kept = self.names.setdefault(part, [])
        kept += [each for each in every if each not in kept]


def settled(draft, report):
    """What is only known once the row is read: dates that cross, texts put together."""
    starts, ends = draft.fields.get("starts_on"), draft.fields.get("ends_on")
    if starts and ends and ends < starts:
        del draft.fields["ends_on"]
        draft.say("schedule", f"Fin\xa0: {short_day(ends)}")
        sentence = f"La fin ({short_day(ends)}) précède le début\xa0: gardée dans le calendrier en mots."
        report.doubt(draft.places["ends_on"], sentence)
    return draft


def texts(draft) -> dict[str, str]:
    joined = {name: "\n\n".join(parts) for name, parts in draft.texts.items()}
    if "description" in joined:
        joined["description"] = richtext.from_text(joined["description"])
    return joined
