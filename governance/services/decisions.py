"""The register of decisions: it only grows."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contracts import writing
from core.errors import Invalid, Refused
from core.history import acting
from core.versioned import bump, lock
from governance.enums import Effect
from governance.models import Decision

from .passages import NOT_YET, refuse_locked


@transaction.atomic
def take_decision(
    *, contract, actor, on, text, today, meeting=None, body=None, item=None, supersedes=None, **fields
) -> Decision:
    """Write a decision under the next number of the contract's register.

    `meeting` None is a decision taken between two meetings. `effects` says what it changes; on a contract already
    signed, one that changes signed matter is marked « avenant à préparer ». Raises `Invalid` for a date to come,
    `Frozen` for a closed meeting, `Refused` where the decision to supersede already is.
    """
    if on > today:
        raise Invalid(fields={"on": [NOT_YET]})
    held = writing.hold(contract)
    writing.refuse_foreign(held, meeting=meeting, body=body, item=item, supersedes=supersedes)
    if meeting is not None:
        refuse_locked(lock(meeting))
        body = body or meeting.body
    _refuse_elsewhere(meeting, body, item)
    if supersedes is not None:
        _refuse_superseded(supersedes)
    m2m = {name: fields.pop(name, ()) for name in Decision.LISTS}
    fields["prepares_amendment"] = held.signed and Effect.AMENDMENT in fields.get("effects", ())
    taken = writing.add(
        Decision,
        contract=held,
        actor=actor,
        m2m=m2m,
        number=next_number(held),
        on=on,
        text=text,
        body=body,
        meeting=meeting,
        item=item,
        supersedes=supersedes,
        **fields,
    )
    seal([taken])
    return taken


def seal(decisions):
    """Written whole, lists included: the register keeps them as they are."""
    Decision.objects.filter(pk__in=[each.pk for each in decisions]).update(sealed_at=timezone.now())


def next_number(contract) -> int:
    """One more than the greatest number of the register; the contract's row is held, so nobody takes it meanwhile."""
    return (contract.decisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_elsewhere(meeting, body, item):
    """The body is that of the meeting, and the item stands on its agenda."""
    if meeting is not None and body is not None and meeting.body_id != body.pk:
        raise Invalid(fields={"body": ["Cette séance est d’une autre instance."]})
    if item is not None and (meeting is None or item.meeting_id != meeting.pk):
        raise Invalid(fields={"item": ["Ce point n’est pas à l’ordre du jour de cette séance."]})


def _refuse_superseded(decision):
    if Decision.objects.filter(supersedes=decision).exists():
        raise Refused(f"La décision n°\xa0{decision.number} est déjà remplacée.")


@transaction.atomic
def answer_with_amendment(decision, *, amendment, actor, version=None):
    """The avenant that a decision called for: the only thing that may be said of a decision afterwards."""
    writing.refuse_unless(writing.can_write, actor, decision.contract)
    writing.refuse_foreign(decision.contract, amendment=amendment)
    current = lock(decision, version=version)
    if not current.prepares_amendment or current.amendment_id:
        raise Refused("Cette décision n’attend pas d’avenant.")
    with acting(actor):
        current.amendment = amendment
        return bump(current)
