"""Charts as SVG, made on the server from a Vega-Lite description: the same on a page and in a PDF, without a script.

Readable in grey (shapes and dashes tell series apart), with French figures; a chart never stands without its table
(`components/chart.html`). The first one takes a third of a second, the next ones some milliseconds.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from textwrap import wrap

INK, GREY, FAINT = "#161616", "#666666", "#dddddd"
#: A drawing for wide columns and one for telephones: shrinking the first would make its words too small to read.
WIDE, NARROW = 620, 320
COLOURS = ["#000091", "#c9191e", "#18753c", "#b34000", "#6a6156"]
FRENCH = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"]}
#: Around the curve, for the words of what crosses it.
ROOM = {"zero": False, "padding": 24}
SHARES = {"domain": [0, 100]}
CONFIG = {
    "font": "sans-serif",
    "background": "white",
    "autosize": {"type": "fit-x", "contains": "padding"},
    "view": {"stroke": None},
    "axis": {"labelColor": GREY, "titleColor": GREY, "gridColor": FAINT, "domainColor": GREY, "labelFontSize": 13},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "bottom", "title": None},
    "range": {"category": COLOURS},
}


@dataclass(frozen=True)
class Chart:
    """`title` says what it shows, `summary` what one reads there: both are the alternative text."""

    title: str
    summary: str
    svg: str
    narrow: str

    @property
    def data_uri(self) -> str:
        return _uri(self.svg)

    @property
    def narrow_uri(self) -> str:
        return _uri(self.narrow)


@dataclass
class Drawings:
    """The charts of one page or paper: one that cannot be drawn is told in `missing`, and loses nothing else."""

    missing: list[str] = field(default_factory=list)

    def draw(self, kind: Callable[..., Chart], *, title, **given) -> Chart | None:
        return self._safely(title, lambda: kind(title=title, **given))

    def png(self, chart: Chart) -> bytes | None:
        return self._safely(chart.title, lambda: png_of(chart))

    def _safely(self, title, make):
        try:
            return make()
        except Exception:  # noqa: BLE001  the drawing engine fails in its own ways: the page goes on
            self.missing.append(f"Graphique impossible à dessiner\xa0: {title}")
            return None


def _uri(svg) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def line_chart(*, title, summary, points: Sequence[tuple[date, Decimal]], levels=(), unit="") -> Chart:
    """Values in time; `levels` are `(label, value)` of horizontal lines such as a target or a baseline.

    Shares (`unit` « % », all from 0 to 100) stand on an axis from 0 to 100: no part of a whole is below nothing.
    """
    values = [{"x": on.isoformat(), "y": float(value)} for on, value in points]
    point = {"filled": True, "size": 60, "color": COLOURS[0]}
    line = {"type": "line", "point": point, "color": COLOURS[0], "strokeWidth": 2}
    title_above = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -14}
    every = [float(value) for _where, value in [*points, *levels]]
    scale = SHARES if unit == "%" and all(0 <= value <= 100 for value in every) else ROOM
    y = {"field": "y", "type": "quantitative", "title": unit or None, "axis": title_above, "scale": scale}
    middle = sum(value["y"] for value in values) / len(values) if values else 0
    across = [layer for rank, (label, at) in enumerate(levels) for layer in _level(label, at, rank, middle, scale)]

    def draw(width):
        dates = {"format": "%d/%m/%y", "values": _ticks(points, width // 110), "grid": False}
        x = {"field": "x", "type": "temporal", "title": None, "axis": dates, "scale": {"type": "utc", "padding": 24}}
        curve = {"data": {"values": values}, "mark": line, "encoding": {"x": x, "y": y}}
        return {"height": 220, "layer": [*across, curve]}

    return _chart(title, summary, draw)


def _ticks(points, room) -> list[str]:
    """The dates of the values themselves, one in two or three where there are too many; the last one always."""
    every = -(-len(points) // room)
    return [on.isoformat() for on, _value in points[::-1][:: every or 1]][::-1]


def _level(label, value, rank, middle, scale):
    """Its words stand off the curve and off the axis, and at the other end than those of the level before."""
    value = float(value)
    above = value < 10 or middle <= value <= 90 if scale is SHARES else value >= middle
    rule = {"type": "rule", "strokeDash": [[6, 4], [2, 3], [8, 2]][rank % 3], "color": INK, "strokeWidth": 1.5}
    side = {"align": "left", "x": 4} if rank % 2 else {"align": "right", "x": {"expr": "width"}}
    words = {"type": "text", "text": label, "fontSize": 13, "color": INK, "dy": -9 if above else 11, **side}
    y = {"field": "y", "type": "quantitative", "scale": scale}
    shared = {"data": {"values": [{"y": value}]}, "encoding": {"y": y}}
    return [{**shared, "mark": rule}, {**shared, "mark": words}]


def bar_chart(*, title, summary, bars: Sequence[tuple[str, Decimal | int, str]]) -> Chart:
    """Lying bars, one a `(label, value, words)`; the words stand at the end of the bar, so that no colour is needed."""

    def draw(width):
        room = width // 18
        values = [
            {"order": rank, "label": "\n".join(wrap(label, room) or [""]), "value": float(value), "words": words}
            for rank, (label, value, words) in enumerate(bars)
        ]
        longest = max([value["value"] for value in values], default=0) or 1
        labels = {
            "labelExpr": r"split(datum.label, '\n')",
            "labelLimit": width // 2,
            "ticks": False,
            "domain": False,
            "labelColor": INK,
        }
        # Room beyond the longest bar for its words.
        scale = {"domain": [0, longest * (1.35 if width == WIDE else 1.7)], "nice": False}
        # A PDF may draw the labels in a wider font than the one that measured them.
        widest = max([len(line) for value in values for line in value["label"].split("\n")], default=0)
        lines = max([value["label"].count("\n") + 1 for value in values], default=1)
        shared = {
            "y": {"field": "label", "type": "nominal", "sort": {"field": "order"}, "title": None, "axis": labels},
            "x": {"field": "value", "type": "quantitative", "title": None, "axis": None, "scale": scale},
        }
        words = {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK}
        return {
            "padding": {"left": 8 + widest, "top": 5, "right": 5, "bottom": 5},
            "height": {"step": max(30, 17 * lines + 8)},
            "data": {"values": values},
            "encoding": shared,
            "layer": [
                {"mark": {"type": "bar", "color": COLOURS[0], "height": 18}},
                {"mark": words, "encoding": {"text": {"field": "words"}}},
            ],
        }

    return _chart(title, summary, draw)


def _chart(title, summary, draw: Callable[[int], dict]) -> Chart:
    return Chart(title, summary, *(_drawn({"width": width, **draw(width)}, title, summary) for width in (WIDE, NARROW)))


def _drawn(spec, title, summary) -> str:
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG, **spec}
    return _named(_render(json.dumps(spec, sort_keys=True)), title, summary)


def png_of(chart: Chart, scale: float = 2.0) -> bytes:
    """The wide drawing as a picture, for the files that take no SVG."""
    import vl_convert

    return vl_convert.svg_to_png(chart.svg, scale=scale)


@lru_cache(maxsize=256)
def _render(spec: str) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(json.loads(spec), format_locale=FRENCH, allowed_base_urls=[])


def _named(svg, title, summary):
    """The title and the description inside the picture: what a PDF and a screen reader take as its alternative."""
    opening, rest = svg.split(">", 1)
    return f"{opening}><title>{escape(title)}</title><desc>{escape(summary)}</desc>{rest}"
