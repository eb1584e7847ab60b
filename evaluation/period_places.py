"""Every number that a closed period shows, with its address: what a correction names, and how it is written.

The page, the PDF, the workbook and the REST interface read the snapshot, and nothing else: what is here is all of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.errors import Invalid
from core.shares import shares
from core.wording import count_of, number
from evaluation.consolidated import COMPARED, criterion_cells
from evaluation.figures import find, named
from evaluation.figures.told import FICHES, Cell
from evaluation.small_groups import FEWEST

#: Of a common indicator, in the order of its cells.
STANDINGS = ("Cible atteinte", "Pas encore", "Cible sans valeur", "Sans cible")
_LEADING = re.compile(r"[\d\s\u202f\xa0]+")


@dataclass(frozen=True)
class Place:
    """`read()` gives (value, words). `write(value, whole)` sets it, and what follows from it.

    `own_whole`: the whole of a part told beside its rest, which no other number of the period says.
    """

    code: str
    line: str
    column: str
    label: str
    read: Callable[[], tuple[Decimal, str]]
    write: Callable[[Decimal, Decimal | None], None]
    own_whole: Decimal | None = None

    @property
    def words(self) -> str:
        return self.read()[1]


def places(told) -> Iterator[Place]:
    """In the order of the page."""
    yield from _of_the_whole(told)
    for figure in told["figures"]:
        yield from _of_figure(figure)
    for at, question in enumerate(told["questions"]):
        yield from _of_question(told, f"question-{at}", question)
    for at, each in enumerate(told["indicators"]):
        yield from _of_indicator(told, str(at), each)
    for at, cut in enumerate(told["kinds"]):
        yield from _of_comparison(told, f"comparaison-{at}", cut)


def place_of(told, code, line, column) -> Place:
    """Raises `Invalid` where the period shows no such number."""
    for place in places(told):
        if (place.code, place.line, place.column) == (code, line, column):
            return place
    raise Invalid("Ce chiffre n’est pas dans la période.")


def by_section(told) -> dict[str, list[Place]]:
    """Code of a part of the page → its numbers; all the comparisons of one cut together."""
    found: dict[str, list[Place]] = {}
    for place in places(told):
        found.setdefault(re.sub(r"^(comparaison-\d+)-\d+$", r"\1", place.code), []).append(place)
    return found


def _counter(node, key, after=lambda: None, most=lambda: None):
    """(read, write) of a plain count; `most` is what it may not exceed."""

    def read():
        return Decimal(node[key]), number(node[key])

    def write(value, _whole):
        _refuse_fraction(value)
        _refuse_above(value, most())
        node[key] = int(value)
        after()

    return read, write


def _refuse_fraction(value):
    if value != value.to_integral_value():
        raise Invalid(fields={"value": ["Écrivez un nombre entier."]})


def _refuse_above(value, whole):
    if whole is not None and value > whole:
        raise Invalid(fields={"value": [f"Ce chiffre est une part de {number(whole)}\xa0: il ne le dépasse pas."]})


# --- What is gathered -----------------------------------------------------------------------------
def _of_the_whole(told):
    coordination = told["coordination"]

    def of_all():
        coordination["of"] = told["contracts"]

    lines = [
        ("contracts", "Contrats", *_counter(told, "contracts", of_all)),
        ("people", "Habitants couverts", *_counter(told["population"], "people")),
        ("communes", "Communes", *_counter(told["population"], "communes")),
        (
            "coordinated",
            "Contrats dont la coordination a un compte",
            *_counter(coordination, "with", most=lambda: told["contracts"]),
        ),
    ]
    for line, label, read, write in lines:
        yield Place("ensemble", line, "nombre", label, read, write)


# --- Figures --------------------------------------------------------------------------------------
def _of_figure(figure):
    for row in figure["lines"]:
        for at, column in enumerate(figure["columns"]):
            cell = row["cells"][at]
            yield Place(
                *(figure["code"], row["code"] or "-", column["code"]),
                f"{figure['label']}, {row['label']}, {column['label']}",
                lambda cell=cell: (_value(cell), cell["words"]),
                lambda value, whole, cell=cell, at=at: _correct(figure, cell, at, value, whole),
                own_whole=_own_whole(figure, cell, at),
            )


def _own_whole(figure, cell, at) -> Decimal | None:
    return _whole(cell) if cell["whole"] and not _add_up(figure, _parts(figure, at), at) else None


def _parts(figure, at):
    return [line["cells"][at] for line in figure["lines"] if line["cells"][at]["whole"]]


def _correct(figure, cell, at, value, whole):
    """The cell, its share, those of the other parts of the same whole, and the total under them."""
    unit, parts = figure["columns"][at]["unit"], _parts(figure, at)
    adds_up = _add_up(figure, parts, at)
    if cell["whole"] and not adds_up:
        whole = _whole(cell) if whole is None else whole
        _refuse_above(value, whole)
    cell["value"] = int(value) if value == value.to_integral_value() else str(value)
    if cell in parts and adds_up:
        told = shares(dict(enumerate(map(_value, parts))), decimals=named(figure["code"]).decimals)
        for each, share in zip(parts, told.values(), strict=True):
            _say(each, unit, share.total, share.percent)
    else:
        _say(cell, unit, whole, (100 * value / whole).quantize(Decimal("0.1")) if whole else None)
    if figure["total"] is not None:
        total = figure["total"]["cells"][at]
        total["value"] = str(sum(_value(line["cells"][at]) for line in figure["lines"]))
        total["words"] = Cell(_value(total), unit).words


def _add_up(figure, parts, at) -> bool:
    """These cells are all the parts of one whole, which a correction moves.

    One part told beside its rest is not, nor are lines on which the same fiche may count several times.
    """
    if named(figure["code"]).overlaps:
        return False
    if parts and figure["total"] is not None:
        return not figure["total"]["cells"][at]["whole"]
    return len(parts) > 1 and {_whole(each) for each in parts} == {sum(map(_value, parts))}


def _value(cell) -> Decimal:
    return Decimal(str(cell["value"] or 0))


def _whole(cell) -> Decimal:
    return Decimal(str(cell["whole"]))


def _say(cell, unit, whole, percent):
    if whole:
        cell["whole"], cell["percent"] = str(whole), str(percent)
    cell["words"] = Cell(_value(cell), unit, whole=whole, percent=percent).words


# --- Common questions and indicators ----------------------------------------------------------------
def _of_question(told, code, question):
    def withheld():
        _drop_few(told, told["questions"], question, "asking", question["title"])

    def asked():
        question["not_asking"] = max(told["contracts"] - question["asking"], 0)
        withheld()

    read, write = _counter(question, "asking", asked, lambda: told["contracts"])
    yield Place(code, "question", "asking", f"{question['title']}, contrats qui la posent", read, write)
    for at, criterion in enumerate(question["criteria"]):
        about = f"{question['title']}, {criterion['title']}"

        def few(criterion=criterion, about=about):
            _drop_few(told, question["criteria"], criterion, "judging", about)

        read, write = _counter(criterion, "judging", few, lambda: question["asking"])
        yield Place(code, str(at), "judging", f"{about}, contrats qui l’apprécient", read, write)
        for level, head in enumerate(question["heads"]):
            yield Place(
                *(code, str(at), str(level), f"{about}, {head}"),
                lambda criterion=criterion, level=level: _of_cell(criterion["cells"][level]),
                lambda value, _whole, criterion=criterion, level=level: _level(criterion, level, value),
            )


def _of_cell(cell):
    return Decimal(cell["value"]), cell["words"]


def _level(criterion, level, value):
    """The shares of the other levels follow."""
    _refuse_fraction(value)
    counts = [int(value) if at == level else cell["value"] for at, cell in enumerate(criterion["cells"])]
    criterion["cells"] = criterion_cells(dict(enumerate(counts)))


def _of_indicator(told, line, each):
    def few():
        _drop_few(told, told["indicators"], each, "having", each["title"])

    read, write = _counter(each, "having", few, lambda: told["contracts"])
    yield Place("indicateurs", line, "having", f"{each['title']}, contrats qui le suivent", read, write)
    for at, standing in enumerate(STANDINGS):
        read, write = _counter(each["cells"], at)
        yield Place("indicateurs", line, str(at), f"{each['title']}, {standing}", read, write)


def _drop_few(told, rows, row, key, about):
    """What a correction shows to be of too few contracts is shown no more, as if it had been known at the closing."""
    fewest = told.get("fewest", FEWEST)
    if row[key] < fewest:
        rows.remove(row)
        told["unsaid"].append(f"«\xa0{about}\xa0»\xa0: moins de {fewest} contrats, trop peu pour être montré.")


# --- Comparisons ------------------------------------------------------------------------------------
def _of_comparison(told, code, cut):
    for at, kind in enumerate(cut["kinds"]):

        def few(kind=kind):
            fewest = told.get("fewest", FEWEST)
            if kind[1] < fewest:
                cut["figures"] = []
                said = count_of(kind[1], "contrat,contrats")
                told["unsaid"].append(f"«\xa0{kind[0]}\xa0»\xa0: {said}, trop peu pour être montré à part.")

        read, write = _counter(kind, 1, few, lambda: told["contracts"])
        yield Place(code, "contrats", str(at), f"{cut['title']}, {kind[0]}, contrats", read, write)
    for rank, figure in enumerate(cut["figures"]):
        for row, (label, words) in enumerate(figure["lines"]):
            for at, head in enumerate(figure["heads"]):
                yield Place(
                    *(f"{code}-{rank}", str(row), str(at)),
                    f"{cut['title']}, {figure['label']}, {label}, {head}",
                    lambda words=words, at=at: (_count_in(words[at]), words[at]),
                    lambda value, _whole, figure=figure, row=row, at=at: _compare(figure, row, at, value),
                )


def _count_in(words) -> Decimal:
    """« 12 (40 %) » and « 1 sur 2 » begin by their count."""
    found = _LEADING.match(words)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return Decimal(digits or 0)


def _compare(figure, row, at, value):
    """The count of one kind of territory; the shares of the other lines of the same column follow."""
    _refuse_fraction(value)
    code = next(each for each in COMPARED if find(each).label == figure["label"])
    shared = {n for n, (_label, words) in enumerate(figure["lines"]) if any(map(_is_share, words))}
    counts = {n: value if n == row else _count_in(figure["lines"][n][1][at]) for n in shared | {row}}
    told = shares({n: counts[n] for n in shared}, decimals=named(code).decimals)
    for n in {row} | {n for n in shared if figure["lines"][n][1][at] != "—"}:
        share = told.get(n)
        cell = Cell(int(counts[n]), FICHES, share and share.total, share and share.percent)
        figure["lines"][n][1][at] = cell.words


def _is_share(words) -> bool:
    return "sur" in words or "%" in words
