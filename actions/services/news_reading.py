"""What the coordinator makes of an answer: approved, taken back within a day, or returned with a word."""

from django.db import transaction
from django.utils import timezone

from actions.enums import NewsState, Reason
from actions.models import Factor, Measure, NewsMail, NewsRequest, Note, Step
from actions.permissions import writes_contract
from contracts.writing import edit, hold, refuse_unless
from core.errors import Invalid, Refused, Stale
from core.history import acting
from core.versioned import lock

from .fiches import edit_action
from .news import NOT_YOURS, VALID_FOR, Person, link_of, promise, refuse_settled
from .rows import add_factor, add_measure, add_note, add_step, remove_row

UNDO_REASON = "Annulation de l’accord donné à une réponse."
ROWS = {"note": Note, "factor": Factor, "step": Step, "measure": Measure}
NAMES = {"note": "La note", "factor": "Ce qui bloque", "step": "L’étape", "measure": "La valeur"}


@transaction.atomic
def approve_answer(request, *, actor, version=None, at=None):
    """Make the answer news of the fiche: its status, a dated note, a step, a value. One transaction."""
    refuse_unless(writes_contract, actor, request.action, NOT_YOURS)
    refuse_settled(request, NewsState.ANSWERED)
    decided = {"state": NewsState.APPROVED, "decided_by": actor, "decided_at": at or timezone.now(), "word": ""}
    with acting(actor):
        approved = edit(request, actor=actor, version=version, **decided)
        approved.made = _apply(approved, actor)
        approved.save(update_fields=["made"])
    return approved


def _apply(answer, actor) -> dict:
    """Write it on the fiche; gives what `undo_approval` needs."""
    action, day, made = answer.action, timezone.localdate(answer.answered_at), {}
    if answer.changes_status:
        made["status"] = [action.status, answer.status]
        edit_action(action=action, actor=actor, status=answer.status)
    rows = {}
    if answer.done:
        rows["note"] = add_note(action=action, actor=actor, text=answer.done, on=day, author=str(answer.link))
    if answer.blocks:
        # The partner says what blocks in her words; the coordinator classes it when she knows better.
        said = {"kind": "obstacle", "about": "other", "text": answer.blocks}
        rows["factor"] = add_factor(action=action, actor=actor, **said, since=day)
    if answer.next_step:
        rows["step"] = add_step(action=action, actor=actor, title=answer.next_step, due_on=answer.next_on)
    if answer.indicator_id and answer.value is not None:
        said = {"value": answer.value, "comment": f"Donnée par {answer.link}"}
        rows["measure"] = add_measure(indicator=answer.indicator, actor=actor, on=day, **said)
    return {**made, "rows": [[kind, row.pk, row.version] for kind, row in rows.items()]}


@transaction.atomic
def undo_approval(request, *, actor):
    """Take back all that the approval wrote, and let the answer wait again.

    All or nothing, so that approving it again writes nothing twice. Raises `Refused` when it is too late, or says
    what somebody changed meanwhile.
    """
    refuse_unless(writes_contract, actor, request.action, NOT_YOURS)
    hold(request.contract)
    current = lock(request)
    if not current.can_be_undone:
        raise Refused("Cet accord ne peut plus être annulé.")
    if NewsRequest.objects.answerable().filter(action=current.action_id, link=current.link_id).exists():
        raise Refused(f"{current.link} a été interrogé·e à nouveau sur cette fiche\xa0: l’accord reste.")
    with acting(actor):
        if left := [sentence for sentence in _taken_back(current, actor) if sentence]:
            raise Refused("Rien n’a été annulé. " + " ".join(left))
        waiting = {"state": NewsState.ANSWERED, "decided_by": None, "decided_at": None, "made": {}}
        return edit(current, actor=actor, **waiting)


def _taken_back(answer, actor):
    """An empty sentence for what is taken back, else why it stays."""
    made = answer.made
    if "status" in made:
        before, after = made["status"]
        if answer.action.status == after:
            edit_action(action=answer.action, actor=actor, status=before)
        else:
            yield "Le statut de la fiche a changé depuis."
    for kind, pk, version in made["rows"]:
        yield _removed(kind, ROWS[kind].objects.filter(pk=pk).first(), version, actor)


def _removed(kind, row, version, actor) -> str:
    if row is None:
        return ""
    try:
        remove_row(row, actor=actor, version=version, reason=Reason.CORRECTION, reason_text=UNDO_REASON)
    except Stale:
        return f"{NAMES[kind]} a été modifié·e depuis."
    return ""


@transaction.atomic
def return_answer(request, *, actor, word, version=None, at=None):
    """Not approved: the person receives the word by a mail of its own, and her page is open again for this fiche."""
    refuse_unless(writes_contract, actor, request.action, NOT_YOURS)
    refuse_settled(request, NewsState.ANSWERED)
    if not word.strip():
        raise Invalid(fields={"word": ["Dites à la personne ce qui ne va pas."]})
    at = at or timezone.now()
    link = _open_again(request, at)
    mail = NewsMail.objects.create(link=link, message=word.strip(), asked_by=actor)
    decided = {"state": NewsState.REFUSED, "decided_by": actor, "decided_at": at, "word": word.strip()}
    returned = edit(request, actor=actor, version=version, link=link, mail=mail, **decided)
    promise([mail], actor)
    return returned


def _open_again(request, at):
    """Her link, valid for longer; the one that she holds now, where that one was closed meanwhile."""
    link = lock(request.link)
    if link.revoked_at is None:
        link.expires_at = at + VALID_FOR
        link.save(update_fields=["expires_at"])
        return link
    link = link_of(Person(link.email, link.name), at)
    if link.requests.answerable().filter(action=request.action_id).exists():
        raise Refused(f"{link} a été interrogé·e à nouveau sur cette fiche\xa0: attendez sa réponse.")
    return link
