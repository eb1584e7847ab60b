"""A map of départements as plain values for `evaluation/coverage/_map.html`: classes of colour and pattern, links."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.coverage_table import EXPIRED
from contracts.enums import DRAFT_STAGES, Stage
from core.wording import count_of, percent
from territories.outlines import outlines, view_of

#: Upper bounds, in hundredths, of the classes of the legend; 0 stands alone, « above 75 » closes them.
BOUNDS = [0, 25, 50, 75, 100]


@dataclass(frozen=True)
class Kind:
    """What a map tells. `level_of(place)` is its place in `legend`; `words_of` is what a screen reader says of it."""

    title: str
    legend: list[str]
    level_of: Callable
    words_of: Callable
    label_of: Callable


@dataclass(frozen=True)
class Shape:
    code: str
    name: str
    words: str
    level: int
    label: str
    path: str = ""
    middle: tuple[float, float] = (0, 0)


@dataclass(frozen=True)
class Map:
    """`groups`: (url, words, shapes) of what one link holds; `apart`: the same for what is not drawn."""

    title: str
    legend: list[tuple[int, str]]
    view: str | None
    groups: list[tuple[str, str, list[Shape]]]
    apart: list[tuple[str, str, list[Shape]]]
    labelled: bool
    text_size: float


def level_of(coverage) -> int:
    if not coverage.covered:
        return 0
    return next(rank for rank, bound in enumerate(BOUNDS) if coverage.covered * 100 <= bound * coverage.population)


def _covered_in_words(name, place) -> str:
    contracts = count_of(place.running, "contrat en vigueur,contrats en vigueur")
    return f"{name} : {place.coverage.share} de la population couverte, {contracts}"


def _furthest(place) -> int:
    counts = place.counts
    if counts[Stage.IN_FORCE]:
        return 4
    if counts[EXPIRED]:
        return 3
    if counts[Stage.CONSULTATION] or counts[Stage.SIGNATURE]:
        return 2
    return int(any(counts[stage] for stage in DRAFT_STAGES))


def _stages_in_words(name, place) -> str:
    told = [f"{n} {label.lower()}" for _code, label, n in place.by_stage if n]
    return f"{name} : {', '.join(told) or 'aucun contrat'}"


COVERAGE = Kind(
    "Carte de la population couverte",
    ["Aucune population couverte", "Jusqu’à 25 %", "De 25 à 50 %", "De 50 à 75 %", "Plus de 75 %"],
    lambda place: level_of(place.coverage),
    _covered_in_words,
    lambda place: percent(round(place.coverage.share.percent)),
)
#: A place is told by the contract that has gone furthest; the number is that of all.
STAGES = Kind(
    "Carte des contrats par étape",
    ["Aucun contrat", "En préparation", "En consultation ou en signature", "Échu, sans autre en vigueur", "En vigueur"],
    _furthest,
    _stages_in_words,
    lambda place: str(place.contracts),
)


def shape_of(place, kind) -> Shape:
    code = place.department.pk
    outline = outlines().get(code)
    return Shape(
        code,
        place.department.name,
        kind.words_of(place.department.name, place),
        kind.level_of(place),
        label=kind.label_of(place),
        path=outline.path if outline else "",
        middle=outline.middle if outline else (0, 0),
    )


def map_of(links, kind, *, labelled) -> Map:
    """`links`: (url, words, places) of what each link of the map holds."""
    shapes = [(url, words, [shape_of(place, kind) for place in places]) for url, words, places in links]
    drawn = [(url, words, [each for each in held if each.path]) for url, words, held in shapes]
    apart = [(url, words, [each for each in held if not each.path]) for url, words, held in shapes]
    view = view_of([each.code for _url, _words, held in drawn for each in held])
    width = float(view.split()[2]) if view else 0
    groups, apart = [group for group in drawn if group[2]], [group for group in apart if group[2]]
    return Map(kind.title, list(enumerate(kind.legend)), view, groups, apart, labelled, width / 24)
