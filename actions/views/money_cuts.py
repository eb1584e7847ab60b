"""The tables of « Financements »: the same money by axis, funder, year and fiche; each line opens on its lines."""

from dataclasses import dataclass

from actions.figures import Money, MoneyCube


@dataclass(frozen=True)
class CutLine:
    """`query` is the address of the lines behind these figures, to which one may add a state."""

    label: str
    money: Money
    query: str


@dataclass(frozen=True)
class Cut:
    code: str
    title: str
    head: str
    lines: list[CutLine]


def cuts(cube: MoneyCube, labels, query) -> list[Cut]:
    """Four tables; `labels` are the words of the filters, {name: {key: label}}, in the order to show."""
    funders = cube.by_funder()
    ranked = dict(sorted(labels["funder"].items(), key=lambda pair: -funders.get(pair[0], Money()).planned))
    return [
        Cut("axis", "Par axe", "Axe", _lines("axis", cube.by_axis(), labels["axis"], query)),
        Cut("funder", "Par financeur", "Financeur", _lines("funder", funders, ranked, query)),
        Cut("year", "Par année", "Année", _lines("year", cube.by_year(), labels["year"], query)),
        Cut("action", "Par fiche", "Fiche", _lines("action", cube.by_fiche(), labels["action"], query)),
    ]


def _lines(name, found, labels, query):
    return [CutLine(label, found[key], _narrowed(query, name, key)) for key, label in labels.items() if key in found]


def _narrowed(query, name, key) -> str:
    """The filters in use, and this one."""
    wanted = query.copy()
    wanted.pop("page", None)
    wanted[name] = "none" if key is None else key
    return wanted.urlencode()
