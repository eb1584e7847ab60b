"""The rows of the addresses of the consolidated evaluation of a region."""

from datetime import date

from evaluation.models import EvaluationPeriod
from tests.matrix.groups import SIEGES

READS = {"administrator", *SIEGES, "referent", "neighbour"}
SETS = {"administrator", *SIEGES}


def rows_on(people, draft, rows):
    """`{key: id}` of one row of everything of the region, beside `rows` that are there already."""
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    period = EvaluationPeriod.objects.create(region=people.region, title="Essai", **days)
    period.contracts.set([people.signed])
    cell = {"value": 1, "whole": 2, "percent": "50.0", "words": "1 sur 2", "column": "count", "rows_url": ""}
    figure = {
        "code": "late",
        "label": "Fiches en retard",
        "theme": "Avancement",
        "definition": "?",
        "unit": "fiches",
        "source": "?",
        "past": "?",
        "observed_on": "2025-12-31",
        "note": "",
        "heading": "?",
        "total": None,
        "columns": [{"code": "count", "label": "Fiches", "unit": "fiches"}],
        "lines": [{"code": "late", "label": "En retard", "cells": [cell]}],
    }
    snapshot = {
        "contracts": 1,
        "observed_on": "2025-12-31",
        "population": {"people": 1, "communes": 1},
        "kinds": [],
        "figures": [figure],
        "coordination": {"with": 1, "of": 1},
        "questions": [],
        "indicators": [],
        "unsaid": ["Rien ne manque."],
    }
    closed = EvaluationPeriod.objects.create(
        region=people.region, title="Close", **days, closed_at="2026-01-01T00:00:00Z", snapshot=snapshot
    )
    return {"period": period.pk, "closed_period": closed.pk}


_PERIOD = {"code": "region", "pk": "period"}
#: The arguments of each address: `{name: "!value" or key of the rows}`.
ARGUMENTS: dict = {
    "evaluation:periods": {"code": "region"},
    "evaluation:period_add": {"code": "region"},
    "evaluation:period": _PERIOD,
    **{f"evaluation:period_{name}": _PERIOD for name in ("edit", "synthesis", "close")},
    "evaluation:period_paper": {**_PERIOD, "format": "!pdf"},
    "evaluation:period_correct": {
        "code": "region",
        "pk": "closed_period",
        "figure": "!late",
        "line": "!late",
        "column": "!count",
    },
    "evaluation:period_sentence": {"code": "region", "pk": "closed_period", "place": "!0"},
}
MANAGED: dict = {
    ("evaluation:period_regions", "get"): READS | {"stranger"},
    **{(f"evaluation:{name}", "get"): READS for name in ("periods", "period")},
    ("evaluation:period_paper", "post"): READS,
    **{
        (f"evaluation:period_{name}", "get"): SETS
        for name in ("add", "edit", "synthesis", "close", "correct", "sentence")
    },
}
