"""Our own file come back: its rows, each matched by its hidden id, with the cells that it has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from core.search import search_key
from core.tables import intact

from .columns import ID, PRINT, SHEETS, Column, Sheet
from .opening import Page
from .report import Place

#: The header is looked for in the first rows: people add a title above.
HEAD_ROWS = 20
CHUNK = 250


@dataclass
class Line:
    """One row of the file. `cells`: key of a column → what was typed in it, without its guard."""

    place: Place
    pk: int | None
    seen: dict[str, str]
    cells: dict[str, Any]
    places: dict[str, Place] = field(default_factory=dict)

    def at(self, key) -> Place:
        return self.places.get(key, self.place)


def is_ours(pages) -> bool:
    return any(_head(page) is not None for page in pages)


def _head(page):
    """(number of the row, its words) where the hidden column of ids is."""
    for number, cells in islice(page.rows(), HEAD_ROWS):
        if any(search_key(cell) == search_key(ID) for cell in cells if isinstance(cell, str)):
            return number, cells
    return None


def sheets_of(pages, report) -> Iterator[tuple[Sheet, Iterator[Line]]]:
    """The sheets that the file has, fiches first, since money and indicators name them."""
    found: dict[str, Page] = {search_key(page.title): page for page in pages}
    for sheet in SHEETS:
        page = found.get(search_key(sheet.title))
        if page is None:
            continue
        head = _head(page)
        if head is None:
            report.problem(
                Place(page.title), "La colonne masquée des identifiants n’est plus là\xa0: exportez à nouveau."
            )
            continue
        yield sheet, _lines(sheet, page, head, report)


def _lines(sheet, page, head, report):
    head_row, words = head
    places, special = _headers(sheet, page, head_row, words, report)
    for number, cells in page.rows():
        if number > head_row:
            yield _line(sheet, page, number, cells, places, special)


def _headers(sheet, page, head_row, words, report):
    """Where each column is, and the two hidden ones; what is not known is said."""
    known = {search_key(column.header): column for column in sheet.columns}
    places: dict[int, Column] = {}
    special: dict[str, int] = {}
    for index, word in enumerate(words):
        key = search_key(word)
        if key in known and known[key] not in places.values():
            places[index] = known[key]
        elif key in (search_key(ID), search_key(PRINT)):
            special[key] = index
        elif key:
            place = Place(page.title, head_row, index, str(word))
            report.doubt(place, "Cette colonne n’est pas connue\xa0: elle n’est pas reprise.")
    return places, special


def _line(sheet, page, number, cells, places, special):
    cells = [intact(cell) for cell in cells]
    value = {index: cells[index] if index < len(cells) else None for index in (*places, *special.values())}
    told = value.get(special.get(search_key(PRINT), -1))
    return Line(
        place=Place(page.title, number),
        pk=_whole(value[special[search_key(ID)]]),
        seen=sheet.seen(told) if isinstance(told, str) else {},
        cells={column.key: value[index] for index, column in places.items()},
        places={column.key: Place(page.title, number, index, column.header) for index, column in places.items()},
    )


def _whole(value):
    """The id of a cell; 0 for what is none, which no row has."""
    if value is None or value == "":
        return None
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return 0


def in_chunks(lines) -> Iterator[list[Line]]:
    lines = iter(lines)
    while chunk := list(islice(lines, CHUNK)):
        yield chunk
