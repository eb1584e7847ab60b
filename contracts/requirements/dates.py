"""Start, end, signature and deliberations are different dates; each may be missing, some may not cross."""

from core import wording
from core.errors import Missing


def _where(contract):
    return ("contracts:edit", {"reference": contract.reference}, "section-dates")


def coherent(contract, *, today):
    if not contract.starts_on:
        yield Missing("La date de début n’est pas dite.", where=_where(contract), code="starts_on")
    if not contract.ends_on:
        yield Missing("La date de fin n’est pas dite.", where=_where(contract), code="ends_on")
    if contract.starts_on and contract.ends_on and contract.ends_on < contract.starts_on:
        yield Missing("La fin du contrat précède son début.", where=_where(contract), code="ends_before_start")
    if contract.signed_on and contract.ends_on and contract.signed_on > contract.ends_on:
        yield Missing("La signature vient après la fin du contrat.", where=_where(contract), code="signed_after_end")
    for signatory in contract.signing():
        if signatory.signed_on and signatory.deliberated_on and signatory.deliberated_on > signatory.signed_on:
            yield Missing(
                f"{signatory.organisation}\xa0: la délibération vient après la signature.",
                where=("contracts:signatories", {"reference": contract.reference}, f"signataire-{signatory.pk}"),
                code="deliberated_after_signature",
            )


def usual_duration(contract, *, today):
    """Advice: the region's usual duration, when the contract is not a préfiguration."""
    settings = settings_of(contract)
    if not (settings and contract.starts_on and contract.ends_on) or contract.kind == "prefiguration":
        return
    years = round((contract.ends_on - contract.starts_on).days / 365.25)
    if years != settings.usual_duration_years:
        said = f"Le contrat dure environ {years}\xa0ans\xa0; la région prévoit {settings.usual_duration_years}\xa0ans."
        yield Missing(said, blocking=False, where=_where(contract), code="usual_duration")


def term_reached(contract, *, today):
    """Advice: a contract is closed at its term, signed prorogations counted."""
    end = contract.effective_ends_on
    if end and end >= today:
        said = f"Le contrat court jusqu’au {wording.day(end)}."
        yield Missing(said, blocking=False, where=_where(contract), code="term_reached")


def settings_of(contract):
    return contract.region_settings
