"""Who and where of a page of fiches, read as plain values: making a row of each would cost more than the page."""

from collections import defaultdict

from actions.models import Action, ActionOrganisation, ActionPerson, ActionPlace


class Parties:
    """For the fiches `pks`: what hangs on them, as their representation says it, in four queries."""

    def __init__(self, pks):
        mine = {"action_id__in": list(pks)}
        self._lists = defaultdict(list)
        organisations = ActionOrganisation.objects.filter(**mine)
        for action, part, pk, name in organisations.values_list(
            "action_id", "part", "organisation_id", "organisation__name"
        ):
            self._lists[action, f"organisation {part}"].append({"id": pk, "name": name})
        people = ActionPerson.objects.filter(**mine)
        for action, part, name, function, user in people.values_list(
            "action_id", "part", "name", "function", "user_id"
        ):
            self._lists[action, f"person {part}"].append({"name": name, "function": function, "user": user})
        places = ActionPlace.objects.filter(**mine)
        for action, level, code, name in places.values_list("action_id", "level", "code", "name"):
            self._lists[action, "place"].append({"level": level, "code": code, "name": name})
        findings = Action.findings.through.objects.filter(**mine).order_by("finding__position", "finding_id")
        for action, finding in findings.values_list("action_id", "finding_id"):
            self._lists[action, "finding"].append(finding)

    def of(self, action) -> dict:
        return {
            "findings": self._lists[action.pk, "finding"],
            "leads": self._lists[action.pk, "organisation lead"],
            "partners": self._lists[action.pk, "organisation partner"],
            "lead_people": self._lists[action.pk, "person lead"],
            "sponsors": self._lists[action.pk, "person sponsor"],
            "places": self._lists[action.pk, "place"],
        }
