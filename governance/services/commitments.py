"""Where promises stand, and the paper of one signatory."""

from contracts.enums import DocumentKind
from contracts.services.parties import report_commitment
from governance.sheets.signatory import of_signatory

from .sheets import request_sheet

__all__ = ["report_commitment", "request_signatory_paper"]


def request_signatory_paper(*, signatory, actor, today):
    """The job that prints what one should know before meeting this signatory; whoever reads the contract may ask."""
    return request_sheet(
        contract=signatory.contract,
        template="governance/pdf/signatory.html",
        document_kind=DocumentKind.SIGNATORY,
        title=f"Point avec {signatory.organisation}"[:300],
        name=f"signataire-{signatory.pk}-{today:%Y-%m-%d}.pdf",
        sheet=of_signatory(signatory, today=today),
        actor=actor,
        today=today,
    )
