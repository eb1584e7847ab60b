"""When is a fiche complete? One table: the list of what is missing, the filter and the help read it.

Nothing here blocks typing: it speaks at milestones, as a list of what is missing (domain, §7). The rules are those of
the fiches that regions ask for before a signature: what, why, who, when, for whom, with what, and how one will know.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q


@dataclass(frozen=True)
class Rule:
    """`held` is the condition on a fiche; `place` is where it is mended: a section of
    the edit page, or nothing where it is a list of the fiche's own page."""

    code: str
    label: str
    help: str
    place: str
    held: Callable[[], Q]


def _row(name, **conditions):
    from . import models

    return Q(Exists(getattr(models, name).objects.filter(action=OuterRef("pk"), **conditions)))


RULES = [
    Rule("status", "le statut", "Un statut est choisi.", "section-identite", lambda: ~Q(status="")),
    Rule(
        "goals",
        "les objectifs ou le constat",
        "Un objectif de la fiche, ou le constat auquel elle répond, est écrit.",
        "section-pourquoi",
        lambda: Q(goals__isnull=False) | ~Q(context=""),
    ),
    Rule("description", "la description", "Ce qui sera fait est décrit.", "section-quoi", lambda: ~Q(description="")),
    Rule(
        "lead",
        "la structure ou la personne pilote",
        "Au moins une structure ou une personne pilote est nommée.",
        "section-qui",
        lambda: _row("ActionOrganisation", part="lead") | _row("ActionPerson", part="lead"),
    ),
    Rule(
        "dates",
        "le calendrier",
        "Une date de début ou de fin, ou un calendrier en mots, est donnée.",
        "section-quand",
        lambda: Q(starts_on__isnull=False) | Q(ends_on__isnull=False) | ~Q(schedule=""),
    ),
    Rule(
        "public", "le public", "Au moins un public est nommé.", "section-pour-qui-et-ou", lambda: ~Q(target_public=[])
    ),
    Rule(
        "means",
        "les moyens",
        "Un financement, ou des moyens humains et techniques, sont dits.",
        "section-quoi",
        lambda: ~Q(resources="") | _row("Funding"),
    ),
    Rule("indicator", "un indicateur", "Au moins un indicateur est défini.", "", lambda: _row("Indicator")),
]


def missing(action) -> list[Rule]:
    """The rules that `action` does not hold yet. It comes from `with_completeness()`."""
    return [rule for rule in RULES if not getattr(action, f"has_{rule.code}")]
