"""Legal rules, each with its article and its date. A rule applies to the contracts of its time only."""

from datetime import date

from django.db.models import Q

from contracts.enums import SchemeKind
from core.errors import Missing

MENTAL_HEALTH = "Art. L1434-10 du code de la santé publique, art. 122 de la loi n°\xa02022-217 du 21 février 2022"
#: The law of 21 February 2022 was published on the 22nd: it holds from the 23rd.
MENTAL_HEALTH_SINCE = date(2022, 2, 23)
#: Of the schemes of a contract, those that say how the volet takes account of the PTSM.
PTSM_LINKED = Q(scheme=SchemeKind.PTSM) & ~Q(who_does_what="")


def applies(contract, today):
    return (contract.signed_on or today) >= MENTAL_HEALTH_SINCE


def mental_health(contract, *, today):
    if applies(contract, today) and not any(axis.mental_health for axis in contract.axes.all()):
        yield Missing(
            "Le contrat n’a pas de volet santé mentale.",
            where=("contracts:plan", {"reference": contract.reference}, ""),
            law=MENTAL_HEALTH,
            code="mental_health",
            justifiable=True,
        )


def ptsm_link(contract, *, today):
    """The volet takes account of the projet territorial de santé mentale: the contract says how."""
    if not applies(contract, today):
        return
    if not contract.schemes.filter(PTSM_LINKED).exists():
        yield Missing(
            "Le lien avec le projet territorial de santé mentale (PTSM) n’est pas dit.",
            where=("contracts:schemes", {"reference": contract.reference}, ""),
            law=MENTAL_HEALTH,
            code="ptsm_link",
            justifiable=True,
        )
