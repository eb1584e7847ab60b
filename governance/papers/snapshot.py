"""A meeting as plain values, in words: what its papers print."""

from core import wording
from governance import figures
from governance.enums import ItemKind, Presence


def of_meeting(meeting) -> dict:
    """A closed meeting as it was closed, whatever became of its rows, with the notes that mended it since."""
    whole = dict(meeting.as_closed) if meeting.as_closed else taken_now(meeting)
    notes = meeting.rectifications.select_related("by")
    return whole | {
        "rectifications": [
            {"on": wording.day(row.created_at), "text": row.text, "by": str(row.by or "")} for row in notes
        ]
    }


def taken_now(meeting) -> dict:
    """From the rows as they are."""
    there, quorum = figures.quorum_of(meeting)
    return {
        "body": str(meeting.body),
        "kind": meeting.body.get_kind_display(),
        "title": meeting.title,
        "on": wording.day(meeting.on),
        "hours": hours(meeting),
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
    }


def hours(meeting) -> str:
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


# --- its shape, as JSON Schema: what a file says of a closed meeting is printed as it stands ------------
_WORDS, _COUNT, _FLAG = {"type": "string"}, {"type": ["integer", "null"]}, {"type": "boolean"}


def _list(of):
    return {"type": "array", "items": of}


def _record(**keys):
    return {"type": "object", "required": list(keys), "properties": keys, "additionalProperties": False}


def _words(*names):
    return dict.fromkeys(names, _WORDS)


_FOLLOW_UPS = _list(_record(**_words("text", "who", "due")))
SCHEMA = _record(
    **_words("body", "kind", "title", "on", "hours", "place", "link", "state", "introduction", "minutes"),
    there=_COUNT,
    quorum=_COUNT,
    items=_list(
        _record(
            **_words("title", "kind", "presenter", "description", "notes"),
            minutes=_COUNT,
            treated=_FLAG,
            actions=_list(_WORDS),
            decisions=_list(_COUNT),
        )
    ),
    people=_list(
        _record(**_words("organisation", "name", "role", "substitute", "college", "presence", "represented_by"))
    ),
    decisions=_list(
        _record(
            number=_COUNT,
            **_words("text", "kind"),
            effects=_list(_WORDS),
            prepares_amendment=_FLAG,
            actions=_list(_WORDS),
            follow_ups=_FOLLOW_UPS,
        )
    ),
    follow_ups=_FOLLOW_UPS,
)
