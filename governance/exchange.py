"""Governance's share of the exchange file: bodies, their seats and meetings, coordination posts."""

from django.db.models import Prefetch

from actions.exchange import tables
from contracts.exchange.fields import (
    Choice,
    Date,
    Integer,
    Number,
    Organisation,
    Person,
    Text,
    organisation_node,
    put,
    read_row,
    write_row,
    write_rows,
)
from governance import exchange_meetings, exchange_register
from governance.enums import MeetingState
from governance.models import (
    Body,
    CoordinationPost,
    Decision,
    GovernanceSettings,
    Meeting,
    PostFunding,
    PostHolder,
    PostShare,
    Seat,
)
from governance.services.decisions import seal

BODY = (Choice("kind"), Text("name"), Integer("meetings_per_year"), Integer("quorum"), Text("theme"), Date("until"))
SEAT = (
    Organisation("organisation"),
    Person("holder"),
    Person("substitute"),
    Text("college"),
    Date("since"),
    Date("until"),
)
MEETING = (Date("held_on", "on"), Text("title"), *exchange_meetings.MORE)
POST = (
    Text("title"),
    Number("fte"),
    Text("employer"),
    Text("location"),
    Date("since"),
    Date("until"),
    Person("holder"),
)
FORMER_HOLDER = (Person("holder"), Date("since"), Date("until"))
#: The money of a post is written like that of a fiche.
FUNDING = tables.FUNDING
SHARING = (Number("ars_share"), Text("reason", "sharing_reason"))
SHARE = (Text("scheme"), Number("share"))
OWN_KEYS: dict[str, dict[str, dict]] = {
    **exchange_meetings.OWN_KEYS,
    **exchange_register.OWN_KEYS,
    "contract": {
        **exchange_register.OWN_KEYS["contract"],
        "coordination_sharing": {
            "type": "object",
            "required": ["ars_share", "reason"],
            "properties": {
                "ars_share": {"type": "number", "minimum": 0, "maximum": 100},
                "reason": {"type": "string", "minLength": 1},
            },
        },
    },
    "contract.coordination": {
        "location": {"$ref": "#/$defs/text"},
        "former_holders": {"type": "array", "items": {"$ref": "#/$defs/former_holder"}},
    },
    "former_holder": {
        "holder": {"$ref": "#/$defs/person"},
        "since": {"$ref": "#/$defs/date"},
        "until": {"type": "string", "format": "date"},
    },
}


def write(context):
    plan = list(context.contract.actions.all())
    bodies = context.contract.bodies.prefetch_related(
        "seats__organisation__aliases", "chairs__aliases", "actions", "items__actions", _meetings()
    )
    put(context.node, "bodies", [_body_node(body, plan) for body in bodies])
    exchange_register.write(context)
    posts = context.contract.coordination_posts.prefetch_related(
        "fundings__funder__aliases", "shares", "former_holders"
    )
    put(context.node, "coordination", [_post_node(post) for post in posts])
    settings = GovernanceSettings.objects.filter(contract=context.contract, ars_share__isnull=False).first()
    put(context.node, "coordination_sharing", write_row(settings, SHARING) if settings else {})


def _body_node(body, plan):
    node = write_row(body, BODY)
    put(node, "seats", write_rows(body.seats.all(), SEAT))
    put(node, "meetings", [_meeting_node(meeting, plan) for meeting in body.meetings.all() if meeting.took_place])
    exchange_meetings.write_more(node, body, plan)
    put(node, "chairs", [organisation_node(organisation) for organisation in body.chairs.all()])
    return node


def _meetings():
    inside = ("decisions", "items__actions", "attendances__organisation__aliases", "rectifications")
    return Prefetch("meetings", Meeting.objects.prefetch_related(*inside))


def _meeting_node(meeting, plan):
    node = write_row(meeting, MEETING[:2]) | exchange_meetings.meeting_more(meeting, plan)
    put(node, "decisions", [decision.text for decision in meeting.decisions.all()])
    return node


def _post_node(post):
    node = write_row(post, POST)
    put(node, "funding", write_rows(post.fundings.all(), FUNDING))
    put(node, "shared_with", write_rows(post.shares.all(), SHARE))
    put(node, "former_holders", write_rows(post.former_holders.all(), FORMER_HOLDER))
    return node


def read(reader):
    bodies = reader.rows(Body, reader.node.get("bodies"), "contract.bodies", BODY)
    reader.children(Seat, bodies, "seats", SEAT, link="body", periods=(("since", "until"),))
    exchange_meetings.find_taken_uids(reader)
    meetings = reader.children(Meeting, bodies, "meetings", MEETING, link="body", state=_state)
    every_meeting, items = exchange_meetings.read_more(reader, bodies, meetings)
    exchange_register.read(reader, bodies, every_meeting, items)
    if not reader.node.get("decisions"):
        _read_decisions(reader, meetings)
    exchange_meetings.keep_as_closed(meetings)
    _read_chairs(reader, bodies)
    nodes = reader.node.get("coordination")
    posts = reader.rows(CoordinationPost, nodes, "contract.coordination", POST, periods=(("since", "until"),))
    reader.children(PostFunding, posts, "funding", FUNDING, link="post")
    reader.children(PostShare, posts, "shared_with", SHARE, link="post")
    reader.children(PostHolder, posts, "former_holders", FORMER_HOLDER, link="post", periods=(("since", "until"),))
    _read_sharing(reader)


def _read_sharing(reader):
    if node := reader.node.get("coordination_sharing"):
        said = read_row(node, SHARING, "contract.coordination_sharing", reader)
        GovernanceSettings.objects.create(contract=reader.contract, **said)


def _state(node):
    """What the format calls a meeting is one that took place."""
    return node.get("state") or MeetingState.HELD


def _read_decisions(reader, meetings):
    """The format says a decision by its text: the register numbers them in the order of the meetings."""
    made = []
    for node, path, meeting in sorted(meetings, key=lambda found: found[2].on):
        facts = {"contract": reader.contract, "meeting": meeting, "body": meeting.body, "on": meeting.on}
        for text in node.get("decisions") or ():
            decision = Decision(**facts, number=len(made) + 1, position=len(made) + 1, text=text)
            decision.search = decision.search_text()
            made.append((node, path, decision))
    seal([row for *_, row in reader.save(Decision, made)])


def _read_chairs(reader, bodies):
    links = []
    for node, path, body in bodies:
        for index, data in enumerate(node.get("chairs") or ()):
            if organisation := reader.organisation(data, f"{path}.chairs[{index}]"):
                links.append(Body.chairs.through(body=body, organisation=organisation))
    Body.chairs.through.objects.bulk_create(links, ignore_conflicts=True)
