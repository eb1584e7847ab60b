"""What a new meeting should look at: what was left open, fiche by fiche, decision by decision."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When

from core.errors import Invalid
from core.wording import short_day
from governance.commitments import to_review
from governance.enums import DecisionKind, ItemKind
from governance.models import FollowUp, Meeting

from .agenda import add_item


@dataclass(frozen=True)
class Proposal:
    """One item that may be put on the agenda in one click. `key` finds it again."""

    key: str
    title: str
    why: str
    kind: str = ItemKind.DISCUSSION
    description: str = ""
    actions: tuple = ()


def proposals_for(meeting, *, today) -> list[Proposal]:
    """Late fiches, pending follow-ups, decisions to confirm or to take up again, commitments to review; without what
    already stands on the agenda."""
    found = [
        *_late_actions(meeting, today),
        *_pending(meeting, today),
        *_decisions(meeting),
        *_commitments(meeting, today),
    ]
    there = set(meeting.items.values_list("title", flat=True))
    return [proposal for proposal in found if proposal.title not in there]


def _late_actions(meeting, today):
    late = list(meeting.contract.actions.late_on(today).in_plan_order())
    if late:
        lines = "\n".join(f"– {action}" for action in late)
        yield Proposal("late", "Fiches en retard", _count(late, "fiche"), description=lines, actions=tuple(late))


def _pending(meeting, today):
    pending = list(FollowUp.objects.pending().filter(contract=meeting.contract).order_by("due_on", "id"))
    if pending:
        lines = "\n".join(f"– {_bare(row.text)}{_due(row)}" for row in pending)
        late = [row for row in pending if row.late_on(today)]
        why = f"{_count(pending, 'suite')}, dont {len(late)} en retard" if late else _count(pending, "suite")
        yield Proposal("follow-ups", "Suites données aux décisions précédentes", why, description=lines)


def _bare(text):
    """A sentence that goes on: without its full stop."""
    return text.strip().removesuffix(".")


def _due(row):
    who = f", {row.owner_name}" if row.owner_name else ""
    return f"{who}, pour le {short_day(row.due_on)}" if row.due_on else who


def _decisions(meeting):
    """In force: what this body postponed, what it has to confirm, and what did not follow from what it decided."""
    for decision in _decisions_open(meeting):
        if decision.kind == DecisionKind.REPORT:
            asks, why = "à reprendre", "Elle a été reportée"
        elif decision.between:
            asks, why = "à confirmer", "Prise entre deux séances"
        else:
            asks, why = "où en est-on\xa0?", "Ses suites ne sont pas faites"
        title = f"Décision n°\xa0{decision.number}\xa0: {asks}"
        yield Proposal(f"decision-{decision.pk}", title, why, ItemKind.DECISION, decision.text)


def _decisions_open(meeting):
    """`between`: taken outside of a meeting, by this body or by none, since this body last met."""
    last = Meeting.objects.took_place().filter(body=meeting.body).order_by("-on").values("on")[:1]
    ours = Q(body=meeting.body)
    between = Q(meeting=None, on__gt=Subquery(last)) & (ours | Q(body=None))
    rows = meeting.contract.decisions.in_force().annotate(
        waits=Exists(FollowUp.objects.pending().filter(decision=OuterRef("pk"))),
        between=Case(When(between, then=True), default=False),
    )
    return rows.filter(Q(between=True) | ours & (Q(waits=True) | Q(kind=DecisionKind.REPORT))).order_by("number")


def _commitments(meeting, today):
    """Late, or of which nobody has said anything for the time that the region allows."""
    rows = list(to_review(meeting.contract, today).by_signatory())
    if rows:
        late = [row for row in rows if row.late_on(today)]
        lines = "\n".join(f"– {row.signatory.organisation}\xa0: {_bare(row.text)}{_term(row)}" for row in rows)
        why = _count(rows, "engagement") + (f", dont {len(late)} en retard" if late else "")
        yield Proposal("commitments", "Engagements des signataires à revoir", why, description=lines)


def _term(row):
    return f" (pour le {short_day(row.due_on)})" if row.due_on else ""


def _count(rows, word):
    return f"{len(rows)}\xa0{word}{'s' if len(rows) > 1 else ''}"


@transaction.atomic
def add_proposals(*, meeting, keys, actor, today):
    """Put the chosen proposals on the agenda. Raises `Invalid` where nothing is chosen."""
    chosen = [proposal for proposal in proposals_for(meeting, today=today) if proposal.key in set(keys)]
    if not chosen:
        raise Invalid("Choisissez au moins une proposition.")
    for proposal in chosen:
        facts = {"title": proposal.title, "kind": proposal.kind, "description": proposal.description}
        add_item(body=meeting.body, meeting=meeting, actor=actor, actions=proposal.actions, **facts)
    return chosen
