"""What follows from the decisions of a network: asked, done, dropped, opened again."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from contracts.views.conflict import values_to_save
from contracts.views.seen import as_seen
from core.errors import Forbidden
from governance.forms.networks import NetworkDropForm, NetworkFinishForm, NetworkFollowUpForm
from governance.models import Network, NetworkFollowUp
from governance.permissions import can_finish_for_network, may_write_network
from governance.services import network_follow_ups as services
from governance.services.networks import NOT_YOURS

from .network_loading import form_page, load_network

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _load(request, pk, may, sentence):
    rows = NetworkFollowUp.objects.filter(network__in=Network.objects.visible_to(request.user).values("pk"))
    row = get_object_or_404(rows.for_lists(), pk=pk)
    if not may(request.user, row):
        raise Forbidden(sentence)
    return row


def _held(user, row):
    return may_write_network(user, row.network)


@FORM
def add(request, pk):
    """After the decision that the address names, or by itself."""
    network = load_network(request, pk)
    wanted = request.GET.get("decision", "")
    decision = network.decisions.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else None
    form = NetworkFollowUpForm(request.POST or None, instance=NetworkFollowUp(network=network, decision=decision))

    def write():
        services.add_follow_up(network=network, actor=request.user, **form.cleaned_data)

    said, back = "La suite est notée.", f"{network.get_absolute_url()}#suites"
    return form_page(request, form, write, said=said, back=back, title="Demander une suite", host=network)


@FORM
def edit(request, pk):
    row = _load(request, pk, _held, NOT_YOURS)
    form = NetworkFollowUpForm(request.POST or None, instance=copy.copy(row))

    def write():
        services.edit_follow_up(row, actor=request.user, version=form.seen_version, **values_to_save(form))

    context = {"title": "Modifier la suite", "host": row.network, "remove_url": ""}
    return form_page(request, form, write, said="C’est enregistré.", back=row.get_absolute_url(), **context)


@FORM
def finish(request, pk):
    row = _load(request, pk, can_finish_for_network, services.NOT_ASKED)
    blank = copy.copy(row)
    blank.done_on = row.done_on or timezone.localdate()
    form = NetworkFinishForm(request.POST or None, instance=blank)

    def write():
        said = form.cleaned_data
        facts = {"on": said["done_on"], "proof": said["proof"], "version": form.seen_version}
        services.finish_follow_up(row, actor=request.user, today=timezone.localdate(), **facts)

    context = {"title": f"C’est fait\xa0: {row}", "host": row.network}
    return form_page(request, form, write, said="C’est noté comme fait.", back=row.get_absolute_url(), **context)


@FORM
def drop(request, pk):
    row = _load(request, pk, _held, NOT_YOURS)
    form = NetworkDropForm(request.POST or None, instance=copy.copy(row))

    def write():
        reason = form.cleaned_data["dropped_reason"]
        services.drop_follow_up(row, actor=request.user, reason=reason, version=form.seen_version)

    context = {"title": f"Abandonner\xa0: {row}", "host": row.network}
    return form_page(request, form, write, said="La suite est abandonnée.", back=row.get_absolute_url(), **context)


@require_POST
def reopen(request, pk):
    row = _load(request, pk, _held, NOT_YOURS)
    with as_seen(request) as version:
        services.reopen_follow_up(row, actor=request.user, version=version)
    messages.success(request, "La suite est rouverte.")
    return redirect(f"{reverse('networks:network', args=[row.network_id])}#suite-{pk}")
