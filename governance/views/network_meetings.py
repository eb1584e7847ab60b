"""A meeting of a network, from its preparation to its closing."""

import copy
from functools import partial

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.views.conflict import values_to_save
from contracts.views.loading import by
from contracts.views.seen import as_seen
from contracts.views.settling import status_of
from core.errors import Forbidden, Invalid, PassageRefused, Refused
from core.forms import DsfrForm
from core.grid import Column
from core.wording import count_of
from governance.enums import MeetingState
from governance.forms.meetings import ReasonForm
from governance.forms.networks import (
    NetworkItemForm,
    NetworkMeetingForm,
    NetworkMinutesForm,
    NetworkPresenceForm,
    NetworkRectificationForm,
)
from governance.models import NetworkFollowUp, NetworkItem, NetworkMeeting, NetworkRectification
from governance.network_lifecycle import LIFECYCLE
from governance.permissions import may_write_network
from governance.services import network_convocations as convocations
from governance.services import network_meetings as services
from governance.services import network_papers as papers
from governance.services.networks import NOT_YOURS

from .meetings import ahead_of, path_of
from .network_loading import form_page, load_meeting, load_network, load_row, remove_page
from .presence_grid import grid_of, save_lines

FORM = require_http_methods(["GET", "HEAD", "POST"])
SAVED = "C’est enregistré."


@FORM
def prepare(request, pk):
    network = load_network(request, pk)
    form, made = NetworkMeetingForm(request.POST or None, instance=NetworkMeeting(network=network)), []

    def write():
        made.append(services.prepare_meeting(network=network, actor=request.user, **form.cleaned_data))

    context = {"title": "Préparer une séance", "host": network, "cancel": network.get_absolute_url()}
    said = "La séance est en préparation\xa0: rien n’est parti. Composez son ordre du jour."
    return form_page(request, form, write, said=said, back=lambda: made[0].get_absolute_url(), **context)


@require_safe
def meeting(request, pk):
    found = load_meeting(request, pk, to_write=False)
    may_write = may_write_network(request.user, found.network)
    reached = convocations.reached(found)
    asked = NetworkFollowUp.objects.select_related("owner").order_by("due_on", "pk")
    people = list(found.attendances.all())
    for row in people:
        row.reached = row.email.lower() in reached
    decisions = found.decisions.for_lists().prefetch_related(Prefetch("follow_ups", asked))
    context = {
        "meeting": found,
        "network": found.network,
        "items": list(found.items.all()),
        "people": people,
        "decisions": decisions.order_by("number"),
        "rectifications": found.rectifications.select_related("by"),
        "path": path_of(found),
        "may_write": may_write,
        "may_change": may_write and not found.locked,
        **ahead_of(LIFECYCLE, found, request.user, timezone.localdate()),
    }
    return render(request, "governance/networks/meeting.html", context)


@FORM
def edit(request, pk):
    found = load_meeting(request, pk)
    return _edit(request, found, NetworkMeetingForm, "Modifier la séance", asks=found.state == MeetingState.CONVENED)


@FORM
def minutes(request, pk):
    return _edit(request, load_meeting(request, pk), NetworkMinutesForm, "Compte rendu")


def _edit(request, found, form_class, title, *, asks=False):
    """`asks`: people know of the meeting, so whoever moves it says whether they are told."""
    form = form_class(request.POST or None, instance=copy.copy(found))
    tell = asks and request.POST.get("tell") == "1"

    def write():
        values = values_to_save(form)
        services.edit_meeting(found, actor=request.user, version=form.seen_version, tell=tell, **values)

    context = {"title": title, "host": found, "asks": asks, "tell": tell or request.method != "POST"}
    return form_page(request, form, write, said=SAVED, back=found.get_absolute_url(), **context)


@FORM
def remove(request, pk):
    found = load_meeting(request, pk)
    return remove_page(
        request,
        found,
        services.remove_meeting,
        said="La séance est retirée.",
        back=found.get_absolute_url(),
        after=found.network.get_absolute_url(),
        title="Retirer cette séance\xa0?",
        details=["Personne n’en a été prévenu."],
    )


