"""What the weekly mail says of the démarches."""

from core.reminders import Reason
from core.wording import day
from territories.models import Department

from .following import followers_of
from .models import Approach
from .permissions import follows_approach


def late_next_steps(today, *, email=None, scope=None):
    """To who follows a démarche, the next steps whose day has passed; the référents where she no longer does."""
    if scope is not None:
        return
    rows = Approach.objects.late_on(today).select_related("referent", "department").by_next_step()
    for row in rows:
        for person in _told(row):
            if email and person.email.lower() != email.lower():
                continue
            sentence = f"Démarche à suivre, prévue le {day(row.next_on)}\xa0: {row.next_step}"
            said = {"key": f"approach:{row.pk}:{row.next_on}", "term": row.next_on}
            heading, where = f"Démarche {row.name}", row.get_absolute_url()
            yield Reason(person.email, str(person), sentence, where, None, heading, **said)


def _told(row):
    if row.referent and follows_approach(row.referent, row):
        return [row.referent]
    department = Department.objects.filter(pk=row.department_id)
    return followers_of(department).filter(territory_roles__department=row.department_id)
