"""The bodies of a département or of a region: their list, and the page of one."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.journal import tell
from contracts.views.conflict import values_to_save
from contracts.views.loading import by
from core.errors import Forbidden
from core.models import Change
from core.wording import count_of
from governance.enums import MeetingState
from governance.forms.networks import MemberForm, NetworkDecisionForm, NetworkFilter, NetworkForm, NewNetworkForm
from governance.models import Network, NetworkDecision, NetworkMember
from governance.permissions import may_open_network, may_write_network, reads_directory
from governance.services import network_meetings
from governance.services import networks as services

from .network_loading import form_page, load_network, remove_page

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS, LINES = 30, 40
ARS_ONLY = "Une instance de territoire est créée par l’ARS de ce territoire."


@require_safe
def networks(request):
    rows = Network.objects.visible_to(request.user)
    wanted = NetworkFilter(request.GET, networks=rows)
    found = wanted.narrow(rows).for_lists().with_meetings(timezone.localdate())
    context = {
        "filter": wanted,
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "may_open": may_open_network(request.user),
        "reads_directory": reads_directory(request.user),
        "year": timezone.localdate().year,
    }
    return render(request, "governance/networks/list.html", context)


@FORM
def add(request):
    if not may_open_network(request.user):
        raise Forbidden(ARS_ONLY)
    form, made = NewNetworkForm(request.POST or None, instance=Network(), user=request.user), []

    def write():
        made.append(services.create_network(actor=request.user, **form.values()))

    context = {"title": "Créer une instance de territoire", "cancel": reverse("networks:list")}
    said = "L’instance est créée\xa0: dites qui en est membre."
    return form_page(request, form, write, said=said, back=lambda: made[0].get_absolute_url(), **context)


@require_safe
def network(request, pk):
    found = load_network(request, pk, to_write=False)
    today = timezone.localdate()
    members = list(found.members.for_lists())
    meetings = list(found.meetings.all())
    held = [each for each in meetings if each.took_place and each.on.year == today.year]
    ahead = [each for each in meetings if each.on >= today and not each.took_place and not each.locked]
    may_write = may_write_network(request.user, found)
    context = {
        "network": found,
        "may_write": may_write,
        "members": [each for each in members if not each.until or each.until >= today],
        "former": [each for each in members if each.until and each.until < today],
        "ahead": ahead,
        "others": [each for each in reversed(meetings) if each not in ahead],
        "held": len(held),
        "year": today.year,
        "decisions": found.decisions.for_lists(),
        "follow_ups": _follow_ups(found, request.user, may_write, today),
        "proposed": services.proposed_members(found) if may_write else [],
        "closed": MeetingState.CLOSED,
    }
    return render(request, "governance/networks/network.html", context)


def _follow_ups(network, user, may_write, today):
    rows = list(network.follow_ups.for_lists())
    for row in rows:
        row.late, row.may_finish = row.late_on(today), row.open and (may_write or row.owner_id == user.pk)
    return rows


@FORM
def edit(request, pk):
    found = load_network(request, pk)
    form = NetworkForm(request.POST or None, instance=copy.copy(found))

    def write():
        services.edit_network(found, actor=request.user, version=form.seen_version, **values_to_save(form))

    context = {"title": "Modifier l’instance", "host": found, "remove_url": reverse("networks:remove", args=[pk])}
    return form_page(request, form, write, said="C’est enregistré.", back=found.get_absolute_url(), **context)


@FORM
def remove(request, pk):
    found = load_network(request, pk)
    return remove_page(
        request,
        found,
        services.remove_network,
        said="L’instance est retirée.",
        back=found.get_absolute_url(),
        after=reverse("networks:list"),
        title="Retirer cette instance\xa0?",
        details=["Une instance qui s’est réunie ne se retire pas\xa0: elle reçoit une date de fin."],
    )


@require_safe
def journal(request, pk):
    """Who changed what, read by whoever holds it: addresses are in it, which the members do not read."""
    found = load_network(request, pk)
    lines = Change.objects.filter(scope=None, part=Network.journal_part, additional_data__network=found.pk)
    lines = lines.select_related("actor", "content_type").order_by("-timestamp", "-id")
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    return render(request, "governance/networks/journal.html", {"network": found, "page": page, "lines": tell(page)})


# --- members and decisions --------------------------------------------------------------------------
@FORM
def add_member(request, pk):
    found = load_network(request, pk)
    form = MemberForm(request.POST or None, instance=NetworkMember(network=found))

    def write():
        services.add_member(network=found, actor=request.user, **form.cleaned_data)

    back = f"{found.get_absolute_url()}#membres"
    return form_page(
        request, form, write, said="Le membre est ajouté.", back=back, title="Ajouter un membre", host=found
    )


@require_POST
def take_members(request, pk):
    found = load_network(request, pk)
    chosen = [int(value) for value in request.POST.getlist("person") if value.isdecimal() and len(value) < 10]
    with by(request):
        count = services.take_proposed(network=found, people=chosen, actor=request.user, today=timezone.localdate())
    messages.success(request, f"{count_of(count, 'membre ajouté,membres ajoutés')}.")
    return redirect(f"{found.get_absolute_url()}#membres")


def _member(request, pk, member):
    found = load_network(request, pk)
    return found, get_object_or_404(found.members.for_lists(), pk=member)


@FORM
def member(request, pk, member):
    found, row = _member(request, pk, member)
    form = MemberForm(request.POST or None, instance=copy.copy(row))

    def write():
        services.edit_member(row, actor=request.user, version=form.seen_version, **values_to_save(form))

    back = f"{found.get_absolute_url()}#membres"
    context = {"title": f"Modifier\xa0: {row}", "host": found}
    context["remove_url"] = reverse("networks:member_remove", args=[pk, member])
    return form_page(request, form, write, said="C’est enregistré.", back=back, **context)


@FORM
def remove_member(request, pk, member):
    found, row = _member(request, pk, member)
    return remove_page(
        request,
        row,
        services.remove_member,
        said="Le membre est retiré.",
        back=f"{found.get_absolute_url()}#membres",
        title="Retirer ce membre\xa0?",
        details=["Pour quelqu’un qui part, notez plutôt son dernier jour.", "Les séances passées gardent son nom."],
    )


@FORM
def decide(request, pk):
    """Between two meetings, or taken in the one that the address names."""
    found = load_network(request, pk)
    wanted = request.GET.get("seance", "")
    meeting = get_object_or_404(found.meetings, pk=wanted) if wanted.isdecimal() and len(wanted) < 10 else None
    return _decide(request, found, meeting=meeting)


@FORM
def supersede(request, pk, decision):
    """Another decision, which replaces this one."""
    found = load_network(request, pk)
    return _decide(request, found, replaced=get_object_or_404(found.decisions.for_lists(), pk=decision))


def _decide(request, network, *, meeting=None, replaced=None):
    today = timezone.localdate()
    blank = NetworkDecision(network=network, on=meeting.on if meeting else today)
    form = NetworkDecisionForm(request.POST or None, instance=blank)

    def write():
        said = {**form.cleaned_data, "meeting": meeting, "supersedes": replaced}
        network_meetings.decide(network=network, actor=request.user, today=today, **said)

    context = {"title": "Noter une décision", "host": meeting or network, "replaced": replaced}
    if replaced:
        context["title"] = f"Remplacer la décision n°\xa0{replaced.number}"
    back = f"{(meeting or network).get_absolute_url()}#decisions"
    return form_page(request, form, write, said="La décision est au registre de l’instance.", back=back, **context)
