"""What the interface says of fiches, read as plain values: making a row of each would cost more than the page.

Pages of 100 fiches are read often, so the representation is written out here instead of walking field by field.
"""

from django.db.models import BooleanField, Case, F, OuterRef, Subquery, When

from accounts.models import Organisation
from actions import states
from actions.models import Action, ActionOrganisation, ActionPerson, ActionPlace

PLAIN = [
    *("id", "axis", "objective", "number", "title", "status", "attainment", "attainment_comment", "priority"),
    *("origin", "novelty", "prs_objectives", "competent_authority", "context", "description", "goals"),
    *("target_public", "themes", "resources", "starts_on", "ends_on", "schedule", "yearly", "approach"),
    *("proportionality", "participation", "inhabitants_said", "inhabitants_changed", "answer_to_inhabitants"),
    *("determinants", "care_path", "obstacles", "levers", "position", "version", "created_at", "updated_at"),
]
LISTS = ("findings", "leads", "partners", "lead_people", "sponsors", "places")


def told(pks, *, today) -> list[dict]:
    """The fiches `pks` in that order, with who, where and why, in five queries."""
    late = Case(When(states.late(today), then=True), default=False, output_field=BooleanField())
    rows = Action.objects.filter(pk__in=pks).order_by().annotate(late=late, reference=F("contract__reference"))
    fiches = {row["id"]: row for row in rows.values(*PLAIN, "late", "reference")}
    for fiche in fiches.values():
        fiche["contract"] = fiche.pop("reference")
        fiche.update((name, []) for name in LISTS)
    _hang(fiches, {"action__in": list(fiches)})
    return [fiches[pk] for pk in pks if pk in fiches]


def _hang(fiches, mine):
    # Name by name: to join a few hundred rows PostgreSQL would read the whole register.
    named = Subquery(Organisation.objects.filter(pk=OuterRef("organisation")).values("name"))
    organisations = ActionOrganisation.objects.filter(**mine)
    for action, part, pk, name in organisations.values_list("action_id", "part", "organisation_id", named):
        fiches[action][_ORGANISATIONS[part]].append({"id": pk, "name": name})
    people = ActionPerson.objects.filter(**mine)
    for action, part, name, function, user in people.values_list("action_id", "part", "name", "function", "user_id"):
        fiches[action][_PEOPLE[part]].append({"name": name, "function": function, "user": user})
    places = ActionPlace.objects.filter(**mine)
    for action, level, code, name in places.values_list("action_id", "level", "code", "name"):
        fiches[action]["places"].append({"level": level, "code": code, "name": name})
    findings = Action.findings.through.objects.filter(**mine).order_by("finding__position", "finding_id")
    for action, finding in findings.values_list("action_id", "finding_id"):
        fiches[action]["findings"].append(finding)


_ORGANISATIONS = {"lead": "leads", "partner": "partners"}
_PEOPLE = {"lead": "lead_people", "sponsor": "sponsors"}
