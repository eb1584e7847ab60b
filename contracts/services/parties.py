"""Signatories and what each promises."""

from django.db import transaction
from django.utils import timezone

from contracts.models import Commitment, Signatory
from contracts.permissions import can_report
from contracts.writing import add, edit, hold, move, remove
from core.errors import Invalid, Refused

#: What a signatory's deliberation and signature leave: open until the contract is signed, then kept.
DATES = ("deliberated_on", "deliberation_number", "signed_on")


def add_signatory(*, contract, actor, organisation, today=None, **fields):
    _refuse_future(fields, today)
    return add(Signatory, contract=contract, actor=actor, organisation=organisation, **fields)


@transaction.atomic
def edit_signatory(*, signatory, actor, version=None, today=None, **fields):
    """Signed matter (organisation, capacity) is refused once frozen, the dates once the contract is signed."""
    _refuse_future(fields, today)
    held = hold(signatory.contract)
    touched = [name for name in DATES if name in fields and fields[name] != getattr(signatory, name)]
    if touched and held.signed and held.frozen:
        raise Refused("Le contrat est signé\xa0: ses dates ne changent plus.")
    return edit(signatory, actor=actor, version=version, **fields)


def remove_signatory(*, signatory, actor, version=None):
    remove(signatory, actor=actor, version=version)


def move_signatory(*, signatory, actor, up):
    move(signatory, actor=actor, up=up)


def add_commitment(*, signatory, actor, text, **fields):
    _check(text)
    return add(Commitment, contract=signatory.contract, actor=actor, signatory=signatory, text=text.strip(), **fields)


#: What is said of a promise after the signature.
NEWS = ("state", "proof", "comment")


def edit_commitment(*, commitment, actor, version=None, today=None, **fields):
    """The text is signed; state, proof and comment live on, and saying them counts as a review."""
    if "text" in fields:
        _check(fields["text"])
    if any(name in fields and fields[name] != getattr(commitment, name) for name in NEWS):
        fields |= _reviewed(actor, today)
    return edit(commitment, actor=actor, version=version, **fields)


def report_commitment(*, commitment, actor, version=None, today=None, **fields):
    """Where the promise stands: by a writer, or by the people of its signatory. Changing nothing is a review too."""
    said = {name: fields[name] for name in NEWS if name in fields} | _reviewed(actor, today)

    def may(user, _contract):
        return can_report(user, commitment)

    return edit(commitment, actor=actor, version=version, may=may, **said)


def _reviewed(actor, today):
    return {"reviewed_on": today or timezone.localdate(), "reviewed_by": actor}


def move_commitment(*, commitment, actor, up):
    """One place up or down among the promises of its signatory."""
    move(commitment, actor=actor, up=up, signatory=commitment.signatory)


def remove_commitment(*, commitment, actor, version=None):
    remove(commitment, actor=actor, version=version)


def _refuse_future(fields, today):
    today = today or timezone.localdate()
    ahead = [name for name in ("deliberated_on", "signed_on") if fields.get(name) and fields[name] > today]
    if ahead:
        raise Invalid(fields={name: ["Cette date est encore à venir."] for name in ahead})


def _check(text):
    if not text.strip():
        raise Invalid(fields={"text": ["Écrivez l’engagement."]})
