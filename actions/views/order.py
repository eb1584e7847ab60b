"""The order of the fiches inside each objective: by buttons, by mouse, by keyboard."""

from itertools import groupby

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from actions import services
from actions.forms.fields import PlanPlaceField, plan_place
from contracts.freeze import frozen_fields
from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from core.history import Channel, acting
from core.sent import whole, wholes


@require_http_methods(["GET", "HEAD", "POST"])
def order(request, reference):
    contract = load_contract(request, reference, may=can_write)
    groups = groups_of(contract)
    if request.method == "GET":
        return contract_page(request, contract, "actions/order.html", {"groups": groups}, active="actions")
    code = request.GET.get("place", "")
    axis, objective = _place(contract, code)
    known = next((group["actions"] for group in groups if group["code"] == code), [])
    with acting(actor=request.user, channel=Channel.PAGE):
        ids = wanted(request.POST, [action.pk for action in known])
        services.reorder_actions(contract=contract, ids=ids, actor=request.user, axis=axis, objective=objective)
    return redirect("actions:order", reference)


def groups_of(contract) -> list[dict]:
    """The fiches axis by axis, then objective by objective."""
    rows = list(contract.actions.select_related("axis", "objective").in_plan_order())
    for action in rows:
        action.contract = contract
        action.fixed = bool(frozen_fields(action))
    return [{"code": code, "actions": list(actions)} for code, actions in groupby(rows, key=plan_place)]


def _place(contract, code):
    try:
        return PlanPlaceField().of(contract).clean(code)
    except forms.ValidationError as error:
        raise Http404 from error


def wanted(data, ids) -> list[int]:
    """The new order: `order=3,12,7` when dragged, else `move` one place `up` or down."""
    if told := data.get("order"):
        return wholes(told.split(","))
    moved = whole(data.get("move"))
    if moved not in ids:
        return ids
    here = ids.index(moved)
    there = here - 1 if data.get("way") == "up" else here + 1
    if 0 <= there < len(ids):
        ids[here], ids[there] = ids[there], ids[here]
    return ids
