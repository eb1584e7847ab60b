"""A reading as plain values: what the page, the PDF, the spreadsheet and the REST interface all show."""

from .told import Reading

#: How many values stand in one line.
GIST = 3


def plain(reading: Reading, urls=None) -> dict:
    """JSON-ready but for exact decimals and dates. `urls(code, line, column)` gives the address of the rows."""
    figure, told = reading.figure, reading.told
    return {
        "code": figure.code,
        "label": figure.label,
        "theme": figure.theme,
        "definition": figure.definition,
        "unit": figure.unit,
        "source": figure.source,
        "past": figure.past,
        "observed_on": reading.at,
        "note": told.note,
        "heading": told.heading or figure.label,
        "columns": [{"code": each.code, "label": each.label, "unit": each.unit} for each in told.columns],
        "lines": [_line(reading, line, urls) for line in told.lines],
        "total": _line(reading, told.total, urls) if told.total and told.lines else None,
    }


def _line(reading, line, urls):
    return {
        "code": line.code,
        "label": line.label,
        "cells": [
            {
                "column": column.code,
                "value": cell.value,
                "whole": cell.whole,
                "percent": cell.percent,
                "words": cell.words,
                "rows_url": urls(reading.figure.code, line.code, column.code) if urls and cell.rows else "",
            }
            for cell, column in zip(line.cells, reading.told.columns, strict=True)
        ],
    }


def lines_shown(said: dict) -> list[dict]:
    """The lines, and the total under several of them."""
    return [*said["lines"], *([said["total"]] if said["total"] and len(said["lines"]) > 1 else [])]


def rows_shown(said: dict) -> list[dict]:
    """The lines of a table, each cell with the name of its column."""
    labels = {column["code"]: column["label"] for column in said["columns"]}
    return [
        {
            "label": line["label"],
            "total": line is said["total"],
            "cells": [{**cell, "head": labels[cell["column"]]} for cell in line["cells"]],
        }
        for line in lines_shown(said)
    ]


def gist(said: dict) -> str:
    """A table in one line: its total where it has one, else the first number of its first lines."""
    if said["note"]:
        return said["note"]
    total = said["total"]
    if total and total["cells"][0]["whole"] is not None:
        # « Vacants en tout » says more than its column, « Postes ».
        return _named(total) if len(total["cells"]) == 1 and total["label"] != "Total" else _in_words(said, total)
    whole = total or (said["lines"][0] if len(said["lines"]) == 1 else None)
    if whole and len(said["columns"]) > 1:
        return _in_words(said, whole)
    return _joined([_named(line) for line in said["lines"]])


def _named(line) -> str:
    return f"{line['label']}\xa0: {line['cells'][0]['words']}"


def _in_words(said, line) -> str:
    labels = {column["code"]: column["label"] for column in said["columns"]}
    return _joined([f"{labels[cell['column']]}\xa0: {cell['words']}" for cell in line["cells"]])


def _joined(told) -> str:
    return " · ".join(told[:GIST]) + (" …" if told[GIST:] else "")


def by_theme(told: list[dict]) -> list[dict]:
    """The figures that say something or why not, theme by theme, with the lines that a table shows."""
    themes: dict[str, list[dict]] = {}
    for said in told:
        if said["lines"] or said["note"]:
            themes.setdefault(said["theme"], []).append({**said, "rows": rows_shown(said), "gist": gist(said)})
    return [{"title": title, "figures": found} for title, found in themes.items()]
