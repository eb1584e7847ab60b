"""« À faire maintenant »: what waits for one person, over all her contracts; what she puts off comes back on its day.

The causes are those of `core.reminders`: the weekly mail and the home page say the same thing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from .errors import Invalid
from .reminder_model import Postponed
from .reminders import Person, Reason, grouped, told
from .wording import day as in_words

#: At the home page; the others are on their own page.
SHOWN = 12
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class ToDo:
    """One line of the list; `until` is the day it comes back, where it was put off."""

    reason: Reason
    late: bool
    until: date | None = None


def waiting_for(user, today, *, scope=None) -> tuple[list[ToDo], list[ToDo]]:
    """(now, put off), the soonest term first; without a term last."""
    found = told(today, person=Person(user.email, user), scope=scope)
    until = dict(Postponed.objects.on(today).filter(user=user).values_list("key", "until"))
    one_by_one = [reason for reason in found if reason.cause in until]
    together = grouped(reason for reason in found if reason.cause not in until)
    now = [reason for reason in together if reason.cause not in until]
    later = one_by_one + [reason for reason in together if reason.cause in until]
    return _lines(now, today, until), sorted(_lines(later, today, until), key=lambda line: line.until or today)


def _lines(reasons, today, until) -> list[ToDo]:
    ordered = sorted(reasons, key=lambda reason: (reason.term is None, reason.term or today))
    return [ToDo(reason, reason.late_on(today), until.get(reason.cause)) for reason in ordered]


def home_block(request) -> dict:
    return shown_to(request.user, timezone.localdate(), most=SHOWN)


def shown_to(user, today, *, scope=None, most=None) -> dict:
    """What `todo/_list.html` reads; `most` lines at most, and how many more there are."""
    now, later = waiting_for(user, today, scope=scope)
    more = max(len(now) - most, 0) if most else 0
    return {
        "rows": now[:most],
        "more": more,
        "later": later,
        "first_day": today + timedelta(days=1),
        "next_week": today + timedelta(days=7),
        "last_day": today + FURTHEST,
    }


@transaction.atomic
def put_off(*, user, key, until, today) -> Postponed:
    """« Me le rappeler le … »; asking again moves the date."""
    if not today < until <= today + FURTHEST:
        raise Invalid(f"Choisissez un jour entre demain et le {in_words(today + FURTHEST)}.")
    now, later = waiting_for(user, today)
    if key not in {line.reason.cause for line in now + later}:
        raise Invalid("Ce n’est plus à faire.")
    row, _made = Postponed.objects.update_or_create(user=user, key=key, defaults={"until": until})
    Postponed.objects.filter(user=user, until__lte=today).delete()
    return row


def take_back(*, user, key):
    Postponed.objects.filter(user=user, key=key).delete()
