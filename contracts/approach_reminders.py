"""What the weekly mail says of the démarches."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole
from core.reminders import Reason
from core.wording import day

from .models import Approach


def late_next_steps(today, *, email=None, scope=None):
    """To who follows a démarche, the next steps whose day has passed; the référents where she no longer does.

    Two queries, whatever their number.
    """
    if scope is not None:
        return
    rows = Approach.objects.late_on(today).annotate(followed=Exists(_roles_of_its_referent()))
    rows = list(_of(rows, email).select_related("referent").by_next_step())
    referents = _referents({row.department_id for row in rows if not row.followed})
    for row in rows:
        for person in [row.referent] if row.followed else referents[row.department_id]:
            if email and person.email.lower() != email.lower():
                continue
            sentence = f"Démarche à suivre, prévue le {day(row.next_on)}\xa0: {row.next_step}"
            said = {"key": f"approach:{row.pk}:{row.next_on}", "term": row.next_on}
            heading, where = f"Démarche {row.name}", row.get_absolute_url()
            yield Reason(person.email, str(person), sentence, where, None, heading, **said)


def _roles_of_its_referent():
    """As `permissions.follows_approach`, of the person named, in the query itself."""
    here = Q(role=TerritoryRoleKind.ARS_DEPARTMENT, department=OuterRef("department"))
    here |= Q(role=TerritoryRoleKind.ARS_REGION, region=OuterRef("department__region"))
    return TerritoryRole.objects.filter(here, user=OuterRef("referent"), user__is_active=True)


def _of(rows, email):
    """Those of one person, or all."""
    if not email:
        return rows
    hers = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, user__email__iexact=email)
    left = Q(followed=False, department__in=hers.values("department"))
    return rows.filter(left | Q(followed=True, referent__email__iexact=email))


def _referents(departments) -> defaultdict:
    found: defaultdict = defaultdict(list)
    if not departments:
        return found
    roles = TerritoryRole.objects.filter(role=TerritoryRoleKind.ARS_DEPARTMENT, department__in=departments)
    for role in roles.filter(user__is_active=True).select_related("user").order_by("user__display_name", "user"):
        found[role.department_id].append(role.user)
    return found
