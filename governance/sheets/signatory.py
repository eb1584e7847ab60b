"""One signatory before a meeting with it: its promises, fiches, money, seats and presences, and what was decided."""

from django.db.models import Prefetch, Q
from django.urls import reverse

from actions.enums import OrganisationPart
from actions.figures import MoneyCube
from actions.models import Action, ActionOrganisation, Funding, Step
from contracts import beside
from core import wording
from governance.enums import Presence
from governance.figures_commitments import commitments_by_signatory
from governance.models import Attendance, Decision, FollowUp, PostFunding, Seat

PRESENCES_SHOWN = 12


def of_signatory(signatory, *, today) -> dict:
    """Plain values, kept with the job that prints them."""
    contract, organisation = signatory.contract, signatory.organisation
    counted = commitments_by_signatory(contract, today).get(signatory.pk)
    fiches = _actions(contract, organisation)
    return {
        "name": organisation.name,
        "capacity": signatory.get_capacity_display(),
        "representative": ", ".join(filter(None, [signatory.representative_name, signatory.representative_role])),
        "deliberated": _day(signatory.deliberated_on),
        "signed": _day(signatory.signed_on),
        "kept": counted.kept if counted else 0,
        "promised": counted.promised if counted else 0,
        "late": counted.late if counted else 0,
        "commitments": [_commitment(row, today) for row in _commitments(signatory)],
        "actions": [_action(row, today) for row in fiches],
        "money": _money(contract, organisation),
        "seats": [_seat(row) for row in _seats(contract, organisation, today)],
        "presences": [_presence(row) for row in _presences(contract, organisation)],
        "decisions": [_decision(row) for row in _decisions(signatory, fiches)],
        "follow_ups": [_follow_up(row, today) for row in _follow_ups(contract, organisation)],
    }


def _day(value):
    return wording.day(value) if value else ""


def _commitments(signatory):
    return beside.attach(beside.COMMITMENT, signatory.commitments.select_related("reviewed_by"))


def _commitment(row, today):
    decisions = [each for block in row.beside for each in block["context"].get("decisions", ())]
    return {
        "text": row.text,
        "state": row.state or "to_keep",
        "label": row.get_state_display() or "À tenir",
        "due": _day(row.due_on),
        "late": row.late_on(today),
        "proof": row.proof,
        "comment": row.comment,
        "reviewed": _day(row.reviewed_on),
        "decisions": [each.number for each in decisions],
    }


def _actions(contract, organisation):
    """Its fiches as lead or partner, in the order of the plan, with the next thing to do in each."""
    parts = ActionOrganisation.objects.filter(contract=contract, organisation=organisation)
    inside = Prefetch("organisation_parts", parts, to_attr="its_parts")
    steps = Prefetch("steps", Step.objects.filter(done_on__isnull=True).order_by("due_on", "position"), to_attr="next")
    rows = Action.objects.filter(pk__in=parts.values("action")).select_related("contract").in_plan_order()
    return list(rows.prefetch_related(inside, steps))


def _action(row, today):
    step = row.next[0] if row.next else None
    parts = sorted({OrganisationPart(each.part).label for each in row.its_parts}, reverse=True)
    return {
        "title": str(row),
        "part": ", ".join(parts),
        "status": row.status,
        "label": row.get_status_display() or "Sans statut",
        "ends": _day(row.ends_on),
        "late": row.late_on(today),
        "next": f"{step}{f', pour le {wording.day(step.due_on)}' if step.due_on else ''}" if step else "",
        "url": row.get_absolute_url(),
    }


def _money(contract, organisation):
    """(what, year, planned, granted, spent) in euros: its lines on fiches, then on posts of coordination."""
    cube = MoneyCube(Funding.objects.filter(contract=contract, funder=organisation))
    fiches = sorted(cube.by_year().items(), key=lambda pair: pair[0] or 9999)
    lines = [["Fiches", year, money.planned, money.granted, money.spent] for year, money in fiches]
    posts = PostFunding.objects.filter(contract=contract, funder=organisation).order_by("year", "position", "id")
    lines += [["Coordination", each.year, each.planned, each.granted, each.spent] for each in posts]
    return [[what, str(year or "Sans année"), *map(wording.money, amounts)] for what, year, *amounts in lines]


def _seats(contract, organisation, today):
    return (
        Seat.objects.filter(contract=contract, organisation=organisation)
        .held_on(today)
        .select_related("body")
        .order_by("body__position", "position", "id")
    )


def _seat(row):
    return {"body": str(row.body), "holder": row.holder_name, "substitute": row.substitute_name}


def _presences(contract, organisation):
    rows = Attendance.objects.filter(contract=contract, organisation=organisation, presence__in=Presence.values)
    return rows.select_related("contract", "meeting__body").order_by("-meeting__on", "-pk")[:PRESENCES_SHOWN]


def _presence(row):
    return {
        "on": wording.day(row.meeting.on),
        "body": str(row.meeting.body),
        "presence": Presence(row.presence).label,
        "name": row.name,
        "url": reverse("governance:meeting", args=[row.contract.reference, row.meeting_id]),
    }


def _decisions(signatory, fiches):
    """In force, about its promises, its fiches, or followed by something asked of it."""
    about = Q(commitments__signatory=signatory) | Q(follow_ups__organisation=signatory.organisation)
    about |= Q(actions__in=[row.pk for row in fiches])
    rows = Decision.objects.filter(about, contract=signatory.contract).in_force()
    return rows.select_related("contract").distinct().order_by("-number")


def _decision(row):
    return {"number": row.number, "on": wording.day(row.on), "text": row.text, "url": row.get_absolute_url()}


def _follow_ups(contract, organisation):
    rows = FollowUp.objects.filter(contract=contract, organisation=organisation)
    return rows.pending().for_lists().soonest_first()


def _follow_up(row, today):
    return {"text": row.text.rstrip(". "), "who": row.who, "due": _day(row.due_on), "late": row.late_on(today)}
