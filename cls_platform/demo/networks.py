"""The bodies of territories of the demonstration: a network with a past meeting, closed, and one convened."""

from datetime import time, timedelta

from django.utils import timezone

from core.history import Channel, acting
from governance.models import Network
from governance.services import network_follow_ups as follow_ups
from governance.services import network_meetings as meetings
from governance.services import networks as services
from territories.models import Region

from .files import read


def gather(people):
    for node in read("networks.json"):
        if not Network.objects.filter(region=node["region"], name=node["name"]).exists():
            with acting(people[node["by"]], Channel.PAGE):
                _gather(node, people[node["by"]], people)


def _gather(node, actor, people):
    today = timezone.localdate()
    said = {name: node[name] for name in ("kind", "name", "purpose", "meetings_per_year")}
    network = services.create_network(actor=actor, region=Region.objects.get(pk=node["region"]), **said)
    since = today - timedelta(days=300)
    for email in node["accounts"]:
        services.add_member(network=network, actor=actor, email=people[email].email, since=since)
    for member in node["members"]:
        services.add_member(network=network, actor=actor, since=since, **member)
    for each in node["meetings"]:
        _meet(network, each, actor, today, people)


def _meet(network, node, actor, today, people):
    on = today + timedelta(days=node["in_days"])
    hours = {name: time.fromisoformat(node[name]) for name in ("begins_at", "ends_at")}
    plain = {name: node[name] for name in ("place", "link", "introduction") if name in node}
    meeting = meetings.prepare_meeting(network=network, actor=actor, on=on, **hours, **plain)
    for item in node["items"]:
        meetings.add_item(meeting=meeting, actor=actor, **item)
    if on >= today:
        meetings.pass_meeting(meeting, "convened", actor=actor, today=today)
        return
    meeting = meetings.pass_meeting(meeting, "held", actor=actor, today=on)
    meeting = meetings.edit_meeting(meeting, actor=actor, minutes=node["minutes"])
    for row, presence in zip(meeting.attendances.all(), node["presences"], strict=False):
        meetings.note_presence(row, actor=actor, presence=presence)
    for text in node["decisions"]:
        meetings.decide(network=network, meeting=meeting, actor=actor, on=on, today=today, text=text)
    for asked in node["follow_ups"]:
        _ask(network, asked, actor, today, people)
    meetings.pass_meeting(meeting, "closed", actor=actor, today=on)


def _ask(network, node, actor, today, people):
    owner = people[node["account"]] if "account" in node else None
    facts = {"owner": owner, "owner_name": node.get("name", ""), "due_on": today + timedelta(days=node["in_days"])}
    decision = network.decisions.get(number=node["decision"])
    follow_ups.add_follow_up(network=network, actor=actor, text=node["text"], decision=decision, **facts)
