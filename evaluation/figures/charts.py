"""The charts of figures: bars of their first column. The table of the same figures stands beneath, always."""

from core.charts import Chart, Drawings, bar_chart

#: Figure → what its bars show, where its name does not say it.
DRAWN = {
    "status": "",
    "attainment": "",
    "factors": "Freins, par nature",
    "approach": "",
    "participation": "",
    "determinants": "",
    "decisions": "",
    "commitments": "",
}


def with_charts(figures: list[dict], drawings: Drawings) -> list[dict]:
    """The figures (see `plain`), those that are drawn with their `chart`: None where it failed."""
    return [{**said, "chart": chart_of(said, drawings)} if _has_bars(said) else said for said in figures]


def _has_bars(said) -> bool:
    return said["code"] in DRAWN and any(line["cells"][0]["value"] for line in said["lines"])


def chart_of(said, drawings) -> Chart | None:
    cells = [(line["label"], line["cells"][0]) for line in said["lines"]]
    bars = [(label, float(cell["value"] or 0), cell["words"]) for label, cell in cells]
    summary = "\xa0; ".join(f"{label}\xa0: {words}" for label, _value, words in bars)
    return drawings.draw(bar_chart, title=DRAWN[said["code"]] or said["label"], summary=summary, bars=bars)
