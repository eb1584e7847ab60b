"""The outlines that ship: all of metropolitan France, and boxes that hold what they draw."""

import re

from territories.outlines import credit, outlines, view_of

METROPOLE = {f"{n:02}" for n in range(1, 96) if n != 20} | {"2A", "2B"}


def test_every_metropolitan_department_is_drawn():
    assert set(outlines()) == METROPOLE


def test_a_box_holds_its_path():
    for code, each in outlines().items():
        left, top, right, bottom = each.box
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", each.path):
            assert left <= float(x) <= right and top <= float(y) <= bottom, code


def test_the_view_of_a_region_is_inside_that_of_two():
    def sides(codes):
        x, y, width, height = map(float, view_of(codes).split())
        return x, y, x + width, y + height

    drome, both = sides(["26"]), sides(["26", "29"])
    assert both[0] < drome[0] and both[2] >= drome[2]


def test_nothing_is_drawn_overseas():
    assert view_of(["971"]) is None


def test_the_author_of_the_outlines_is_named():
    assert "Victor Cazanave" in credit() and "CC BY 4.0" in credit()
