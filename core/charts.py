"""Charts as SVG, made on the server from a Vega-Lite description: the same on a page and in a PDF, without a script.

Readable in grey (shapes and dashes tell series apart), with French figures; a chart never stands without its table
(`components/chart.html`). The first one takes a third of a second, the next ones some milliseconds.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape

INK, GREY, FAINT = "#161616", "#666666", "#dddddd"
COLOURS = ["#000091", "#c9191e", "#18753c", "#b34000", "#6a6156"]
FRENCH = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"]}
CONFIG = {
    "font": "sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelColor": GREY, "titleColor": GREY, "gridColor": FAINT, "domainColor": GREY, "labelFontSize": 12},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "bottom", "title": None},
    "range": {"category": COLOURS},
}


@dataclass(frozen=True)
class Chart:
    """`title` says what it shows, `summary` what one reads there: both are the alternative text."""

    title: str
    summary: str
    svg: str

    @property
    def data_uri(self) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


def line_chart(*, title, summary, points: Sequence[tuple[date, Decimal]], levels=(), unit="") -> Chart:
    """Values in time; `levels` are `(label, value)` of horizontal lines such as a target or a baseline."""
    values = [{"x": on.isoformat(), "y": float(value)} for on, value in points]
    x = {"field": "x", "type": "temporal", "title": None, "axis": {"format": "%m/%Y", "labelOverlap": True}}
    y = {"field": "y", "type": "quantitative", "title": unit or None, "scale": {"zero": False, "nice": True}}
    layers = [
        {
            "data": {"values": values},
            "mark": {
                "type": "line",
                "point": {"filled": True, "size": 60, "color": COLOURS[0]},
                "color": COLOURS[0],
                "strokeWidth": 2,
            },
            "encoding": {"x": x, "y": y},
        },
        *(_level(label, value, rank) for rank, (label, value) in enumerate(levels)),
    ]
    return _chart(title, summary, {"width": 620, "height": 220, "layer": layers})


def _level(label, value, rank):
    rule = {"type": "rule", "strokeDash": [[6, 4], [2, 3], [8, 2]][rank % 3], "color": INK, "strokeWidth": 1.5}
    text = {"type": "text", "align": "left", "dx": 4, "dy": -6, "x": 0, "fontSize": 12, "color": INK}
    data = {"values": [{"y": float(value), "label": label}]}
    y = {"field": "y", "type": "quantitative"}
    return {
        "data": data,
        "layer": [
            {"mark": rule, "encoding": {"y": y}},
            {"mark": text, "encoding": {"y": y, "text": {"field": "label"}}},
        ],
    }


def bar_chart(*, title, summary, bars: Sequence[tuple[str, Decimal]], unit="") -> Chart:
    """Horizontal bars, in the order given, each with its figure at its end."""
    values = [{"label": label, "value": float(value)} for label, value in bars]
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 280}}
    x = {"field": "value", "type": "quantitative", "title": unit or None}
    spec = {
        "width": 480,
        "height": {"step": 28},
        "data": {"values": values},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0]}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 12},
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": ",~f"}},
            },
        ],
    }
    return _chart(title, summary, spec)


def _chart(title, summary, spec) -> Chart:
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG, **spec}
    return Chart(title, summary, _named(_render(json.dumps(spec, sort_keys=True)), title, summary))


@lru_cache(maxsize=256)
def _render(spec: str) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(json.loads(spec), format_locale=FRENCH)


def _named(svg, title, summary):
    """The title and the description inside the picture: what a PDF and a screen reader take as its alternative."""
    opening, rest = svg.split(">", 1)
    return f"{opening}><title>{escape(title)}</title><desc>{escape(summary)}</desc>{rest}"
