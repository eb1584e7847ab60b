"""Charts are drawn here, for wide and narrow columns, and read nothing from elsewhere."""

import base64
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from core import charts

POINTS = [(date(2025, month, 28), Decimal("812.5") * month) for month in range(1, 13)]
LEVELS = [("Cible\u00a0: 12\u202f000", Decimal(12000)), ("Départ\u00a0: 500", Decimal(500))]


def test_a_curve_stands_against_its_levels_told_apart_without_colour():
    chart = charts.line_chart(title="Trajets", summary="de 812,5 à 9 750", points=POINTS, levels=LEVELS, unit="trajets")
    for svg in (chart.svg, chart.narrow):
        assert all(label in svg for label, _value in LEVELS)
        assert 'stroke-dasharray="6,4"' in svg and 'stroke-dasharray="2,3"' in svg
        assert "28/12/25" in svg, "the last value has its date"
    assert 'width="620"' in chart.svg and 'width="320"' in chart.narrow


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
