"""What the page of a fiche shows below its texts: people, money, indicators, steps. A constant number of queries."""

from django.db.models import Prefetch

from actions.figures import Money, money
from actions.models import Measure


def sheet(action) -> dict:
    organisations = list(action.organisation_parts.select_related("organisation"))
    people = list(action.person_parts.select_related("user"))
    fundings = list(action.fundings.select_related("funder").order_by("year", "position", "id"))
    return {
        "leads": [each.organisation for each in organisations if each.part == "lead"],
        "partners": [each.organisation for each in organisations if each.part == "partner"],
        "lead_people": [each for each in people if each.part == "lead"],
        "sponsors": [each for each in people if each.part == "sponsor"],
        "places": list(action.places.all()),
        "findings": list(action.findings.all()),
        "fundings": fundings,
        "money": money(action.fundings.all()) if fundings else Money(),
        "indicators": _indicators(action),
        "steps": list(action.steps.all()),
        "years": list(action.years.all()),
        "factors": list(action.factors.all()),
        "notes": list(action.notes.all()[:20]),
        "schemes": list(action.schemes.all()),
    }


def _indicators(action):
    measures = Prefetch("measures", queryset=Measure.objects.order_by("on", "id"), to_attr="values_in_time")
    found = list(action.indicators.select_related("responsible").prefetch_related(measures))
    for indicator in found:
        indicator.last = indicator.values_in_time[-1] if indicator.values_in_time else None
    return found
