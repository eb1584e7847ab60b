"""The register of decisions: it only grows."""

from django.db import transaction
from django.db.models import Max

from contracts import writing
from core.errors import Invalid, Refused
from core.history import acting
from core.versioned import bump, lock
from governance.enums import Effect
from governance.models import Decision

from .meetings import refuse_locked

LISTS = ("actions", "axes", "commitments")


@transaction.atomic
def take_decision(*, contract, actor, on, text, today, meeting=None, body=None, supersedes=None, **fields) -> Decision:
    """Write a decision under the next number of the contract's register.

    `meeting` None is a decision taken between two meetings. `effects` says what it changes; on a contract already
    signed, one that changes signed matter is marked « avenant à préparer ». Raises `Invalid` for a date to come,
    `Frozen` for a closed meeting, `Refused` where the decision to supersede already is.
    """
    if on > today:
        raise Invalid(fields={"on": ["Une décision ne se date pas dans l’avenir."]})
    held = writing.hold(contract)
    if meeting is not None:
        refuse_locked(lock(meeting))
        body = body or meeting.body
    if supersedes is not None:
        _refuse_superseded(supersedes, held)
    m2m = {name: fields.pop(name, ()) for name in LISTS}
    fields["prepares_amendment"] = held.signed and Effect.AMENDMENT in fields.get("effects", ())
    return writing.add(
        Decision,
        contract=held,
        actor=actor,
        m2m=m2m,
        number=next_number(held),
        on=on,
        text=text,
        body=body,
        meeting=meeting,
        supersedes=supersedes,
        **fields,
    )


def next_number(contract) -> int:
    """One more than the greatest number of the register; the contract's row is held, so nobody takes it meanwhile."""
    return (contract.decisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_superseded(decision, contract):
    if decision.contract_id != contract.pk:
        raise Refused("La décision à remplacer est d’un autre contrat.")
    if Decision.objects.filter(supersedes=decision).exists():
        raise Refused(f"La décision n°\xa0{decision.number} est déjà remplacée.")


@transaction.atomic
def answer_with_amendment(decision, *, amendment, actor, version=None):
    """The avenant that a decision called for: the only thing that may be said of a decision afterwards."""
    writing.refuse_unless(writing.can_write, actor, decision.contract)
    current = lock(decision, version=version)
    if not current.prepares_amendment or current.amendment_id:
        raise Refused("Cette décision n’attend pas d’avenant.")
    with acting(actor):
        current.amendment = amendment
        return bump(current)
