"""Before the draft goes out: the agreement of a named person of the ARS, and of one of the carrier."""

from contracts.enums import Side
from core.errors import Missing

SENTENCES = {
    Side.ARS: "Une personne de l’ARS n’a pas encore donné son accord.",
    Side.CARRIER: "Une personne du porteur n’a pas encore donné son accord.",
}


def agreements(contract, *, today):
    given = set(contract.agreements.filter(voided_at__isnull=True).values_list("side", flat=True))
    for side, sentence in SENTENCES.items():
        if side not in given:
            where = ("contracts:negotiation", {"reference": contract.reference}, "accords")
            yield Missing(sentence, where=where, code=f"agreement_{side}")
