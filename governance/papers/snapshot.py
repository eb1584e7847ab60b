"""A meeting as plain values, in words: what its papers print."""

from core import wording
from governance import figures
from governance.enums import ItemKind, Presence


def of_meeting(meeting) -> dict:
    there, quorum = figures.quorum_of(meeting)
    return {
        "body": str(meeting.body),
        "kind": meeting.body.get_kind_display(),
        "title": meeting.title,
        "on": wording.day(meeting.on),
        "hours": _hours(meeting),
        "place": meeting.place,
        "link": meeting.link,
        "state": meeting.state,
        "introduction": meeting.introduction,
        "minutes": meeting.minutes,
        "there": there,
        "quorum": quorum,
        "items": [_item(item) for item in meeting.items.prefetch_related("actions", "decisions")],
        "people": [_attendance(row) for row in meeting.attendances.select_related("organisation")],
        "decisions": [_decision(row) for row in meeting.decisions.prefetch_related("actions", "follow_ups__owner")],
        "follow_ups": [follow_up(row) for row in meeting.follow_ups.filter(decision=None).for_lists()],
        "rectifications": [
            {"on": wording.day(row.created_at), "text": row.text, "by": str(row.by or "")}
            for row in meeting.rectifications.select_related("by")
        ],
    }


def _hours(meeting) -> str:
    hours = [f"{at:%H}\xa0h\xa0{at:%M}" for at in (meeting.begins_at, meeting.ends_at) if at]
    return " – ".join(hours)


def _item(item) -> dict:
    return {
        "title": item.title,
        "kind": ItemKind(item.kind).label,
        "minutes": item.minutes_planned,
        "presenter": item.presenter,
        "description": item.description,
        "notes": item.notes,
        "treated": item.treated,
        "actions": [str(action) for action in item.actions.all()],
        "decisions": [decision.number for decision in item.decisions.all()],
    }


def _attendance(row) -> dict:
    return {
        "organisation": row.organisation.name,
        "name": row.name,
        "role": row.role,
        "substitute": row.substitute_name,
        "college": row.college,
        "presence": Presence(row.presence).label if row.presence else "",
        "represented_by": row.represented_by,
    }


def _decision(row) -> dict:
    return {
        "number": row.number,
        "text": row.text,
        "kind": row.get_kind_display(),
        "effects": row.effect_labels,
        "prepares_amendment": row.prepares_amendment,
        "actions": [str(action) for action in row.actions.all()],
        "follow_ups": [follow_up(each) for each in row.follow_ups.all()],
    }


def follow_up(row) -> dict:
    return {"text": row.text, "who": row.who, "due": wording.day(row.due_on) if row.due_on else ""}
