"""What waits for the members of a network: an answer to a convocation, a follow-up that was given to them."""

from core.reminders import Reason
from core.wording import cut, day

from .enums import MeetingState
from .models import NetworkAnswerLink, NetworkFollowUp


def network_follow_ups(today, *, person=None, scope=None):
    """To each account, what she was asked; the mail only says what is late. A network is of no contract."""
    if scope is not None:
        return
    rows = NetworkFollowUp.objects.pending().filter(owner__is_active=True)
    rows = rows.filter(owner=person.account_id) if person else rows
    for row in rows.for_lists():
        when = f"pour le {day(row.due_on)}\xa0: " if row.due_on else ": "
        yield Reason(
            row.owner.email,
            str(row.owner),
            f"À faire {when}{cut(row.text, 160)}",
            row.get_absolute_url(),
            None,
            str(row.network),
            key=f"network_follow_up:{row.pk}",
            term=row.due_on,
            mailed=row.late_on(today),
        )


def network_convocations(today, *, person=None, scope=None):
    """To one person, on her home page alone: the convocation left by its own mail, with the same link."""
    if not person or scope is not None:
        return
    links = NetworkAnswerLink.objects.open().filter(email__iexact=person.email, attendance__answer="")
    links = links.filter(attendance__meeting__state=MeetingState.CONVENED, attendance__meeting__on__gte=today)
    related = ("attendance__meeting__network__region", "attendance__meeting__network__department")
    for link in links.select_related(*related):
        meeting = link.attendance.meeting
        yield Reason(
            person.email,
            link.attendance.name,
            f"Venez-vous\xa0? {meeting.network}, séance du {day(meeting.on)}.",
            link.get_absolute_url(),
            None,
            str(meeting.network),
            personal=True,
            key=f"network_convocation:{link.attendance_id}",
            term=meeting.on,
            mailed=False,
        )
