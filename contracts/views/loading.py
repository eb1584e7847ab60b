"""The first line of every page of a contract, and its last."""

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from contracts.discussion import Talks
from contracts.enums import Stage
from contracts.lifecycle import next_steps
from contracts.models import Contract, Signatory
from contracts.parts import all_tabs
from contracts.writing import NOT_YOURS
from core.errors import Forbidden
from core.history import Channel, acting


def by(request):
    """`with by(request):` journals what a service does as done on a page by this person."""
    return acting(request.user, Channel.PAGE)


def load_contract(request, reference, may=None, *, sentence=NOT_YOURS):
    """The contract: 404 where it is not visible, 403 where `may(user, contract)` says no."""
    contracts = Contract.objects.visible_to(request.user).with_effective_end()
    contracts = contracts.select_related("territory__region__settings", "department__region__settings", "carrier")
    contract = get_object_or_404(contracts.prefetch_related("territory__departments"), reference=reference)
    if may is not None and not may(request.user, contract):
        raise Forbidden(sentence)
    return contract


def contract_page(request, contract, template, context=None, *, active="", status=200, steps=True):
    """A page in `layouts/contract.html`: `active` is the code of its tab; without `steps`, none to do next beside."""
    frame = {
        "contract": contract,
        "tabs": menu(contract, request.user, active),
        "next_steps": steps_for(contract, request.user) if steps else [],
        "today": timezone.localdate(),
        "at_home": active == "contract",
        "talks": Talks(contract, request.user),
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def menu(contract, user, active="") -> list[dict]:
    """The lines of the side menu, without those whose page does not exist."""
    lines = []
    for tab in all_tabs(contract, user):
        try:
            url = reverse(tab.url_name, args=[contract.reference])
        except NoReverseMatch:
            continue
        lines.append(
            {"label": tab.label, "url": url, "group": tab.group, "count": tab.count, "active": tab.code == active}
        )
    return lines


def steps_for(contract, user):
    if contract.stage in (Stage.CONSULTATION, Stage.SIGNATURE):
        # Several rules look at them.
        with_parties(contract)
    return next_steps(contract, user, timezone.localdate())


def with_parties(contract):
    """The signatories with their organisations, and the axes, read once for the page."""
    signatories = Prefetch("signatories", Signatory.objects.select_related("organisation"))
    prefetch_related_objects([contract], signatories, "axes")
    return contract
