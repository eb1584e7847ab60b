"""What waits for each person: « À faire maintenant » on her home page, and one weekly mail at most.

An app brings its reasons in `AppConfig.ready()`:

    reminders.register(waiting_news)   # (today, person=None, scope=None) -> Iterable[Reason]

`person` limits them to one `Person` (her home page, and again just before sending), `scope` to one contract (the
coordinator's view). A reason goes when its cause does: nothing is stored but the day until which one put it off. With
a `person`, one query a source: the home page asks them all. What contracts themselves make wait is asked in one for
all of it (`contracts.waiting`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from .mail import EachMail, build_mail
from .reminder_model import Postponed, Reminder, ReminderPause
from .wording import count_of

#: From so many of one kind in one contract, one line leads to their list.
MANY = 4


@dataclass(frozen=True)
class Group:
    """What many reasons of one kind in one contract become: `words` for one and for many, and the list's address."""

    words: str
    url: str


@dataclass(frozen=True)
class Reason:
    """Why a person is reminded: a sentence, and the address (path) where it is settled. `scope`: the contract's id.

    Without a `scope` it stands before any contract: nobody else previews or pauses it.
    `key` names the cause, so that two sources tell it once and that it can be put off. `term`: the day to settle it.
    """

    email: str
    name: str
    sentence: str
    url: str
    scope: int | None
    heading: str = ""
    # The address is a link that only this person may hold: nobody else reads it, not even in a preview.
    personal: bool = False
    key: str = ""
    term: date | None = None
    group: Group | None = None
    # Not yet pressing, or told by another mail: on the home page alone.
    mailed: bool = True

    @property
    def cause(self) -> str:
        return self.key or self.url

    def late_on(self, day) -> bool:
        return self.term is not None and self.term < day


class Person:
    """Whose reasons are asked: an address, and its account where there is one (looked up unless it is given)."""

    def __init__(self, email, account=None):
        self.email = email
        if account is not None:
            self.account = account

    @cached_property
    def account(self):
        """None where nobody of this address can sign in."""
        return get_user_model().objects.active().filter(email__iexact=self.email).first()

    @property
    def account_id(self) -> int:
        """0, which is of nobody, without an account."""
        return self.account.pk if self.account else 0

    @property
    def name(self) -> str:
        return str(self.account or self.email)


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


def told(today, *, person=None, scope=None) -> list[Reason]:
    """Every reason once for each person, whatever was paused or put off."""
    found: dict[tuple, Reason] = {}
    for source in _sources:
        for reason in source(today, person=person, scope=scope):
            found.setdefault((reason.email.lower(), reason.scope, reason.cause), reason)
    return list(found.values())


def reasons(today, *, email=None, scope=None) -> list[Reason]:
    """What the weekly mail says now, without what was paused or put off."""
    person = Person(email) if email else None
    found = [reason for reason in told(today, person=person, scope=scope) if reason.mailed]
    paused = set(ReminderPause.objects.on(today).values_list("scope", "email"))
    later = set(Postponed.objects.on(today).values_list("user__email", "key"))
    found = [reason for reason in found if (reason.email.lower(), reason.cause) not in later]
    grouped = _grouped_by_person(found)
    return [
        reason
        for reason in grouped
        if (reason.scope, reason.email.lower()) not in paused and (reason.email.lower(), reason.cause) not in later
    ]


def _grouped_by_person(found) -> list[Reason]:
    people: dict[str, list[Reason]] = {}
    for reason in found:
        people.setdefault(reason.email.lower(), []).append(reason)
    return [reason for hers in people.values() for reason in grouped(hers)]


def grouped(found) -> list[Reason]:
    """The reasons of one person, the many of one kind in one contract as one line."""
    kinds: dict[tuple, list[Reason]] = {}
    for reason in found:
        kinds.setdefault((reason.scope, reason.group or reason.cause), []).append(reason)
    return [each for rows in kinds.values() for each in ([_as_one(rows)] if len(rows) >= MANY else rows)]


def _as_one(rows) -> Reason:
    group = rows[0].group
    terms = [row.term for row in rows if row.term]
    sentence = f"{count_of(len(rows), group.words)}."
    return replace(
        rows[0], sentence=sentence, url=group.url, key=f"group:{group.url}", term=min(terms, default=None), group=None
    )


def recipients_of(scope, today) -> list[Recipient]:
    """Who would be reminded of one contract, paused people included: what the coordinator sees."""
    pauses = {pause.email: pause for pause in ReminderPause.objects.on(today).filter(scope=scope)}
    people: dict[str, Recipient] = {}
    for reason in _grouped_by_person(reason for reason in told(today, scope=scope) if reason.mailed):
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
