"""A prepared query says the same as the queryset, for any number of keys, and its SQL is worked out once for each."""

from datetime import date

import pytest

from actions.models import Action
from core import prepared
from core.prepared import Prepared
from tests.factories.actions import ActionFactory

FIELDS = ("pk", "title", "starts_on", "updated_at", "yearly", "determinants", "contract__reference")


def fiches(keys):
    return Action.objects.filter(pk__in=keys, contract__actions__in=keys).distinct().order_by("pk").values_list(*FIELDS)


@pytest.fixture
def rows(db):
    # Dates, JSON and booleans, which SQLite only knows as text and numbers.
    said = {"determinants": ["housing"], "yearly": True, "starts_on": date(2026, 1, 2)}
    return [ActionFactory(**said) for _ in range(3)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_it_says_the_same_as_the_queryset(rows, count, django_assert_num_queries):
    asked = Prepared(fiches)
    for keys in ([row.pk for row in rows[:count]], [row.pk for row in rows[-count:]]):
        with django_assert_num_queries(1):
            found = list(asked(keys))
        assert found == list(fiches(keys)) and [pk for pk, *_ in found] == keys


def test_the_sql_is_worked_out_once_for_each_number_of_keys_but_the_great_ones(rows, monkeypatch):
    monkeypatch.setattr(prepared, "MANY", 2)
    asked = []
    query = Prepared(lambda keys: asked.append(len(keys)) or fiches(keys))
    pks = [row.pk for row in rows]
    for keys in (pks[:1], pks[1:2], set(pks[:2]), pks[1:], pks, pks):
        assert len(list(query(keys))) == len(keys)
    assert asked == [1, 2, 3, 3]


def test_without_keys_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Prepared(fiches)([])) == []
