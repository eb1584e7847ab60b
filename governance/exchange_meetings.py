"""What our files say of meetings beyond the format: those to come, agendas, who was there; a backlog of its own."""

import uuid
from dataclasses import dataclass
from datetime import time

from contracts.exchange.contract_part import called, named
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
from governance.enums import Answer, Answerer, ItemKind, MeetingState, Presence
from governance.models import AgendaItem, Attendance, Body, Meeting, Rectification
from governance.papers import snapshot


@dataclass(frozen=True)
class Time(Field):
    def to_json(self, value):
        return f"{value:%H:%M}" if value else None

    def from_json(self, value, path, context):
        return time.fromisoformat(value)


@dataclass(frozen=True)
class Uid(Field):
    """What calendars know a meeting by. Where another meeting of the site bears it already, a new one is given."""

    def to_json(self, value):
        return str(value)

    def read(self, node, path, context):
        said = node.get(self.key)
        if said is None or said in context.taken_uids:
            return {}
        context.taken_uids.add(said)
        return {self.name: uuid.UUID(said)}


@dataclass(frozen=True)
class Count(Integer):
    """A number that is not written while it is zero."""

    def to_json(self, value):
        return value or None


MORE = (
    Uid("uid"),
    Count("sequence"),
    Time("begins_at"),
    Time("ends_at"),
    Text("place"),
    Text("link"),
    Text("introduction"),
    Text("minutes"),
    Text("cancel_reason"),
)
COMING = (Date("on"), Text("title"), *MORE)
RECTIFICATION = (Text("text"),)
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
    Choice("answered_by"),
    Choice("presence"),
    Text("represented_by"),
)

_TEXT, _DAY = {"$ref": "#/$defs/text"}, {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
_HOUR = {"type": ["string", "null"], "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
_NAMES = {"type": "array", "items": {"type": "string"}}
_ITEMS = {"type": "array", "items": {"$ref": "#/$defs/agenda_item"}}
_MORE: dict[str, dict] = {
    "uid": {"type": "string", "format": "uuid", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    "sequence": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    **dict.fromkeys(("begins_at", "ends_at"), _HOUR),
    **dict.fromkeys(("place", "link", "introduction", "minutes", "cancel_reason"), _TEXT),
    "items": _ITEMS,
    "people": {"type": "array", "items": {"$ref": "#/$defs/attendance"}},
}
OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract.bodies": {
        "quorum": {"type": ["integer", "null"], "minimum": 0},
        "theme": _TEXT,
        "actions": _NAMES,
        "until": _DAY,
        "backlog": _ITEMS,
        "other_meetings": {"type": "array", "items": {"$ref": "#/$defs/other_meeting"}},
    },
    "contract.bodies.seats": {"since": _DAY, "until": _DAY},
    "contract.bodies.meetings": {
        "state": {"enum": ["held", "closed", None]},
        # The relevé as it was closed, and what mended it since.
        "as_closed": snapshot.SCHEMA,
        "rectifications": {"type": "array", "items": {"$ref": "#/$defs/rectification"}},
        **_MORE,
    },
    "rectification": {"text": {"type": "string", "minLength": 1}},
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
        "actions": _NAMES,
    },
    "attendance": {
        "organisation": {"$ref": "#/$defs/organisation"},
        **dict.fromkeys(("name", "role", "email", "substitute_name", "substitute_email", "college"), _TEXT),
        "answer": {"enum": [*Answer.values, None]},
        "answered_by": {"enum": [*Answerer.values, None]},
        "presence": {"enum": [*Presence.values, None]},
        "represented_by": _TEXT,
    },
}


def write_more(node, body, plan):
    """The meetings that the format has no word for, what waits for one, and the fiches that the body follows."""
    others = [meeting for meeting in body.meetings.all() if not meeting.took_place]
    put(node, "other_meetings", [_other(meeting, plan) for meeting in others])
    put(node, "backlog", [_item(item, plan) for item in body.items.all() if item.meeting_id is None])
    put(node, "actions", _names(body, plan))


def _other(meeting, plan):
    return {"state": meeting.state} | write_row(meeting, COMING) | _inside(meeting, plan)


def meeting_more(meeting, plan) -> dict:
    """What a meeting that took place says beside the format."""
    node = write_row(meeting, MORE) | _inside(meeting, plan)
    if meeting.state == MeetingState.CLOSED:
        node["state"] = meeting.state
        put(node, "as_closed", meeting.as_closed)
        put(node, "rectifications", write_rows(meeting.rectifications.all(), RECTIFICATION))
    return node


def _inside(meeting, plan):
    node = {}
    put(node, "items", [_item(item, plan) for item in meeting.items.all()])
    put(node, "people", write_rows(meeting.attendances.all(), PERSON))
    return node


def _item(item, plan):
    node = write_row(item, ITEM)
    put(node, "actions", _names(item, plan))
    return node


def _names(row, plan):
    return [called(action, plan) for action in row.actions.all()]


def find_taken_uids(reader):
    """Those of the file that meetings of the site bear already, in one query."""
    bodies = reader.node.get("bodies") or ()
    meetings = [each for body in bodies for key in ("meetings", "other_meetings") for each in body.get(key) or ()]
    said = {each["uid"] for each in meetings if each.get("uid")}
    reader.taken_uids = {str(uid) for uid in Meeting.objects.filter(uid__in=said).values_list("uid", flat=True)}


def read_more(reader, bodies, meetings):
    others = reader.children(Meeting, bodies, "other_meetings", COMING, link="body", state=lambda node: node["state"])
    waiting = reader.children(AgendaItem, bodies, "backlog", ITEM, link="body")
    found = [*meetings, *others]
    # An item of a meeting hangs on its body too.
    bodies_of = {id(item): meeting.body for node, _path, meeting in found for item in node.get("items") or ()}
    items = reader.children(AgendaItem, found, "items", ITEM, link="meeting", body=lambda node: bodies_of[id(node)])
    reader.children(Attendance, found, "people", PERSON, link="meeting")
    reader.children(Rectification, meetings, "rectifications", RECTIFICATION, link="meeting")
    plan = list(reader.contract.actions.all())
    _link(Body.actions.through, "body", bodies, plan)
    _link(AgendaItem.actions.through, "agendaitem", [*waiting, *items], plan)
    return found, items


def _link(through, one, made, plan):
    """The fiches that each node names."""
    links = [
        through(**{one: row, "action": action})
        for node, _path, row in made
        for action in filter(None, (named(plan, said) for said in node.get("actions") or ()))
    ]
    through.objects.bulk_create(links, ignore_conflicts=True)


def keep_as_closed(meetings):
    """Once everything is read: the relevé of each closed meeting, as the file says it, else as it is now."""
    for node, _path, meeting in meetings:
        if meeting.state == MeetingState.CLOSED:
            kept = node.get("as_closed") or snapshot.taken_now(meeting)
            Meeting.objects.filter(pk=meeting.pk).update(as_closed=kept)
