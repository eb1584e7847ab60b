"""One weekly mail a person at most, with everything that waits for her; each reason is asked again when it leaves.

An app brings its reasons in `AppConfig.ready()`:

    reminders.register(waiting_news)   # (today, email=None, scope=None) -> Iterable[Reason]

`email` limits them to one person (asked again just before sending), `scope` to one contract (the coordinator's view).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction

from .mail import EachMail, build_mail
from .reminder_model import Reminder, ReminderPause


@dataclass(frozen=True)
class Reason:
    """Why a person is reminded: a sentence, and the address (path) where it is settled. `scope`: the contract's id."""

    email: str
    name: str
    sentence: str
    url: str
    scope: int
    heading: str = ""
    # The address is a link that only this person may hold: nobody else reads it, not even in a preview.
    personal: bool = False


@dataclass
class Recipient:
    email: str
    name: str
    reasons: list[Reason] = field(default_factory=list)
    paused: ReminderPause | None = None


Source = Callable[..., Iterable[Reason]]
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def reasons(today, *, email=None, scope=None) -> list[Reason]:
    """What waits now, without what somebody paused."""
    found = [reason for source in _sources for reason in source(today, email=email, scope=scope)]
    paused = set(ReminderPause.objects.on(today).values_list("scope", "email"))
    return [reason for reason in found if (reason.scope, reason.email.lower()) not in paused]


def recipients_of(scope, today) -> list[Recipient]:
    """Who would be reminded of one contract, paused people included: what the coordinator sees."""
    pauses = {pause.email: pause for pause in ReminderPause.objects.on(today).filter(scope=scope)}
    people: dict[str, Recipient] = {}
    for source in _sources:
        for reason in source(today, email=None, scope=scope):
            email = reason.email.lower()
            people.setdefault(email, Recipient(email, reason.name, paused=pauses.get(email))).reasons.append(reason)
    return sorted(people.values(), key=lambda person: person.name or person.email)


def send_reminders(today: date, *, progress=lambda *_: None) -> int:
    """Send this week's mails; returns how many left. Run again in the same week, it sends only what did not leave."""
    addresses = sorted({reason.email.lower() for reason in reasons(today)})
    sent = 0
    with EachMail() as mails:
        for n, email in enumerate(addresses):
            progress(100 * n // len(addresses), f"Rappel {n + 1} sur {len(addresses)}")
            sent += _remind(email, today, mails)
    return sent


def _remind(email, today, mails) -> bool:
    """One person, once a week: the row of the week is taken first, and given back if the mail does not leave."""
    due = reasons(today, email=email)
    if not due:
        return False
    year, week, _day = today.isocalendar()
    try:
        with transaction.atomic():
            row = Reminder.objects.create(email=email, year=year, week=week, count=len(due))
    except IntegrityError:
        return False
    if not mails.send(partial(mail_for, email, due)):
        row.delete()
        return False
    return True


def preview_for(person: Recipient):
    """The mail as it would leave, for the eyes of somebody else: personal links are not in it."""
    shown = [replace(reason, url="/lien-personnel/") if reason.personal else reason for reason in person.reasons]
    return mail_for(person.email, shown)


def mail_for(email, due):
    """The mail as it would leave: the preview and the sending are one thing."""
    by_heading: dict[str, list[Reason]] = {}
    for reason in due:
        by_heading.setdefault(reason.heading, []).append(reason)
    context = {"name": due[0].name, "groups": list(by_heading.items()), "count": len(due)}
    return build_mail(to=email, template="reminder", context=context)


@transaction.atomic
def pause(*, scope, email, actor, until=None):
    """No reminder to this person about this contract; asking again only moves the date."""
    row, _made = ReminderPause.objects.update_or_create(
        scope=scope, email=email.strip().lower(), defaults={"until": until, "by": actor}
    )
    return row


def resume(*, scope, email):
    ReminderPause.objects.filter(scope=scope, email=email.strip().lower()).delete()
