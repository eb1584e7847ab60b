"""What the first page of the evaluation shows of each topic."""

from actions.figures import counts


def figures_block(contract, user, today):
    return {"fiches": counts(contract.actions.all(), today=today)}
