"""What lets somebody start where another stopped: fiches, what waits, dates, contacts, documents, answers."""

from django.db.models import Prefetch

from actions.models import Action, ActionPerson, FundingAgreement, NewsRequest, Note, Step
from contracts.services.documents import RESERVED
from core import wording
from governance.models import Decision, FollowUp, Meeting, PostFunding

from .contacts import contacts_of

STEPS_SHOWN, DOCUMENTS_SHOWN = 3, 40


def of_handover(handover, *, today) -> dict:
    """Plain values, kept with the job that prints them."""
    contract = handover.contract
    return {
        "kind": handover.get_kind_display(),
        "post": _post(handover.post),
        "leaver": handover.leaver_name,
        "leaves": _day(handover.leaves_on),
        "successor": str(handover.successor or ""),
        "actions": [_action(row, today) for row in _actions(contract)],
        "follow_ups": [_follow_up(row, today) for row in _follow_ups(contract)],
        "decisions": [_decision(row) for row in _decisions(contract)],
        "dates": [[wording.day(on), words] for on, words in _dates(contract, today)],
        "contacts": contacts_of(contract),
        "documents": [_document(row) for row in _documents(contract)],
        "answers": [[row.question, row.text] for row in handover.answers.all()],
    }


def _day(value):
    return wording.day(value) if value else ""


def _post(post):
    return {"title": str(post), "employer": post.employer, "location": post.location} if post else None


def _actions(contract):
    steps = Step.objects.filter(done_on__isnull=True).order_by("due_on", "position", "id")
    leads = ActionPerson.objects.filter(part="lead")
    asks = NewsRequest.objects.answerable().select_related("link")
    rows = Action.objects.filter(contract=contract).select_related("contract").in_plan_order()
    return rows.prefetch_related(
        Prefetch("steps", steps, to_attr="undone"),
        Prefetch("person_parts", leads, to_attr="leads"),
        Prefetch("news_requests", asks, to_attr="asks"),
        Prefetch("notes", Note.objects.order_by("-on", "-id"), to_attr="last_notes"),
    )


def _action(row, today):
    return {
        "title": str(row),
        "status": row.status,
        "label": row.get_status_display() or "Sans statut",
        "late": row.late_on(today),
        "ends": _day(row.ends_on),
        "leads": ", ".join(str(each) for each in row.leads),
        "steps": [_dated(step.title, step.due_on) for step in row.undone[:STEPS_SHOWN]],
        "asks": [f"{each.link}, {each.get_state_display().lower()}" for each in row.asks],
        "note": f"{wording.short_day(row.last_notes[0].on)}\xa0: {row.last_notes[0].text}" if row.last_notes else "",
        "url": row.get_absolute_url(),
    }


def _dated(words, on):
    return f"{words}, pour le {wording.day(on)}" if on else str(words)


def _follow_ups(contract):
    return FollowUp.objects.filter(contract=contract).pending().for_lists().soonest_first()


def _follow_up(row, today):
    return {"text": row.text.rstrip(". "), "who": row.who, "due": _day(row.due_on), "late": row.late_on(today)}


def _decisions(contract):
    """In force, and something of them is not done: follow-ups that wait, an avenant to prepare."""
    rows = Decision.objects.filter(contract=contract).in_force().select_related("contract")
    waiting = rows.in_state("pending") | rows.asking_for_an_amendment()
    return rows.filter(pk__in=waiting.values("pk")).order_by("-number")


def _decision(row):
    return {
        "number": row.number,
        "on": wording.day(row.on),
        "text": row.text,
        "amendment": row.prepares_amendment and row.amendment_id is None,
        "url": row.get_absolute_url(),
    }


def _dates(contract, today):
    """(day, words) of what comes: meetings, terms of promises, agreements and accounts, the end of the contract."""
    found = [(each.on, f"Séance\xa0: {each.body}") for each in _meetings(contract, today)]
    for row in FundingAgreement.objects.filter(contract=contract):
        found += [(row.ends_on, f"Fin de la convention {row}")]
        found += [(row.accounts_due_on, f"Compte rendu financier\xa0: {row}")] if not row.accounts_received_on else []
    posts = PostFunding.objects.filter(contract=contract).select_related("funder")
    found += [(row.agreement_ends_on, f"Fin du financement du poste par {row.funder}") for row in posts]
    promises = contract.commitments.pending().select_related("signatory__organisation")
    found += [(row.due_on, f"Engagement de {row.signatory}\xa0: {row}") for row in promises]
    found += [(contract.effective_ends_on, "Fin du contrat")]
    return sorted({(on, words) for on, words in found if on and on >= today})


def _meetings(contract, today):
    return Meeting.objects.filter(contract=contract).to_come(today).select_related("body")


def _documents(contract):
    rows = contract.documents.filter(withdrawn_at__isnull=True, replaced_by__isnull=True).exclude(kind__in=RESERVED)
    return rows.order_by("-created_at")[:DOCUMENTS_SHOWN]


def _document(row):
    return {"title": row.title, "kind": row.get_kind_display(), "on": _day(row.dated_on) or wording.day(row.created_at)}
