"""What the interface says of fiches, read as plain values: making a row of each would cost more than the page.

Pages of 100 fiches are read often, so the representation is written out here instead of walking field by field.
"""

from django.db.models import OuterRef, Subquery

from accounts.models import Organisation
from actions.models import Action, ActionOrganisation, ActionPerson, ActionPlace
from actions.states import is_late
from core.prepared import Prepared

PLAIN = [
    *("id", "axis", "objective", "number", "title", "status", "attainment", "attainment_comment", "priority"),
    *("origin", "novelty", "prs_objectives", "competent_authority", "context", "description", "goals"),
    *("target_public", "themes", "resources", "starts_on", "ends_on", "schedule", "yearly", "approach"),
    *("proportionality", "participation", "inhabitants_said", "inhabitants_changed", "answer_to_inhabitants"),
    *("determinants", "care_path", "obstacles", "levers", "position", "version", "created_at", "updated_at"),
]
LISTS = ("findings", "leads", "partners", "lead_people", "sponsors", "places")


_FICHES = Prepared(lambda pks: Action.objects.filter(pk__in=pks).order_by().values_list(*PLAIN, "contract__reference"))
# Name by name: to join a few hundred rows PostgreSQL would read the whole register.
_NAME = Subquery(Organisation.objects.filter(pk=OuterRef("organisation")).values("name"))
_OF_ORGANISATIONS = Prepared(
    lambda pks: ActionOrganisation.objects.filter(action__in=pks).values_list(
        "action_id", "part", "organisation_id", _NAME
    )
)
_OF_PEOPLE = Prepared(
    lambda pks: ActionPerson.objects.filter(action__in=pks).values_list(
        "action_id", "part", "name", "function", "user_id"
    )
)
_PLACES = Prepared(
    lambda pks: ActionPlace.objects.filter(action__in=pks).values_list("action_id", "level", "code", "name")
)
_FINDINGS = Prepared(
    lambda pks: (
        Action.findings.through.objects.filter(action__in=pks)
        .order_by("finding__position", "finding_id")
        .values_list("action_id", "finding_id")
    )
)
_ORGANISATIONS = {"lead": "leads", "partner": "partners"}
_PEOPLE = {"lead": "lead_people", "sponsor": "sponsors"}


def told(pks, *, today) -> list[dict]:
    """The fiches `pks` in that order, with who, where and why, in five queries."""
    plain = [_plain(row, today) for row in _FICHES(pks)]
    fiches = {fiche["id"]: fiche for fiche in plain}
    _hang(fiches)
    return [fiches[pk] for pk in pks if pk in fiches]


def _plain(row, today) -> dict:
    fiche = dict(zip((*PLAIN, "contract"), row, strict=True))
    fiche["late"] = is_late(fiche["status"], fiche["starts_on"], fiche["ends_on"], today)
    fiche.update((name, []) for name in LISTS)
    return fiche


def _hang(fiches):
    for action, part, pk, name in _OF_ORGANISATIONS(fiches):
        fiches[action][_ORGANISATIONS[part]].append({"id": pk, "name": name})
    for action, part, name, function, user in _OF_PEOPLE(fiches):
        fiches[action][_PEOPLE[part]].append({"name": name, "function": function, "user": user})
    for action, level, code, name in _PLACES(fiches):
        fiches[action]["places"].append({"level": level, "code": code, "name": name})
    for action, finding in _FINDINGS(fiches):
        fiches[action]["findings"].append(finding)
