"""What our files say of meetings beyond the format: those to come, agendas, who was there; a backlog of its own."""

from dataclasses import dataclass
from datetime import time

from contracts.exchange.fields import (
    Choice,
    Date,
    Field,
    Flag,
    Integer,
    Organisation,
    Text,
    put,
    write_row,
    write_rows,
)
from governance.enums import Answer, ItemKind, MeetingState, Presence
from governance.models import AgendaItem, Attendance, Meeting


@dataclass(frozen=True)
class Time(Field):
    def to_json(self, value):
        return f"{value:%H:%M}" if value else None

    def from_json(self, value, path, context):
        return time.fromisoformat(value)


MORE = (
    Time("begins_at"),
    Time("ends_at"),
    Text("place"),
    Text("link"),
    Text("introduction"),
    Text("minutes"),
    Text("cancel_reason"),
)
COMING = (Date("on"), Text("title"), *MORE)
ITEM = (
    Text("title"),
    Choice("kind"),
    Integer("minutes", "minutes_planned"),
    Text("presenter"),
    Text("description"),
    Text("notes"),
    Flag("treated"),
)
PERSON = (
    Organisation("organisation"),
    Text("name"),
    Text("role"),
    Text("email"),
    Text("substitute_name"),
    Text("substitute_email"),
    Text("college"),
    Choice("answer"),
    Choice("presence"),
    Text("represented_by"),
)

_TEXT, _DAY = {"$ref": "#/$defs/text"}, {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
_HOUR = {"type": ["string", "null"], "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
_ITEMS = {"type": "array", "items": {"$ref": "#/$defs/agenda_item"}}
_MORE: dict[str, dict] = {
    **dict.fromkeys(("begins_at", "ends_at"), _HOUR),
    **dict.fromkeys(("place", "link", "introduction", "minutes", "cancel_reason"), _TEXT),
    "items": _ITEMS,
    "people": {"type": "array", "items": {"$ref": "#/$defs/attendance"}},
}
OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract.bodies": {
        "quorum": {"type": ["integer", "null"], "minimum": 0},
        "theme": _TEXT,
        "backlog": _ITEMS,
        "other_meetings": {"type": "array", "items": {"$ref": "#/$defs/other_meeting"}},
    },
    "contract.bodies.seats": {"since": _DAY, "until": _DAY},
    "contract.bodies.meetings": {"state": {"enum": ["held", "closed", None]}, **_MORE},
    "other_meeting": {
        "on": {"type": "string", "format": "date"},
        "state": {"enum": ["prepared", "convened", "cancelled"]},
        "title": _TEXT,
        **_MORE,
    },
    "agenda_item": {
        "title": {"type": "string", "minLength": 1, "maxLength": 400},
        "kind": {"enum": ItemKind.values},
        "minutes": {"type": ["integer", "null"], "minimum": 0},
        **dict.fromkeys(("presenter", "description", "notes"), _TEXT),
        "treated": {"type": ["boolean", "null"]},
    },
    "attendance": {
        "organisation": {"$ref": "#/$defs/organisation"},
        **dict.fromkeys(("name", "role", "email", "substitute_name", "substitute_email", "college"), _TEXT),
        "answer": {"enum": [*Answer.values, None]},
        "presence": {"enum": [*Presence.values, None]},
        "represented_by": _TEXT,
    },
}


def write_more(node, body):
    """The meetings that the format has no word for, and what waits for one."""
    others = [meeting for meeting in body.meetings.all() if not meeting.took_place]
    put(node, "other_meetings", [_other(meeting) for meeting in others])
    put(node, "backlog", write_rows([item for item in body.items.all() if item.meeting_id is None], ITEM))


def _other(meeting):
    return {"state": meeting.state} | write_row(meeting, COMING) | _inside(meeting)


def meeting_more(meeting) -> dict:
    """What a meeting that took place says beside the format."""
    state = {"state": meeting.state} if meeting.state == MeetingState.CLOSED else {}
    return state | write_row(meeting, MORE) | _inside(meeting)


def _inside(meeting):
    node = {}
    put(node, "items", write_rows(meeting.items.all(), ITEM))
    put(node, "people", write_rows(meeting.attendances.all(), PERSON))
    return node


def read_more(reader, bodies, meetings):
    others = reader.children(Meeting, bodies, "other_meetings", COMING, link="body", state=lambda node: node["state"])
    reader.children(AgendaItem, bodies, "backlog", ITEM, link="body")
    found = [*meetings, *others]
    # An item of a meeting hangs on its body too.
    bodies_of = {id(item): meeting.body for node, _path, meeting in found for item in node.get("items") or ()}
    reader.children(AgendaItem, found, "items", ITEM, link="meeting", body=lambda node: bodies_of[id(node)])
    reader.children(Attendance, found, "people", PERSON, link="meeting")
