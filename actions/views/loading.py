"""The first line of every page of a fiche."""

from django.shortcuts import get_object_or_404

from actions.models import Action
from actions.permissions import can_edit_action
from contracts.views.loading import load_contract
from contracts.writing import NOT_YOURS
from core.errors import Forbidden


def load_action(request, reference, pk, may=None):
    """The contract and the fiche: 404 where it is not visible, 403 where `may(user, action)` says no."""
    contract = load_contract(request, reference)
    actions = contract.actions.select_related("axis", "objective", "competent_authority").with_completeness()
    action = get_object_or_404(actions, pk=pk)
    action.contract = contract
    if may is not None and not may(request.user, action):
        raise Forbidden(NOT_YOURS)
    return contract, action


def load_for_edit(request, reference, pk) -> tuple:
    return load_action(request, reference, pk, may=can_edit_action)


def visible_actions(user):
    return Action.objects.visible_to(user)