@FORM
def passage(request, pk, target):
    """Confirm a passage; it asks a reason where the table says so."""
    found = load_meeting(request, pk, to_write=False)
    line = LIFECYCLE.find(found.state, target)
    if line is None:
        if request.method == "POST" and target in MeetingState.values:
            raise PassageRefused("Cette séance n’est plus à l’état que vous aviez sous les yeux.")
        raise Http404
    if not line.who(request.user, found):
        raise Forbidden(NOT_YOURS)
    form = (ReasonForm if line.needs_reason else DsfrForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _pass(request, found, target, form):
        return redirect(found)
    context = {
        "title": f"{line.label}\xa0?",
        "sentence": f"«\xa0{found}\xa0»",
        "details": WHAT_FOLLOWS.get(target, []),
        "action_label": line.label,
        "back": found.get_absolute_url(),
        "danger": line.needs_reason,
        "version": request.POST.get("version", "") or found.version,
        "form": form,
    }
    return render(request, "components/confirm.html", context, status=status_of(form) if form.is_bound else 200)


WHAT_FOLLOWS = {
    MeetingState.CONVENED: ["Chaque membre reçoit un courriel, avec l’ordre du jour et une entrée d’agenda."],
    MeetingState.CANCELLED: ["Si elle était convoquée, chaque membre est prévenu et son agenda est mis à jour."],
    MeetingState.CLOSED: ["Le compte rendu ne se réécrit plus\xa0: il se rectifie par une note datée."],
}


def _pass(request, found, target, form):
    """Whether it went through; a refusal stands on the form."""
    today = timezone.localdate()
    try:
        with as_seen(request) as version:
            services.pass_meeting(found, target, actor=request.user, today=today, version=version, **form.cleaned_data)
    except (Invalid, Refused) as error:
        form.add_refusal(error)
        return False
    messages.success(request, f"La séance est «\xa0{MeetingState(target).label.lower()}\xa0».")
    return True


@require_POST
def tell(request, pk):
    """Write to the members who were not reached."""
    found = load_meeting(request, pk)
    with by(request):
        count = convocations.resend(found, actor=request.user)
    messages.success(request, f"{count_of(count, 'courriel part,courriels partent')}.")
    return redirect(f"{found.get_absolute_url()}#personnes")


@FORM
def presences(request, pk):
    """Everybody in one grid."""
    found = load_meeting(request, pk)
    rows = found.attendances.select_related("meeting__network")
    forms = [NetworkPresenceForm(request.POST or None, instance=copy.copy(row), prefix=str(row.pk)) for row in rows]
    conflicts = {}
    valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(valid):
        conflicts = save_lines(request, forms, partial(services.note_presence, actor=request.user))
        if not conflicts:
            messages.success(request, "Les présences sont enregistrées.")
            return redirect(f"{found.get_absolute_url()}#personnes")
    grid = grid_of(forms, conflicts, [Column("Présence")], names=("presence",), heading="Membre")
    context = {"meeting": found, "grid": grid, "conflicts": bool(conflicts)}
    status = 409 if conflicts else 400 if any(form.errors for form in forms) else 200
    return render(request, "governance/networks/presences.html", context, status=status)


@FORM
def rectify(request, pk):
    found = load_meeting(request, pk)
    form = NetworkRectificationForm(request.POST or None, instance=NetworkRectification(meeting=found))

    def write():
        services.rectify(meeting=found, actor=request.user, text=form.cleaned_data["text"])

    said = "La rectification est datée et signée de votre nom."
    context = {"title": "Rectifier le compte rendu", "host": found}
    return form_page(request, form, write, said=said, back=found.get_absolute_url(), **context)


@require_POST
def paper(request, pk):
    """Its relevé, or the sheet that people sign."""
    found = load_meeting(request, pk, to_write=False)
    wanted = papers.SHEET if request.POST.get("paper") == "sheet" else papers.PAPER
    with by(request):
        job = papers.request_paper(meeting=found, actor=request.user, paper=wanted)
    return redirect("core:job", job.pk)


# --- agenda -----------------------------------------------------------------------------------------
def _agenda_of(meeting):
    return f"{meeting.get_absolute_url()}#ordre-du-jour"


@FORM
def add_item(request, pk):
    found = load_meeting(request, pk)
    form = NetworkItemForm(request.POST or None, instance=NetworkItem(meeting=found))

    def write():
        services.add_item(meeting=found, actor=request.user, **form.cleaned_data)

    context = {"title": "Ajouter un point", "host": found}
    return form_page(request, form, write, said="Le point est à l’ordre du jour.", back=_agenda_of(found), **context)


@FORM
def item(request, pk):
    row = load_row(request, NetworkItem, pk)
    form = NetworkItemForm(request.POST or None, instance=copy.copy(row))

    def write():
        services.edit_item(row, actor=request.user, version=form.seen_version, **values_to_save(form))

    context = {"title": "Modifier le point", "host": row.meeting}
    context["remove_url"] = reverse("networks:item_remove", args=[pk])
    return form_page(request, form, write, said=SAVED, back=_agenda_of(row.meeting), **context)


@FORM
def remove_item(request, pk):
    row = load_row(request, NetworkItem, pk)
    said = {"said": "Le point est retiré.", "title": "Retirer ce point\xa0?"}
    return remove_page(request, row, services.remove_item, back=_agenda_of(row.meeting), **said)


@require_POST
def move_item(request, pk):
    row = load_row(request, NetworkItem, pk)
    with by(request):
        services.move_item(row, actor=request.user, up=bool(request.POST.get("up")))
    return redirect(_agenda_of(row.meeting))
