"""A meeting of a network as plain values, in words: what its relevé prints."""

from django.db.models import Prefetch

from core import wording
from governance.enums import NetworkPresence
from governance.models import NetworkFollowUp

from .snapshot import hours


def of_meeting(meeting) -> dict:
    """A closed meeting as it was closed, with the notes that mended it since."""
    whole = dict(meeting.as_closed) if meeting.as_closed else taken_now(meeting)
    notes = meeting.rectifications.select_related("by")
    return whole | {
        "rectifications": [
            {"on": wording.day(row.created_at), "text": row.text, "by": str(row.by or "")} for row in notes
        ]
    }


def taken_now(meeting) -> dict:
    return {
        "body": str(meeting.network),
        "title": meeting.title,
        "on": wording.day(meeting.on),
        "hours": hours(meeting),
        "place": meeting.place,
        "link": meeting.link,
        "minutes": meeting.minutes,
        "items": [{"title": item.title, "presenter": item.presenter} for item in meeting.items.all()],
        "people": [
            {
                "name": row.name,
                "organisation": row.organisation,
                "answer": row.get_answer_display(),
                "presence": NetworkPresence(row.presence).label if row.presence else "",
            }
            for row in meeting.attendances.all()
        ],
        "decisions": [_decision(row) for row in _decisions(meeting)],
    }


def _decisions(meeting):
    follow_ups = NetworkFollowUp.objects.select_related("owner").order_by("due_on", "pk")
    rows = meeting.decisions.select_related("supersedes").order_by("number")
    return rows.prefetch_related(Prefetch("follow_ups", follow_ups))


def _decision(row) -> dict:
    return {
        "number": row.number,
        "text": row.text,
        "supersedes": row.supersedes.number if row.supersedes else None,
        "follow_ups": [_asked(each) for each in row.follow_ups.all()],
    }


def _asked(row) -> dict:
    return {"text": row.text, "who": row.who, "due": wording.day(row.due_on) if row.due_on else ""}
