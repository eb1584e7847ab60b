"""What there is to look at in a fiche on a day, as conditions: to filter by, and to count by without asking twice.

Computed from dates, never stored (domain, §7).
"""

from datetime import timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from .enums import ActionStatus

FINISHED = [ActionStatus.DONE, ActionStatus.ABANDONED]
#: Without news for so long, an unfinished fiche says nothing any more.
STALE_AFTER_DAYS = 90
#: « Ont bougé »: since the same day of last week.
MOVED_WITHIN_DAYS = 7


def unfinished():
    return ~Q(status__in=FINISHED)


def late(day):
    """« En retard »: past its end and neither done nor abandoned, or planned past its start. As `Action.late_on`."""
    return unfinished() & (Q(ends_on__lt=day) | Q(status=ActionStatus.PLANNED, starts_on__lt=day))


def is_late(status, starts_on, ends_on, day) -> bool:
    """The same rule, for a fiche at hand."""
    if status in FINISHED:
        return False
    ended = ends_on is not None and ends_on < day
    return ended or (status == ActionStatus.PLANNED and starts_on is not None and starts_on < day)


def silent(day):
    """Unfinished, and without a change of the fiche or of its rows for `STALE_AFTER_DAYS`."""
    return unfinished() & Q(updated_at__date__lt=day - timedelta(days=STALE_AFTER_DAYS))


def moved(day):
    """A change of the fiche or of one of its rows within `MOVED_WITHIN_DAYS`."""
    return Q(updated_at__date__gte=day - timedelta(days=MOVED_WITHIN_DAYS))


def money_due(day):
    """Money of a past year is planned or granted, and nothing says what was spent."""
    from .models import Funding

    return Q(Exists(Funding.objects.due_on(day).filter(action=OuterRef("pk"))))


def figures_due(day):
    """An indicator of the fiche awaits a value, today or since."""
    from .models import Indicator

    return Q(Exists(Indicator.objects.due_on(day).filter(action=OuterRef("pk"))))


def year_due(day):
    """Unfinished, back every year, and no line of progress for the year of `day`. As `Action.year_missing`."""
    from .models import YearProgress

    told = YearProgress.objects.filter(year=day.year, action=OuterRef("pk"))
    return unfinished() & Q(yearly=True) & ~Q(Exists(told))


def complete(day):
    """Every rule of `actions.completeness` holds."""
    from .completeness import RULES

    whole = Q()
    for rule in RULES:
        whole &= rule.held()
    return whole


def incomplete(day):
    return ~complete(day)


#: One name per state, as the filters of the address say it. Built once a day: a condition holds no row.
STATES = {
    condition.__name__: lru_cache(maxsize=2)(condition)
    for condition in (late, silent, moved, money_due, figures_due, year_due, complete, incomplete)
}
