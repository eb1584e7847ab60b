"""Who may write a fiche: those who write the contract, and the person who leads this fiche, for this fiche alone."""

import rules

from contracts.permissions import can_write, is_ended


@rules.predicate
def leads(user, action):
    """A lead person with an account, named on the fiche."""
    return user.is_authenticated and action.person_parts.filter(part="lead", user=user).exists()


@rules.predicate
def writes_contract(user, action):
    return can_write(user, action.contract)


@rules.predicate
def contract_ended(user, action):
    return is_ended(user, action.contract)


#: The living parts: progress, money, indicators, texts. What was signed is refused by the freeze, whoever asks.
can_edit_action = writes_contract | (leads & ~contract_ended)
#: Its place in the plan, its copy, its deletion: the plan belongs to those who write the contract.
can_place_action = writes_contract

rules.add_perm("actions.edit", can_edit_action)
rules.add_perm("actions.place", can_place_action)
