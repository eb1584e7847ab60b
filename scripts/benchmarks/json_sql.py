"""The page of fiches of the REST interface, built by PostgreSQL itself."""

from django.utils import timezone

from actions.models import Action
from contracts.models import Contract

PLAIN = [
    *("number", "title", "status", "attainment", "priority", "origin", "novelty", "prs_objectives", "context"),
    *("description", "goals", "target_public", "themes", "resources", "schedule", "yearly", "approach"),
    *("proportionality", "participation", "inhabitants_said", "inhabitants_changed", "answer_to_inhabitants"),
    *("determinants", "care_path", "attainment_comment"),
    *("obstacles", "levers", "starts_on", "ends_on", "position", "version"),
]

MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
ORGANISATIONS = """coalesce((SELECT json_agg(json_build_object('id', o.id, 'name', o.name) ORDER BY p.position, p.id)
  FROM actions_actionorganisation p JOIN accounts_organisation o ON o.id = p.organisation_id
  WHERE p.action_id = a.id AND p.part = '{}'), '[]')"""
PEOPLE = """coalesce((SELECT json_agg(json_build_object('name', p.name, 'function', p.function, 'user', p.user_id)
  ORDER BY p.position, p.id) FROM actions_actionperson p WHERE p.action_id = a.id AND p.part = '{}'), '[]')"""
PLACES = """coalesce((SELECT json_agg(json_build_object('level', p.level, 'code', p.code, 'name', p.name)
  ORDER BY p.position, p.id) FROM actions_actionplace p WHERE p.action_id = a.id), '[]')"""
FINDINGS = """coalesce((SELECT json_agg(f.finding_id ORDER BY c.position, c.id) FROM actions_action_findings f
  JOIN contracts_finding c ON c.id = f.finding_id WHERE f.action_id = a.id), '[]')"""
LATE = """(a.status NOT IN ('done', 'abandoned') AND (coalesce(a.ends_on < %s, false)
  OR (a.status = 'planned' AND coalesce(a.starts_on < %s, false))))"""

KEYS = {
    "id": "a.id",
    "contract": "k.reference",
    "axis": "a.axis_id",
    "objective": "a.objective_id",
    "competent_authority": "a.competent_authority_id",
    "late": LATE,
    "findings": FINDINGS,
    "created_at": MOMENT.format("a.created_at"),
    "updated_at": MOMENT.format("a.updated_at"),
    "leads": ORGANISATIONS.format("lead"),
    "partners": ORGANISATIONS.format("partner"),
    "lead_people": PEOPLE.format("lead"),
    "sponsors": PEOPLE.format("sponsor"),
    "places": PLACES,
    **{name: f"a.{name}" for name in PLAIN},
}


def fiches_as_json(user, size=100):
    """(statement, parameters, (count, parameters)): one row, one column, the JSON text of the page's results.

    Who may read what is asked in the same words as the interface does.
    """
    visible = Action.objects.filter(contract__in=Contract.objects.visible_to(user)).order_by("contract_id", "position")
    chosen, params = visible.values("pk")[:size].query.sql_with_params()
    built = ", ".join(f"'{key}', {expression}" for key, expression in KEYS.items())
    today = timezone.localdate()
    statement = f"""SELECT json_agg(json_build_object({built}) ORDER BY a.contract_id, a.position)::text
      FROM actions_action a JOIN contracts_contract k ON k.id = a.contract_id WHERE a.id IN ({chosen})"""
    counted, count_params = visible.order_by().values("pk").query.sql_with_params()
    return statement, (today, today, *params), (f"SELECT count(*) FROM ({counted}) AS every", count_params)
