"""Answering the convocation of a network without an account: one link a member, until the day is over."""

from django.db import transaction
from django.utils import timezone

from core.errors import Invalid, Refused
from core.history import Channel, acting
from core.versioned import bump, change
from governance.enums import Answer, MeetingState
from governance.models import NetworkAnswerLink, NetworkAttendance

from .answers import end_of_day
from .networks import hold

#: A member has no substitute.
ANSWERS = (Answer.COMES, Answer.DECLINES)


def link_of(meeting, row) -> NetworkAnswerLink:
    """Hers, until the end of the day of the meeting; another where her address is another."""
    email = row.email.lower()
    with transaction.atomic():
        row.links.exclude(email=email).revoke()
        facts = {"email": email, "expires_at": end_of_day(meeting.on)}
        return row.links.get_or_create(attendance=row, revoked_at=None, defaults=facts)[0]


def renew_links(meeting):
    """The links of the former mails open nothing any more; the next mail brings others."""
    NetworkAnswerLink.objects.filter(attendance__meeting=meeting).revoke()


def forget_answers(meeting, *, actor):
    """What members answered was for another moment; their links follow the new day."""
    NetworkAnswerLink.objects.filter(attendance__meeting=meeting).update(expires_at=end_of_day(meeting.on))
    with acting(actor):
        for row in meeting.attendances.exclude(answer=""):
            row.answer, row.answered_at = "", None
            bump(row)


@transaction.atomic
def answer_invitation(link, *, answer, today, at=None) -> NetworkAttendance:
    """What a member says before the meeting; she may change her mind until it opens."""
    row = NetworkAttendance.objects.select_related("meeting__network").get(pk=link.attendance_id)
    if answer not in ANSWERS:
        raise Invalid(fields={"answer": ["Choisissez une réponse."]})
    hold(row.meeting.network)
    row.meeting.refresh_from_db()
    if row.meeting.state != MeetingState.CONVENED or row.meeting.on < today:
        raise Refused("Cette séance n’attend plus de réponse.")
    with acting(None, Channel.LINK):
        return change(row, answer=answer, answered_at=at or timezone.now())
