"""A contract without an axis promises nothing, even where the region signs the framework before the fiches."""

from core.errors import Missing


def one_axis(contract, *, today):
    if not contract.axes.all():
        where = ("contracts:plan", {"reference": contract.reference}, "")
        yield Missing("Le contrat n’a aucun axe stratégique.", where=where, code="axis")
