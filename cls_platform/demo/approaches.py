"""Two territories that ask for a contract: one has agreed, the other waits to be called back."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.services import create_organisation, find_organisation
from contracts.models import Approach
from contracts.services import approach_file, approaches
from territories.models import Commune, Department

from .files import read


def begin(people):
    for node in read("approaches.json"):
        department = Department.objects.get(pk=node["department"])
        if not Approach.objects.filter(name=node["name"], department=department).exists():
            _tell(node, department, people[node["by"]])


def _tell(node, department, actor):
    now = timezone.now()
    day = timezone.localdate(now)
    said = {name: node[name] for name in ("name", "axes", "talks", "next_step")}
    communes = Commune.objects.filter(department=department, name__in=node["members"])
    made = approaches.open_approach(
        actor=actor,
        department=department,
        asked_on=day - timedelta(days=node["asked_days_ago"]),
        at=now - timedelta(days=node["asked_days_ago"]),
        members=[("commune", commune.code, commune.name) for commune in communes],
        organisation=_organisation(node["organisation"], actor),
        next_on=day + timedelta(days=node["next_in_days"]),
        referent=actor,
        **said,
        **node["asker"],
    )
    by = {"approach": made, "actor": actor}
    for target, ago in node["passages"]:
        approaches.pass_approach(target=target, at=now - timedelta(days=ago), **by)
    for ago, text in node["notes"]:
        approach_file.add_note(on=day - timedelta(days=ago), text=text, **by)
    for title, url, ago in node["press"]:
        approach_file.add_press(title=title, url=url, published_on=day - timedelta(days=ago), **by)


def _organisation(name, actor):
    if not name:
        return None
    return find_organisation(name=name) or create_organisation(actor=actor, name=name, kind=OrganisationKind.EPCI)
