"""The mails about any meeting, of a contract or of a territory: promised one row a person, sent by a job."""

from django.db.models import F
from django.utils import timezone

from core.jobs import request_job
from core.mail import EachMail

#: What calendars hold: changing one of these is worth telling.
TOLD = ("on", "begins_at", "ends_at", "place", "link", "title")


def promise(meeting, addresses, method, *, kind, actor, scope=None):
    """One row an address, then one job that sends what has not left."""
    model = meeting.sendings.model
    rows = [
        model(meeting=meeting, email=email, sequence=meeting.sequence, method=method) for email in sorted(addresses)
    ]
    model.objects.bulk_create(rows, ignore_conflicts=True)
    waiting = model.objects.waiting().filter(meeting=meeting, sequence=meeting.sequence)
    if keys := list(waiting.values_list("pk", flat=True)):
        key = f"{meeting.pk}:{meeting.sequence}:{','.join(map(str, keys))}"
        request_job(kind=kind, params={"sendings": keys}, key=key, scope=scope, actor=actor)


def reached(meeting) -> set[str]:
    """The addresses that the last sending reached."""
    return set(meeting.sendings.sent().filter(sequence=meeting.sequence).values_list("email", flat=True))


def told_of(meeting) -> set[str]:
    """Everybody who was ever written to."""
    return set(meeting.sendings.sent().values_list("email", flat=True))


def send_each(waiting, make, progress):
    """Each promise once; one that a newer sequence overtook is dropped."""
    keys = list(waiting.values_list("pk", flat=True))
    current = waiting.filter(sequence=F("meeting__sequence"))
    with EachMail() as mails:
        for n, pk in enumerate(keys):
            progress(100 * n // len(keys), f"Courriel {n + 1} sur {len(keys)}")
            mails.send_once(current, pk, make)
        waiting.exclude(sequence=F("meeting__sequence")).update(dropped_at=timezone.now())
