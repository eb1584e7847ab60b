"""What apps on the right show beside a row of a page on the left: the decisions that changed a fiche, an axis…

An app registers in `AppConfig.ready()`, by the place where it speaks; the page attaches what was registered there.
"""

from collections.abc import Callable
from dataclasses import dataclass

ACTION = "action"
AXIS = "axis"
COMMITMENT = "commitment"
AMENDMENT = "amendment"
#: The page of the avenants itself: its only row is the contract.
AMENDMENTS = "amendments"
#: « Financements » and the calendar of the fiches: their only row is the contract too.
MONEY = "money"
CALENDAR = "calendar"
#: The home of a contract, for those who write it; the settings of a region.
CONTRACT = "contract"
REGION = "region"


@dataclass(frozen=True)
class Speaker:
    """`contexts(rows)` gives {pk: context of `template`}, in few queries, only for the rows that have something."""

    template: str
    contexts: Callable
    order: int = 100


_speakers: dict[str, dict[str, Speaker]] = {}


def register(place, template, contexts, *, order=100):
    _speakers.setdefault(place, {})[template] = Speaker(template, contexts, order)


def attach(place, rows):
    """Sets `beside` on each row: a list of `template` and `context`, to be included with `block=context`."""
    rows = list(rows)
    for row in rows:
        row.beside = []
    if not rows:
        return rows
    for speaker in sorted(_speakers.get(place, {}).values(), key=lambda each: each.order):
        found = speaker.contexts(rows)
        for row in rows:
            if row.pk in found:
                row.beside.append({"template": speaker.template, "context": found[row.pk]})
    return rows
