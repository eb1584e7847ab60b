"""Signatories and what each promises."""

from contracts.models import Commitment, Signatory
from contracts.writing import add, edit, move, remove
from core.errors import Invalid


def add_signatory(*, contract, actor, organisation, **fields):
    return add(Signatory, contract=contract, actor=actor, organisation=organisation, **fields)


def edit_signatory(*, signatory, actor, version=None, **fields):
    """Signed matter (organisation, capacity) is refused once frozen; dates and representative live on."""
    return edit(signatory, actor=actor, version=version, **fields)


def remove_signatory(*, signatory, actor, version=None):
    remove(signatory, actor=actor, version=version)


def move_signatory(*, signatory, actor, up):
    move(signatory, actor=actor, up=up)


def add_commitment(*, signatory, actor, text, **fields):
    _check(text)
    return add(Commitment, contract=signatory.contract, actor=actor, signatory=signatory, text=text.strip(), **fields)


def edit_commitment(*, commitment, actor, version=None, **fields):
    """The text is signed; state and proof live on."""
    if "text" in fields:
        _check(fields["text"])
    return edit(commitment, actor=actor, version=version, **fields)


def move_commitment(*, commitment, actor, up):
    """One place up or down among the promises of its signatory."""
    move(commitment, actor=actor, up=up, signatory=commitment.signatory)


def remove_commitment(*, commitment, actor, version=None):
    remove(commitment, actor=actor, version=version)


def _check(text):
    if not text.strip():
        raise Invalid(fields={"text": ["Écrivez l’engagement."]})
