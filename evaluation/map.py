"""A map of départements as plain values for `evaluation/coverage/_map.html`: classes of colour and pattern, links."""

from dataclasses import dataclass

from core.wording import count_of, percent
from territories.outlines import outlines, view_of

#: Upper bounds, in hundredths, of the classes of the legend; 0 stands alone, « above 75 » closes them.
BOUNDS = [0, 25, 50, 75, 100]
LEGEND = ["Aucune population couverte", "Jusqu’à 25 %", "De 25 à 50 %", "De 50 à 75 %", "Plus de 75 %"]


@dataclass(frozen=True)
class Shape:
    """`words` is what a screen reader says of it; `level`, its place in `LEGEND`."""

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

    view: str | None
    groups: list[tuple[str, str, list[Shape]]]
    apart: list[tuple[str, str, list[Shape]]]
    labelled: bool
    text_size: float


def level_of(coverage) -> int:
    if not coverage.covered:
        return 0
    return next(rank for rank, bound in enumerate(BOUNDS) if coverage.covered * 100 <= bound * coverage.population)


def words_of(name, coverage, running) -> str:
    contracts = count_of(running, "contrat en vigueur,contrats en vigueur")
    return f"{name} : {coverage.share} de la population couverte, {contracts}"


def shape_of(place) -> Shape:
    code, coverage = place.department.pk, place.coverage
    outline = outlines().get(code)
    words = words_of(place.department.name, coverage, place.running)
    return Shape(
        code,
        place.department.name,
        words,
        level_of(coverage),
        label=percent(round(coverage.share.percent)),
        path=outline.path if outline else "",
        middle=outline.middle if outline else (0, 0),
    )


def map_of(links, *, labelled) -> Map:
    """`links`: (url, words, places) of what each link of the map holds."""
    shapes = [(url, words, [shape_of(place) for place in places]) for url, words, places in links]
    drawn = [(url, words, [each for each in held if each.path]) for url, words, held in shapes]
    apart = [(url, words, [each for each in held if not each.path]) for url, words, held in shapes]
    view = view_of([each.code for _url, _words, held in drawn for each in held])
    width = float(view.split()[2]) if view else 0
    return Map(
        view, [group for group in drawn if group[2]], [group for group in apart if group[2]], labelled, width / 24
    )
