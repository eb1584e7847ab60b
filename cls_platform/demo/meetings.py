"""The meeting to come of the demonstration: convened, with its agenda and the first answers."""

from datetime import time, timedelta

from django.utils import timezone

from governance.services import agenda, meetings
from governance.services.answers import Place, answer_invitation, link_of

PLAIN = ("place", "title", "introduction")


def convene(node, contract, actor):
    today = timezone.localdate()
    body = contract.bodies.filter(kind=node["body"]).first()
    hours = {name: time.fromisoformat(node[name]) for name in ("begins_at", "ends_at")}
    on = today + timedelta(days=node["in_days"])
    meeting = meetings.prepare_meeting(body=body, actor=actor, on=on, **hours, **{name: node[name] for name in PLAIN})
    for item in node["items"]:
        agenda.add_item(body=body, meeting=meeting, actor=actor, **item)
    meetings.pass_meeting(meeting, "convened", actor=actor, today=today)
    for attendance, answer in zip(meeting.attendances.all(), node["answers"], strict=False):
        answer_invitation(link_of(meeting, Place(attendance)), answer=answer, today=today)
