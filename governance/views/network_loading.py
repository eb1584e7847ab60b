"""The first line of the pages of a network, and their last."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.errors import Forbidden
from governance.models import Network, NetworkMeeting
from governance.permissions import may_write_network
from governance.services.networks import NOT_YOURS


def load_network(request, pk, *, to_write=True):
    """404 where it is not visible, 403 where it is only read."""
    network = get_object_or_404(Network.objects.visible_to(request.user).for_lists(), pk=pk)
    return _allowed(request, network, network, to_write)


def load_meeting(request, pk, *, to_write=True):
    meeting = get_object_or_404(NetworkMeeting.objects.visible_to(request.user).for_lists(), pk=pk)
    return _allowed(request, meeting, meeting.network, to_write)


def load_row(request, model, pk):
    """A row of a meeting that one may write."""
    visible = NetworkMeeting.objects.visible_to(request.user).values("pk")
    related = ("meeting__network__region", "meeting__network__department")
    row = get_object_or_404(model.objects.select_related(*related), pk=pk, meeting__in=visible)
    return _allowed(request, row, row.meeting.network, to_write=True)


def _allowed(request, row, network, to_write):
    if to_write and not may_write_network(request.user, network):
        raise Forbidden(NOT_YOURS)
    return row


def form_page(request, form, write, *, said, back, **context):
    """The usual end of a form: the service writes and one is sent back, or the page says why not."""
    conflict = None
    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, said)
            return redirect(back() if callable(back) else back)
    context = {"remove_url": "", "asks": False, "replaced": None, **context, "form": form, "conflict": conflict}
    context["back"] = context.get("cancel") or back
    return render(request, "governance/networks/form.html", context, status=status_of(form, conflict))


def remove_page(request, row, remove, *, said, back, after=None, title, details=()):
    if request.method == "POST":
        with as_seen(request) as version:
            remove(row, actor=request.user, version=version)
        messages.success(request, said)
        return redirect(after or back)
    context = {
        "title": title,
        "sentence": f"«\xa0{row}\xa0»",
        "details": [*details, "Le journal garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": back,
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)
