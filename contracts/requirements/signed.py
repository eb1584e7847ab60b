"""What makes a contract signed: the text that people signed, each signature, the scan."""

from contracts.enums import Capacity
from core.errors import Missing


def _where(contract, anchor=""):
    return ("contracts:signature", {"reference": contract.reference}, anchor)


def _fixed(contract):
    return contract.signed_versions.filter(voided_at__isnull=True).first()


def text_fixed(contract, *, today):
    fixed = _fixed(contract)
    if fixed is None:
        yield Missing("Le texte à signer n’est pas fixé.", where=_where(contract), code="text_fixed")
    elif fixed.pdf_id is None:
        yield Missing("Le PDF à signer est encore en préparation.", where=_where(contract), code="pdf_ready")


def every_signature(contract, *, today):
    for signatory in contract.signatories.filter(capacity=Capacity.SIGNATORY).select_related("organisation"):
        if not signatory.signed_on:
            said = f"{signatory.organisation}\xa0: la date de signature n’est pas dite."
            yield Missing(said, where=_where(contract, f"signataire-{signatory.pk}"), code="signature")


def scan(contract, *, today):
    fixed = _fixed(contract)
    if fixed is not None and fixed.scan_id is None:
        yield Missing("Le contrat signé numérisé n’est pas joint.", where=_where(contract, "scan"), code="scan")
