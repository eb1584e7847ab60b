"""What the weekly mail says of the démarches."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from core.reminders import Reason
from core.wording import day

from .models import Approach


def late_next_steps(today, *, person=None, scope=None):
    """To who follows a démarche, the next steps whose day has passed; the référents where she no longer does.

    Two queries, whatever their number; one for one person, none for one who belongs to no ARS.
    """
    if scope is not None or (person and not (person.account and person.account.roles.is_ars)):
        return
    rows = Approach.objects.late_on(today).annotate(followed=Exists(_roles_of_its_referent()))
    rows = rows.filter(_of(person)) if person else rows
    rows = list(rows.select_related("referent").by_next_step())
    referents = {} if person else _referents({row.department_id for row in rows if not row.followed})
    for row in rows:
        followers = [row.referent] if row.followed else referents.get(row.department_id, [])
        for who in [person.account] if person else followers:
            sentence = f"Démarche à suivre, prévue le {day(row.next_on)}\xa0: {row.next_step}"
            said = {"key": f"approach:{row.pk}:{row.next_on}", "term": row.next_on}
            heading, where = f"Démarche {row.name}", row.get_absolute_url()
            yield Reason(who.email, str(who), sentence, where, None, heading, **said)


def _roles_of_its_referent():
    """As `permissions.follows_approach`, of the person named, in the query itself."""
    here = Q(role=TerritoryRoleKind.ARS_DEPARTMENT, department=OuterRef("department"))
    here |= Q(role=TerritoryRoleKind.ARS_REGION, region=OuterRef("department__region"))
    return TerritoryRole.objects.filter(here, user=OuterRef("referent"), user__is_active=True)


def _of(person):
    left = Q(followed=False, department__in=person.account.roles.department_codes)
    return left | Q(followed=True, referent=person.account)


def _referents(departments) -> defaultdict:
    found: defaultdict = defaultdict(list)
    if not departments:
        return found
    roles = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, department__in=departments)
    for role in roles.filter(user__is_active=True).select_related("user").order_by("user__display_name", "user"):
        found[role.department_id].append(role.user)
    return found
