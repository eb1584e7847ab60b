"""A cell of CSV: flat, readable, and never run by a spreadsheet."""

from datetime import UTC, date, datetime

import pytest

from core.api_csv import cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (-2, "-2"),
        ("-12.50", "-12.50"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 8, tzinfo=UTC), "2026-03-01T08:00:00Z"),
        ("=1+1", "'=1+1"),
        ("@somme", "'@somme"),
        ("-12 agents", "'-12 agents"),
        (["jeunes", "aidants"], "jeunes; aidants"),
        (["=A1", "aidants"], "'=A1; aidants"),
        ([{"id": 3, "name": "CPTS du Diois"}, {"id": 4, "name": "Crest"}], "CPTS du Diois; Crest"),
        ({"general": "Mieux", "specific": []}, '{"general":"Mieux","specific":[]}'),
        ([{"on": "2026-01-01", "value": "3"}], '[{"on":"2026-01-01","value":"3"}]'),
        ([], ""),
    ],
)
def test_each_value(value, text):
    assert cell(value) == text
