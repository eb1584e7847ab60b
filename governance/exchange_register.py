"""What our files say beyond the format: decisions with their number and effects, and what follows from them.

The format knows the texts of a meeting's decisions. Where `decisions` is there it is the register, and those texts
are only its echo; a file of somebody else has the texts alone, and they are numbered in the order of the meetings.
"""

from contracts.exchange.contract_part import called, named
from contracts.exchange.fields import (
    Choice,
    Date,
    Flag,
    Integer,
    Organisation,
    Strings,
    Text,
    person_node,
    put,
    write_row,
)
from governance.enums import DecisionKind, Effect
from governance.models import Decision, FollowUp
from governance.services.decisions import seal

DECISION = (Integer("number"), Date("on"), Text("text"), Choice("kind"), Strings("effects"), Flag("prepares_amendment"))
FOLLOW_UP = (
    Text("text"),
    Organisation("organisation"),
    Date("due_on"),
    Flag("high_priority"),
    Date("done_on"),
    Text("proof"),
    Text("dropped_reason"),
    Date("verified_on"),
)

_TEXT, _DATE = {"$ref": "#/$defs/text"}, {"$ref": "#/$defs/date"}
_NUMBER = {"type": ["integer", "null"], "minimum": 1, "maximum": 2**31 - 1}
_PLACE = {**_NUMBER, "type": "integer"}
_NAMES = {"type": "array", "items": {"type": "string"}}
_FOLLOW_UPS = {"type": "array", "items": {"$ref": "#/$defs/follow_up"}}
OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract": {
        "decisions": {"type": "array", "items": {"$ref": "#/$defs/decision"}},
        "follow_ups": _FOLLOW_UPS,
    },
    "decision": {
        "number": {**_NUMBER, "type": "integer"},
        "on": {"type": "string", "format": "date"},
        "text": {"type": "string", "minLength": 1},
        "kind": {"enum": DecisionKind.values},
        "effects": {"type": "array", "items": {"enum": Effect.values}},
        "prepares_amendment": {"type": ["boolean", "null"]},
        # From 1, in the order of the file; the day says which of its meetings.
        "body_number": _NUMBER,
        "in_meeting": {"type": ["boolean", "null"]},
        # Of the agenda of that meeting, from 1.
        "item_number": _NUMBER,
        "supersedes": _NUMBER,
        "amendment_number": _NUMBER,
        "actions": _NAMES,
        "axes": _NAMES,
        "commitments": {"type": "array", "items": {"$ref": "#/$defs/commitment_place"}},
        "follow_ups": _FOLLOW_UPS,
    },
    # Both from 1, in the order of the file.
    "commitment_place": {"signatory": _PLACE, "commitment": _PLACE},
    "follow_up": {
        "text": {"type": "string", "minLength": 1},
        "action": _TEXT,
        # The meeting that it comes from, said as for a decision.
        "body_number": _NUMBER,
        "meeting_on": _DATE,
        "organisation": {"anyOf": [{"$ref": "#/$defs/organisation"}, {"type": "null"}]},
        "person": {"anyOf": [{"$ref": "#/$defs/person"}, {"type": "null"}]},
        "high_priority": {"type": ["boolean", "null"]},
        **dict.fromkeys(("due_on", "done_on", "verified_on"), _DATE),
        **dict.fromkeys(("proof", "dropped_reason"), _TEXT),
    },
}


# --- Writing ------------------------------------------------------------------------------------------
def write(context):
    contract = context.contract
    plan = {"actions": list(contract.actions.all()), "axes": list(contract.axes.all())}
    bodies = {body.pk: place for place, body in enumerate(contract.bodies.all(), start=1)}
    plan["commitments"] = _commitment_places(contract)
    inside = ("actions", "axes", "commitments", "follow_ups__organisation__aliases", "follow_ups__owner")
    rows = contract.decisions.select_related("supersedes", "amendment").prefetch_related(
        *inside, "follow_ups__action", "meeting__items", "follow_ups__meeting"
    )
    put(context.node, "decisions", [_decision(row, plan, bodies) for row in rows])
    alone = contract.follow_ups.filter(decision=None).select_related("owner", "action", "organisation", "meeting")
    alone = alone.prefetch_related("organisation__aliases")
    put(context.node, "follow_ups", [_follow_up(row, plan, bodies) for row in alone])


def _item_number(row):
    if not row.item_id or not row.meeting_id:
        return None
    keys = [item.pk for item in row.meeting.items.all()]
    return keys.index(row.item_id) + 1 if row.item_id in keys else None


def _decision(row, plan, bodies):
    node = write_row(row, DECISION)
    said = {
        "body_number": bodies.get(row.body_id),
        "in_meeting": bool(row.meeting_id),
        "item_number": _item_number(row),
        "supersedes": row.supersedes and row.supersedes.number,
        "amendment_number": row.amendment and row.amendment.number,
    }
    for name in ("actions", "axes"):
        said[name] = [called(each, plan[name]) for each in getattr(row, name).all()]
    said["commitments"] = [plan["commitments"][each.pk] for each in row.commitments.all()]
    said["follow_ups"] = [_follow_up(each, plan, bodies) for each in row.follow_ups.all()]
    return node | {key: value for key, value in said.items() if value}


def _commitment_places(contract) -> dict:
    """The key of each promise → its place: promises have neither number nor title."""
    signatories = contract.signatories.prefetch_related("commitments")
    return {
        promise.pk: {"signatory": n, "commitment": m}
        for n, signatory in enumerate(signatories, start=1)
        for m, promise in enumerate(signatory.commitments.all(), start=1)
    }


