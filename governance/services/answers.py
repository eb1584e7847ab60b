"""Answering a convocation without an account: one link a holder and one a substitute, until the day is over."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from contracts import writing
from core.errors import Invalid, Refused
from core.history import Channel, acting
from governance.enums import Answer, Answerer, MeetingState
from governance.models import AnswerLink, Attendance, Meeting

PARIS = ZoneInfo("Europe/Paris")
#: What a substitute may say: she comes in the holder's place, or not.
OF_SUBSTITUTE = (Answer.SUBSTITUTE, Answer.DECLINES)


@dataclass(frozen=True)
class Place:
    """One seat, or one guest, by which an address is written to."""

    attendance: Attendance
    as_substitute: bool = False

    @property
    def name(self) -> str:
        return self.attendance.substitute_name if self.as_substitute else self.attendance.name


def places_by_address(meeting) -> dict[str, list[Place]]:
    """Whom the meeting writes to: one address is one person, whatever her seats and the capitals of her address."""
    found: dict[str, list[Place]] = {}
    rows = list(meeting.attendances.select_related("organisation"))
    for row in rows:
        if row.email:
            found.setdefault(row.email.lower(), []).append(Place(row))
    for row in rows if meeting.with_substitutes else ():
        if row.substitute_email and row.substitute_email.lower() != row.email.lower():
            found.setdefault(row.substitute_email.lower(), []).append(Place(row, as_substitute=True))
    return found


def end_of_day(day):
    return datetime.combine(day + timedelta(days=1), time(), PARIS)


def link_of(meeting, place) -> AnswerLink:
    """Hers, until the end of the day of the meeting; another where her address is another."""
    row = place.attendance
    email = (row.substitute_email if place.as_substitute else row.email).lower()
    with transaction.atomic():
        mine = AnswerLink.objects.filter(attendance=row, as_substitute=place.as_substitute)
        mine.exclude(email=email).revoke()
        facts = {"email": email, "expires_at": end_of_day(meeting.on)}
        link, _made = mine.filter(revoked_at__isnull=True).get_or_create(
            attendance=row, as_substitute=place.as_substitute, revoked_at=None, defaults=facts
        )
    return link


def renew_links(meeting) -> int:
    """The links of the former mails open nothing any more; the next mail brings others."""
    return AnswerLink.objects.filter(attendance__meeting=meeting).revoke()


def date_links(meeting):
    """They follow the day of the meeting."""
    AnswerLink.objects.filter(attendance__meeting=meeting).update(expires_at=end_of_day(meeting.on))


@transaction.atomic
def answer_invitation(link, *, answer, today, at=None) -> Attendance:
    """What an invited person says before the meeting; she may change her mind until it opens.

    A substitute says only whether she comes in the holder's place, and not against a holder who comes.
    """
    # Opening, moving and cancelling hold the contract too: what is read from here on is what stands.
    writing.hold(link.attendance.contract)
    attendance = Attendance.objects.select_related("contract").get(pk=link.attendance_id)
    if answer not in (OF_SUBSTITUTE if link.as_substitute else Answer.values):
        raise Invalid(fields={"answer": ["Choisissez une réponse."]})
    meeting = Meeting.objects.get(pk=attendance.meeting_id)
    if meeting.state != MeetingState.CONVENED or meeting.on < today:
        raise Refused("Cette séance n’attend plus de réponse.")
    by_holder = attendance.answer == Answer.COMES and attendance.answered_by == Answerer.HOLDER
    if link.as_substitute and by_holder:
        raise Refused("La personne titulaire a répondu qu’elle vient\xa0: rien n’est attendu de vous.")
    by = Answerer.SUBSTITUTE if link.as_substitute else Answerer.HOLDER
    with acting(None, Channel.LINK):
        said = {"answer": answer, "answered_by": by, "answered_at": at or timezone.now()}
        return writing.edit(attendance, actor=None, **said)
