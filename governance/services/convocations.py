"""Telling people of a meeting: convened, moved, cancelled. One mail a person and a sending, by a job."""

from email.mime.text import MIMEText
from functools import partial

from django.db import transaction
from django.utils import timezone

from contracts import writing
from core.errors import Invalid, Refused
from core.history import Channel, acting
from core.jobs import request_job
from core.mail import EachMail, build_mail
from core.versioned import bump, lock
from governance.calendar import calendar_of, event_of
from governance.enums import Answer, MeetingState
from governance.models import Attendance, Meeting, Method, Sending

KIND = "meeting_mails"
#: What calendars hold: changing one of these is worth telling.
TOLD = ("on", "begins_at", "ends_at", "place", "link", "title")


def send_convocation(meeting, *, actor, substitutes=False):
    """The first sending, when the meeting is convened."""
    _promise(meeting, meeting.attendances.exclude(email=""), Method.REQUEST, actor, substitutes=substitutes)


def send_cancellation(meeting, *, actor):
    """To those who were convened; called when the meeting is cancelled."""
    told = meeting.attendances.filter(sendings__sent_at__isnull=False).distinct()
    _promise(meeting, told, Method.CANCEL, actor)


@transaction.atomic
def tell_change(meeting, *, actor):
    """An update to everybody convened: calendars replace what they had."""
    writing.refuse_unless(writing.can_write, actor, meeting.contract)
    current = _convened(meeting)
    with acting(actor):
        current.sequence += 1
        bump(current)
    substitutes = current.sendings.exclude(copy_to="").exists()
    _promise(current, current.attendances.exclude(email=""), Method.REQUEST, actor, substitutes=substitutes)
    return current


def forget_answers(meeting, *, actor):
    """What people answered was for another moment."""
    with acting(actor):
        for row in meeting.attendances.exclude(answer=""):
            row.answer, row.answered_at = "", None
            bump(row)


@transaction.atomic
def resend(meeting, *, actor) -> int:
    """Write only to those not reached: invited since, or whose mail did not leave. Returns how many."""
    writing.refuse_unless(writing.can_write, actor, meeting.contract)
    current = _convened(meeting)
    reached = current.sendings.filter(sequence=current.sequence, sent_at__isnull=False).values("attendance")
    people = list(current.attendances.exclude(email="").exclude(pk__in=reached))
    if not people:
        raise Refused("Chaque personne qui a une adresse a déjà reçu la convocation.")
    _promise(current, people, Method.REQUEST, actor)
    return len(people)


def _convened(meeting):
    writing.hold(meeting.contract)
    current = lock(meeting)
    if current.state != MeetingState.CONVENED:
        raise Refused("Cette séance n’est pas convoquée.")
    return current


def _promise(meeting, people, method, actor, *, substitutes=False):
    """One row a person, then one job that sends what has not left."""
    rows = [
        Sending(
            meeting=meeting,
            attendance=row,
            sequence=meeting.sequence,
            method=method,
            copy_to=row.substitute_email if substitutes else "",
        )
        for row in people
    ]
    Sending.objects.bulk_create(rows, ignore_conflicts=True)
    waiting = Sending.objects.waiting().filter(meeting=meeting, sequence=meeting.sequence)
    if keys := list(waiting.values_list("pk", flat=True)):
        key = f"{meeting.pk}:{meeting.sequence}:{','.join(map(str, keys))}"
        request_job(kind=KIND, params={"sendings": keys}, key=key, scope=meeting.contract_id, actor=actor)


def send_mails(keys, *, progress=lambda *_: None):
    """Send what was promised; what has left is passed over, so that a retry sends no second mail.

    A refused address keeps nobody else from being convened: the job fails at the end, and tells how many are left.
    """
    waiting = list(
        Sending.objects.waiting()
        .filter(pk__in=keys)
        .select_related("meeting__body", "meeting__contract", "meeting__organizer", "attendance__organisation")
    )
    with EachMail() as mails:
        for n, sending in enumerate(waiting):
            progress(100 * n // len(waiting), f"Courriel {n + 1} sur {len(waiting)}")
            if sending.sequence != sending.meeting.sequence or mails.send(partial(mail_of, sending)):
                sending.sent_at = timezone.now()
                sending.save(update_fields=["sent_at"])


def mail_of(sending):
    """The mail as it leaves: its words, and the entry that calendars read."""
    meeting, person = sending.meeting, sending.attendance
    items = list(meeting.items.all())
    context = {
        "meeting": meeting,
        "contract": meeting.contract,
        "person": person,
        "items": items,
        "cancelled": sending.method == Method.CANCEL,
        "update": sending.sequence > 0,
    }
    message = build_mail(to=person.email, template="convocation", context=context)
    message.cc = [sending.copy_to] if sending.copy_to else []
    event = event_of(meeting, items=items, attendance=person)
    message.attach(_calendar_part(calendar_of([event], method=sending.method), sending.method))
    return message


def _calendar_part(content, method):
    """`method` in the header too: without it, usual clients show a file instead of an invitation."""
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method.upper())
    part.add_header("Content-Disposition", "attachment", filename="seance.ics")
    return part


# --- answering, without an account ------------------------------------------------------------------
@transaction.atomic
def answer_invitation(attendance, *, answer, today, at=None) -> Attendance:
    """What an invited person says before the meeting; she may change her mind until it opens."""
    if answer not in Answer.values:
        raise Invalid(fields={"answer": ["Choisissez une réponse."]})
    meeting = Meeting.objects.get(pk=attendance.meeting_id)
    if meeting.state != MeetingState.CONVENED or meeting.on < today:
        raise Refused("Cette séance n’attend plus de réponse.")
    with acting(None, Channel.LINK):
        said = {"answer": answer, "answered_at": at or timezone.now()}
        return writing.edit(attendance, actor=None, **said)
