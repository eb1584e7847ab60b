"""Avenants already signed: numbered, dated; a signed prorogation moves the effective end."""

from django.db import transaction
from django.db.models import Max

from contracts.enums import AmendmentKind, DocumentKind
from contracts.models import Amendment
from contracts.permissions import can_steer
from contracts.writing import add, edit, remove
from core.errors import Frozen, Invalid, Refused
from core.files import check_upload

from .documents import deposit_document


def next_number(contract) -> int:
    return (contract.amendments.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def add_amendment(*, contract, actor, scan=None, **fields):
    """Record an avenant. Raises `Refused` before the signature, `Invalid` for a number already taken."""
    if not contract.signed:
        raise Refused("Un avenant suit la signature du contrat.")
    _check(contract, fields)
    document = _deposit(contract, actor, scan, fields.get("signed_on"))
    return add(Amendment, contract=contract, actor=actor, may=can_steer, scan=document, **fields)


@transaction.atomic
def change_amendment(*, amendment, actor, version=None, scan=None, **fields):
    """An avenant whose scan is kept is itself signed matter: only a scan may still be added, not the rest changed."""
    values = {name: getattr(amendment, name) for name in ("kinds", "decided_on", "signed_on", "new_ends_on")}
    _check(amendment.contract, {**values, **fields})
    changed = {name for name, value in fields.items() if getattr(amendment, name) != value}
    if amendment.scan_id and changed:
        raise Frozen("Cet avenant est signé et son scan est conservé\xa0: il ne change plus.")
    if document := _deposit(amendment.contract, actor, scan, fields.get("signed_on")):
        fields["scan"] = document
    return edit(amendment, actor=actor, version=version, may=can_steer, **fields)


def remove_amendment(*, amendment, actor, version=None):
    """A line entered by mistake, as long as no scan proves it."""
    if amendment.scan_id:
        raise Frozen("Cet avenant est signé et son scan est conservé\xa0: il ne se retire pas.")
    remove(amendment, actor=actor, version=version, may=can_steer)


def _deposit(contract, actor, scan, day):
    if not scan:
        return None
    try:
        check_upload(scan, kinds=("pdf",))
    except Invalid as error:
        raise Invalid(fields={"scan": error.sentences}) from error
    return deposit_document(
        contract=contract, actor=actor, file=scan, kind=DocumentKind.AMENDMENT, dated_on=day, may=can_steer
    )


def _check(contract, fields):
    errors = {}
    kinds, new_end = fields.get("kinds") or [], fields.get("new_ends_on")
    if not kinds:
        errors["kinds"] = ["Dites au moins un objet."]
    if AmendmentKind.PROROGATION in kinds and not new_end:
        errors["new_ends_on"] = ["Une prorogation dit la nouvelle fin."]
    if new_end and contract.starts_on and new_end < contract.starts_on:
        errors["new_ends_on"] = ["La nouvelle fin précède le début du contrat."]
    decided, signed = fields.get("decided_on"), fields.get("signed_on")
    if decided and signed and signed < decided:
        errors["signed_on"] = ["L’avenant est signé avant d’être décidé."]
    if errors:
        raise Invalid(fields=errors)
