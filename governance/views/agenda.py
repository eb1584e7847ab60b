"""The agenda of a meeting and the backlog of a body: items added, changed, moved, sent from one to the other."""

import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from contracts.permissions import can_write
from contracts.views.conflict import values_to_save
from contracts.views.loading import by, contract_page
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from governance.forms.meetings import ItemForm
from governance.models import AgendaItem, Meeting
from governance.services import agenda as services
from governance.services.proposals import add_proposals

from .loading import load_body, load_item, load_meeting

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def add(request, reference, pk):
    meeting = load_meeting(request, reference, pk, can_write)
    return _add(request, meeting.body, meeting)


@FORM
def add_to_backlog(request, reference, pk):
    return _add(request, load_body(request, reference, pk, can_write), None)


def _add(request, body, meeting):
    form = ItemForm(request.POST or None, instance=AgendaItem(contract=body.contract, body=body, meeting=meeting))

    def write():
        services.add_item(body=body, meeting=meeting, actor=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "Le point est ajouté.")
        return redirect(_place(body, meeting))
    title = "Ajouter un point à l’ordre du jour" if meeting else "Garder un point pour une prochaine séance"
    return _form_page(request, form, {"title": title, "host": meeting or body, "back": _place(body, meeting)})


@FORM
def edit(request, reference, pk):
    item = load_item(request, reference, pk, can_write)
    form, conflict = ItemForm(request.POST or None, instance=copy.copy(item)), None
    back = _place(item.body, item.meeting)

    def write():
        services.edit_item(item, actor=request.user, version=form.seen_version, **values_to_save(form))

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "Le point est enregistré.")
            return redirect(back)
    context = {"title": "Modifier le point", "host": item.meeting or item.body, "back": back, "conflict": conflict}
    return _form_page(request, form, context)


def _form_page(request, form, context):
    status = status_of(form, context.get("conflict"))
    context = {"form": form, "conflict": None, **context}
    contract = form.instance.contract
    return contract_page(request, contract, "governance/form.html", context, active="governance", status=status)


@FORM
def remove(request, reference, pk):
    item = load_item(request, reference, pk, can_write)
    back = _place(item.body, item.meeting)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_item(item, actor=request.user, version=version)
        messages.success(request, "Le point est retiré.")
        return redirect(back)
    context = {
        "title": "Retirer ce point\xa0?",
        "sentence": f"«\xa0{item}\xa0»",
        "details": ["Le journal garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": back,
        "version": item.version,
        "danger": True,
        "form": None,
    }
    return contract_page(request, item.contract, "components/confirm.html", context)


@require_POST
def move(request, reference, pk):
    item = load_item(request, reference, pk, can_write)
    with by(request):
        services.move_item(item, up=request.POST.get("up") == "1", actor=request.user)
    return redirect(_place(item.body, item.meeting))


@require_POST
def order(request, reference, pk):
    """What dragging sends: the ids in their new order."""
    meeting = load_meeting(request, reference, pk, can_write)
    ids = [int(each) for each in request.POST.get("order", "").split(",") if each.isdecimal()]
    with by(request):
        services.reorder_items(meeting=meeting, ids=ids, actor=request.user)
    return HttpResponse(status=204)


@require_POST
def put_on_agenda(request, reference, pk, meeting):
    item = load_item(request, reference, pk, can_write)
    target = get_object_or_404(Meeting, contract=item.contract, pk=meeting)
    with by(request):
        services.put_on_agenda(item, meeting=target, actor=request.user)
    messages.success(request, f"«\xa0{item}\xa0» est à l’ordre du jour.")
    return redirect(_place(item.body, target))


@require_POST
def send_to_backlog(request, reference, pk):
    item = load_item(request, reference, pk, can_write)
    back = _place(item.body, item.meeting)
    with by(request):
        services.send_to_backlog(item, actor=request.user)
    messages.success(request, f"«\xa0{item}\xa0» attend une prochaine séance.")
    return redirect(back)


@require_POST
def propose(request, reference, pk):
    meeting = load_meeting(request, reference, pk, can_write)
    keys = request.POST.getlist("proposal")
    with by(request):
        chosen = add_proposals(meeting=meeting, keys=keys, actor=request.user, today=timezone.localdate())
    messages.success(request, "C’est à l’ordre du jour." if len(chosen) == 1 else "Ces points sont à l’ordre du jour.")
    return redirect(_place(meeting.body, meeting))


def _place(body, meeting):
    """Where the item is read: the agenda of its meeting, or the body that keeps it."""
    if meeting is not None:
        return f"{meeting.get_absolute_url()}#ordre-du-jour"
    return f"{reverse('governance:bodies', args=[body.contract.reference])}#instance-{body.pk}"
