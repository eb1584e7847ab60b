"""A contract without a perimeter covers nobody."""

from core.errors import Missing


def chosen(contract, *, today):
    if not contract.territory.members.exists():
        where = ("contracts:perimeter", {"reference": contract.reference}, "")
        yield Missing("Le périmètre est vide\xa0: aucune commune, aucun EPCI.", where=where, code="perimeter")