def _follow_up(row, plan, bodies):
    node = write_row(row, FOLLOW_UP)
    name, email = (str(row.owner), row.owner.email) if row.owner else (row.owner_name, row.owner_email)
    put(node, "person", person_node(name, "", email))
    put(node, "action", called(row.action, plan["actions"]) if row.action else None)
    if row.meeting:
        node |= {"body_number": bodies[row.meeting.body_id], "meeting_on": row.meeting.on.isoformat()}
    return node


# --- Reading ------------------------------------------------------------------------------------------
def read(reader, bodies, meetings, items):
    """After the plan: decisions name its fiches and axes. `meetings` and their `items` as the reader made them."""
    plan = {"actions": list(reader.contract.actions.all()), "axes": list(reader.contract.axes.all())}
    known = {"bodies": [body for _node, _path, body in bodies], "meetings": [meeting for *_, meeting in meetings]}
    known["items"] = [item for *_, item in items]
    reader.refuse_repeated("decisions", "number")
    decisions = _save(reader, _built(reader, known))
    _link(reader, decisions, plan)
    facts = {"action": _named(plan), "meeting": _meeting_of(known), **_person()}
    reader.rows(FollowUp, reader.node.get("follow_ups"), "contract.follow_ups", FOLLOW_UP, **facts)
    reader.children(FollowUp, decisions, "follow_ups", FOLLOW_UP, link="decision", **facts)


def _places(known):
    def body(node):
        place = node.get("body_number")
        return known["bodies"][place - 1] if place and place <= len(known["bodies"]) else None

    def meeting(node):
        return _on_the_day(known, body(node), node["on"]) if node.get("in_meeting") else None

    def item(node):
        held, rank = meeting(node), node.get("item_number") or 0
        agenda = [each for each in known["items"] if held and each.meeting == held]
        return agenda[rank - 1] if 0 < rank <= len(agenda) else None

    return {"body": body, "meeting": meeting, "item": item}


def _on_the_day(known, body, day):
    found = [each for each in known["meetings"] if each.body == body and each.on.isoformat() == day]
    return found[0] if found else None


def _meeting_of(known):
    """The meeting of a follow-up."""

    def meeting(node):
        place = node.get("body_number")
        body = known["bodies"][place - 1] if place and place <= len(known["bodies"]) else None
        return _on_the_day(known, body, node.get("meeting_on")) if body else None

    return meeting


def _built(reader, known):
    """`(node, path, row)` of each decision, the one that it replaces already in its place."""
    amendments = {each.number: each for each in reader.contract.amendments.all()}
    facts = {"amendment": lambda node: amendments.get(node.get("amendment_number")), **_places(known)}
    made = []
    for index, node in enumerate(reader.node.get("decisions") or ()):
        path = f"contract.decisions[{index}]"
        given = {name: value(node) for name, value in facts.items()}
        if row := reader.build(Decision, node, path, DECISION, position=index + 1, **given):
            row.search = row.search_text()
            made.append((node, path, row))
    by_number = {row.number: row for *_, row in made}
    replaced = set()
    for node, path, row in made:
        row.supersedes = by_number.get(node.get("supersedes"))
        if row.supersedes and row.supersedes.number in replaced | {row.number}:
            reader.problem(f"{path}.supersedes", "Une décision n’est remplacée qu’une fois, et par une autre.")
        replaced |= {row.supersedes.number} if row.supersedes else set()
    return made


def _save(reader, made):
    """A decision is never changed once written: those that are replaced come before those that replace them."""
    saved, waiting = [], made
    while waiting:
        ready = [each for each in waiting if each[2].supersedes is None or each[2].supersedes.pk]
        if not ready:
            reader.problem("contract.decisions", "Des décisions se remplacent en rond.")
            return []
        for *_, row in ready:
            # The key of the one that it replaces is known by now.
            row.supersedes = row.supersedes
        if not reader.save(Decision, ready):
            return []
        saved += ready
        waiting = [each for each in waiting if not each[2].pk]
    return saved


def _link(reader, decisions, plan):
    for name, one in (("actions", "action"), ("axes", "axis")):
        through = getattr(Decision, name).through
        links = [
            through(decision=decision, **{one: row})
            for node, _path, decision in decisions
            for row in filter(None, (named(plan[name], said) for said in node.get(name) or ()))
        ]
        through.objects.bulk_create(links, ignore_conflicts=True)
    _link_commitments(reader, decisions)
    seal([decision for *_, decision in decisions])


def _link_commitments(reader, decisions):
    through = Decision.commitments.through
    links = []
    for node, path, decision in decisions:
        for place in node.get("commitments") or ():
            signatory, promise = (place.get(key, 0) - 1 for key in ("signatory", "commitment"))
            known = reader.commitments.get(f"contract.signatories[{signatory}].commitments[{promise}]")
            if known is None:
                reader.doubt(f"{path}.commitments", "L’engagement désigné n’est pas dans ce contrat.")
            else:
                links.append(through(decision=decision, commitment=known))
    through.objects.bulk_create(links, ignore_conflicts=True)


def _named(plan):
    return lambda node: named(plan["actions"], node["action"]) if node.get("action") else None


def _person():
    def part(key):
        return lambda node: (node.get("person") or {}).get(key) or ""

    return {"owner_name": part("name"), "owner_email": part("email")}
