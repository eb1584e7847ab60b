"""The blocks of a report, as plain values: the page, the PDF, the Word file, the slides and the workbook walk the same.

{"kind": "table", "title", "head", "rows"}; {"kind": "items", "title", "items": [{"title", "lines"}]};
{"kind": "chart", "title", "summary", "unit", "points": [[iso day, number]], "levels": [[label, number]]}.
"""

from datetime import date
from decimal import Decimal

from core.charts import Chart, line_chart
from evaluation.figures import named
from evaluation.figures.plain import plain, rows_shown


def table(title, head, rows) -> list[dict]:
    """One block, or none where there is no row."""
    rows = [[str(value) for value in row] for row in rows]
    return [{"kind": "table", "title": title, "head": head, "rows": rows}] if rows else []


def items(title, found) -> list[dict]:
    told = [{"title": name, "lines": [line for line in lines if line]} for name, lines in found]
    return [{"kind": "items", "title": title, "items": told}] if told else []


def chart(title, summary, unit, points, levels) -> dict:
    return {
        "kind": "chart",
        "title": title,
        "summary": summary,
        "unit": unit,
        "points": [[on.isoformat(), str(value)] for on, value in points],
        "levels": [[label, str(value)] for label, value in levels],
    }


def is_block(value) -> bool:
    """Whether what a file brings can be walked as one of ours."""
    match value:
        case {"kind": "table", "title": str(), "head": list(), "rows": list(rows)}:
            return all(isinstance(row, list) for row in rows)
        case {"kind": "items", "title": str(), "items": list(told)}:
            return all(isinstance(item, dict) and isinstance(item.get("lines"), list) for item in told)
        case {"kind": "chart", "title": str(), "summary": str(), "unit": str(), "points": list(), "levels": list()}:
            return True
    return False


def figure(rows, code) -> list[dict]:
    """A figure of these rows as a table."""
    said = plain(named(code).read(rows))
    if said["note"]:
        return [{"kind": "table", "title": said["label"], "head": ["À savoir"], "rows": [[said["note"]]]}]
    head = [said["heading"], *(column["label"] for column in said["columns"])]
    rows = [[line["label"], *(cell["words"] for cell in line["cells"])] for line in rows_shown(said)]
    return table(said["label"], head, rows)


def drawn(block, drawings) -> Chart | None:
    points = [(date.fromisoformat(on), Decimal(value)) for on, value in block["points"]]
    levels = [(label, Decimal(value)) for label, value in block["levels"]]
    words = {"title": block["title"], "summary": block["summary"], "unit": block["unit"]}
    return drawings.draw(line_chart, points=points, levels=levels, **words)
