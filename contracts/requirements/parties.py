"""Who must be among the signatories, and who deliberates before signing."""

from accounts.enums import OrganisationKind
from contracts.models.region import default_deliberating_kinds
from core.errors import Missing

from .dates import settings_of

ARS = {OrganisationKind.ARS, OrganisationKind.ARS_DD}
#: The bodies that carry the local side of a CLS (art. L1434-10 CSP: « collectivités territoriales et groupements »).
COLLECTIVITES = {
    OrganisationKind.COMMUNE,
    OrganisationKind.EPCI,
    OrganisationKind.PETR,
    OrganisationKind.PNR,
    OrganisationKind.SYNDICAT,
    OrganisationKind.CCAS,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.REGION,
}
LAW = "Art. L1434-10 du code de la santé publique"


def _where(contract, anchor=""):
    return ("contracts:signatories", {"reference": contract.reference}, anchor)


def both_sides(contract, *, today):
    kinds = {signatory.organisation.kind for signatory in contract.signing()}
    if not kinds & ARS:
        yield Missing("L’ARS n’est pas parmi les signataires.", where=_where(contract), law=LAW, code="ars_signs")
    if not kinds & COLLECTIVITES:
        said = "Aucune collectivité n’est parmi les signataires."
        yield Missing(said, where=_where(contract), law=LAW, code="collectivite_signs")


def kinds_said(contract, *, today):
    """Advice: what an organisation is must be known to count it as ARS or collectivité, and to ask its deliberation."""
    for signatory in contract.signing():
        if not signatory.organisation.kind:
            said = f"{signatory.organisation}\xa0: sa nature (ARS, commune, EPCI…) n’est pas précisée."
            where = ("accounts:organisation_edit", {"pk": signatory.organisation_id}, "")
            yield Missing(said, blocking=False, where=where, code="organisation_kind")


def named(contract, *, today):
    """Advice, before the consultation: the parties are sought early."""
    if not contract.signing():
        yield Missing("Aucun signataire n’est encore nommé.", blocking=False, where=_where(contract), code="signatory")


def deliberations(contract, *, today):
    """A date of deliberation for each signatory whose kind deliberates (setting of the region)."""
    settings = settings_of(contract)
    kinds = set(settings.deliberating_kinds if settings else default_deliberating_kinds())
    for signatory in contract.signing():
        if signatory.organisation.kind in kinds and not signatory.deliberated_on:
            said = f"{signatory.organisation}\xa0: la date de délibération n’est pas dite."
            yield Missing(said, where=_where(contract, f"signataire-{signatory.pk}"), code="deliberation")


def expected(contract, *, today):
    """Advice: the kinds of signatory that the region expects."""
    settings = settings_of(contract)
    kinds = {signatory.organisation.kind for signatory in contract.signing()}
    labels = dict(OrganisationKind.choices)
    for kind in settings.expected_signatory_kinds if settings else ():
        if kind not in kinds:
            said = f"La région attend ce signataire\xa0: {labels.get(kind, kind)}."
            yield Missing(said, blocking=False, where=_where(contract), code=f"expected_{kind}")
