"""One change of several fiches: seen before it is made, made whole or not at all, put back within a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from actions.bulk import BulkChange, in_words, state, to_json
from actions.enums import Reason
from actions.models import Action, ActionBatch
from contracts.writing import NOT_YOURS, hold
from core.errors import Forbidden, Invalid, Refused, Stale
from core.history import acting

from .fiches import edit_action

MOST = 500
UNDO_REASON = "Annulation d’un changement groupé."
CHANGED_SINCE = "modifiée entre-temps"


@dataclass
class Line:
    """What the change makes of one fiche; `refusal` says why it cannot, `same` that nothing would change."""

    action: Any
    before: str = ""
    after: str = ""
    refusal: str = ""
    same: bool = False
    given: Mapping = field(default_factory=dict)


def preview_batch(*, actions, change: BulkChange, actor, reason="", reason_text="") -> list[Line]:
    """What `apply_batch` would do, refusals said one by one. The change is tried, then taken back: one set of rules."""
    with transaction.atomic():
        lines = [_tried(action, change, actor, None, reason, reason_text) for action in _few(actions)]
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def apply_batch(*, contract, versions: Mapping[int, int], change: BulkChange, actor, reason="", reason_text=""):
    """All the fiches of `versions` (id → the version that was seen) or none. Gives the batch, for `undo_batch`.

    Raises `Refused` with one sentence a fiche that refuses.
    """
    held = hold(contract)
    actions = _few(_rows(held, versions))
    gone = len(versions) - len(actions)
    with acting(actor):
        lines = [_tried(each, change, actor, versions[each.pk], reason, reason_text) for each in actions]
    refused = [f"«\xa0{line.action}\xa0»\xa0: {line.refusal}" for line in lines if line.refusal]
    if gone:
        refused.append(f"{gone} fiche(s) n’existent plus.")
    if refused:
        raise Refused("Rien n’a été changé. " + " ".join(refused))
    changes = [_kept(line) for line in lines if not line.same]
    if not changes:
        raise Refused("Rien ne change sur ces fiches.")
    return ActionBatch.objects.create(contract=held, label=change.label[:300], changes=changes, made_by=actor)


def _few(actions) -> list:
    rows = list(actions)
    if len(rows) > MOST:
        raise Refused(f"Changez {MOST}\xa0fiches au plus à la fois.")
    return rows


def _rows(contract, ids):
    return contract.actions.filter(pk__in=ids).for_lists().in_plan_order()


def _tried(action, change, actor, version, reason, reason_text) -> Line:
    given = change.given(action)
    if not given:
        stale = version is not None and version != action.version
        return Line(action, same=True, refusal=CHANGED_SINCE if stale else "")
    now = state(action, given)
    line = Line(action, in_words(now), in_words(given), given=now)
    try:
        with transaction.atomic():
            line.action = edit_action(
                action=action, actor=actor, version=version, reason=reason, reason_text=reason_text, **given
            )
    except Stale:
        line.refusal = CHANGED_SINCE
    except Forbidden:
        line.refusal = NOT_YOURS
    except (Invalid, Refused) as error:
        line.refusal = _sentences(error)
    return line


def _sentences(error) -> str:
    fields = getattr(error, "fields", None) or {}
    return " ".join(str(sentence) for sentences in fields.values() for sentence in sentences) or str(error)


def _kept(line) -> dict:
    action = line.action
    return {
        "action": action.pk,
        "title": str(action),
        "version": action.version,
        "given": to_json(line.given),
        "before": line.before,
        "after": line.after,
    }


@transaction.atomic
def undo_batch(*, batch, actor) -> list[str]:
    """Put back every fiche that nobody changed since; gives a sentence for each that stays as it is.

    Raises `Refused` when it is too late, was undone already, or nothing can be put back.
    """
    current = ActionBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not current.can_be_undone:
        raise Refused("Ce changement ne peut plus être annulé.")
    actions = Action.objects.filter(contract=current.contract_id).in_bulk([each["action"] for each in current.changes])
    with acting(actor):
        told = [_put_back(each, actions.get(each["action"]), actor) for each in current.changes]
    left = [sentence for sentence in told if sentence]
    if len(left) == len(told):
        raise Refused("Rien n’a été annulé. " + " ".join(left))
    current.undone_at, current.undone_by = timezone.now(), actor
    current.save(update_fields=["undone_at", "undone_by"])
    return left


def _put_back(change, action, actor) -> str:
    """Empty when done, else why this fiche stays."""
    name = f"«\xa0{change['title']}\xa0»"
    if action is None:
        return f"{name} n’existe plus."
    why = {"reason": Reason.CORRECTION, "reason_text": UNDO_REASON}
    try:
        with transaction.atomic():
            edit_action(action=action, actor=actor, version=change["version"], **why, **_from_json(change["given"]))
    except Stale:
        return f"{name} a été modifiée depuis\xa0: elle reste comme elle est."
    except (Forbidden, Invalid, Refused) as error:
        return f"{name}\xa0: {_sentences(error)}"
    return ""


def _from_json(values) -> dict:
    read = {}
    for name, value in values.items():
        if name == "leads":
            known = Organisation.objects.in_bulk(value)
            value = [known[pk] for pk in value if pk in known]
        elif name in ("starts_on", "ends_on") and value:
            value = date.fromisoformat(value)
        read[name] = value
    return read
