"""Charts are drawn here, for wide and narrow columns, and read nothing from elsewhere."""

import base64
import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from core import charts

POINTS = [(date(2025, month, 28), Decimal("812.5") * month) for month in range(1, 13)]
WORDS = re.compile(r"<text text-anchor=\"end\"[^>]*>([−\d\u202f,]+)</text>")
LEVELS = [("Cible\u00a0: 12\u202f000", Decimal(12000)), ("Départ\u00a0: 500", Decimal(500))]


def test_a_curve_stands_against_its_levels_told_apart_without_colour():
    chart = charts.line_chart(title="Trajets", summary="de 812,5 à 9 750", points=POINTS, levels=LEVELS, unit="trajets")
    for svg in (chart.svg, chart.narrow):
        assert all(label in svg for label, _value in LEVELS)
        assert 'stroke-dasharray="6,4"' in svg and 'stroke-dasharray="2,3"' in svg
        assert "28/12/25" in svg, "the last value has its date"
    assert 'width="620"' in chart.svg and 'width="320"' in chart.narrow


def graduations(points, unit, levels=()):
    """The numbers written along the axis of the values."""
    svg = charts.line_chart(title="A", summary="B", points=points, levels=levels, unit=unit).svg
    return [float(each.replace("\u202f", "").replace("−", "-").replace(",", ".")) for each in WORDS.findall(svg)]


@pytest.mark.parametrize("shares", [["0", "0", "3.5"], ["97.5", "99", "100"], ["40", "41", "41"]])
def test_shares_stand_between_nothing_and_the_whole(shares):
    points = [(date(2023 + rank, 12, 31), Decimal(share)) for rank, share in enumerate(shares)]
    found = graduations(points, "%")
    assert (min(found), max(found)) == (0, 100)


def test_an_evolution_in_percent_may_fall_below_nothing_or_pass_the_whole():
    points = [(date(2024, 12, 31), Decimal(-60)), (date(2025, 12, 31), Decimal(130))]
    assert min(graduations(points, "%")) < 0 < 100 < max(graduations(points, "%"))


@pytest.mark.parametrize("points", [POINTS[:1], []])
def test_few_values_are_drawn_too(points):
    assert "<svg" in charts.line_chart(title="A", summary="B", points=points, levels=LEVELS).narrow


def test_words_of_people_are_no_markup():
    hostile = "<script>alert('x')</script>"
    chart = charts.line_chart(
        title=hostile, summary=hostile, points=POINTS, levels=[(hostile, Decimal(3))], unit=hostile
    )
    assert "<script" not in chart.svg + chart.narrow and "&lt;script&gt;" in chart.svg


def test_nothing_is_fetched():
    spec = '{"data": {"url": "https://exemple.fr/a.csv"}, "mark": "point", "encoding": {"x": {"field": "a"}}}'
    with pytest.raises(ValueError, match="exemple.fr|not allowed|external"):
        charts._render(spec)


def test_a_telephone_gets_its_own_drawing():
    chart = charts.line_chart(title="Trajets", summary="en hausse", points=POINTS)
    html = render_to_string("components/chart.html", {"chart": chart})
    narrow = base64.b64encode(chart.narrow.encode()).decode()
    assert f'srcset="data:image/svg+xml;base64,{narrow}"' in html and 'alt="Trajets' in html


def test_a_chart_that_fails_is_told_and_the_others_are_drawn(monkeypatch):
    drawings = charts.Drawings()
    given = {"summary": "en hausse", "points": POINTS}

    def broken(**_given):
        raise ValueError("no")

    assert drawings.draw(broken, title="Trajets", **given) is None
    chart = drawings.draw(charts.line_chart, title="Visites", **given)
    assert drawings.png(chart).startswith(b"\x89PNG")
    monkeypatch.setattr(charts, "png_of", broken)
    assert drawings.png(chart) is None
    assert drawings.missing == [f"Graphique impossible à dessiner\xa0: {title}" for title in ("Trajets", "Visites")]
