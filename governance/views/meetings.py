"""A meeting: prepared, changed, shown whole, passed from one state to the next."""

import copy

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.permissions import can_write
from contracts.services.documents import readable_by
from contracts.views.conflict import values_to_save
from contracts.views.loading import by, contract_page
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.errors import Forbidden, Invalid, PassageRefused, Refused
from core.forms import DsfrForm
from core.wording import count_of
from governance import figures
from governance.enums import MeetingState
from governance.forms.meetings import ConveneForm, MinutesForm, PrepareForm, ReasonForm, RectificationForm
from governance.lifecycle import LIFECYCLE
from governance.models import Meeting, Rectification
from governance.services import convocations
from governance.services import meetings as services
from governance.services.papers import PAPERS
from governance.services.proposals import proposals_for

from .loading import load_body, load_meeting

FORM = require_http_methods(["GET", "HEAD", "POST"])
#: The states in their usual order, for the path at the top of the page.
PATH = (MeetingState.PREPARED, MeetingState.CONVENED, MeetingState.HELD, MeetingState.CLOSED)


@require_safe
def meeting(request, reference, pk):
    found = load_meeting(request, reference, pk)
    may_write = can_write(request.user, found.contract)
    today = timezone.localdate()
    there, quorum = figures.quorum_of(found)
    context = {
        "meeting": found,
        "papers": [(code, label) for code, (_kind, _slides, label) in PAPERS.items()],
        "may_write": may_write,
        "may_change": may_write and not found.locked,
        "path": path_of(found),
        "items": list(found.items.prefetch_related("actions", _papers_for(request.user, found.contract))),
        "people": people_of(found),
        "decisions": list(found.decisions.with_follow_ups()),
        "rectifications": list(found.rectifications.select_related("by")),
        "there": there,
        "quorum": quorum,
        **_preparing(found, request.user, today, may_write),
        **ahead_of(LIFECYCLE, found, request.user, today),
    }
    return contract_page(request, found.contract, "governance/meeting.html", context, active="governance")


def _papers_for(user, contract):
    """The papers of items that this person may open: the title of a reserved one already says something."""
    return Prefetch("documents", readable_by(user, contract))


def people_of(found):
    """Each person with whether the last sending reached her."""
    reached = convocations.reached(found)
    rows = list(found.attendances.select_related("organisation", "seat"))
    for row in rows:
        row.reached = row.email.lower() in reached
    return rows


def _preparing(found, user, today, may_write):
    """What only matters before the meeting, to those who prepare it."""
    if not may_write or found.state not in (MeetingState.PREPARED, MeetingState.CONVENED):
        return {}
    organisations = found.attendances.values("organisation")
    return {
        "backlog": list(found.body.items.backlog()),
        "proposals": proposals_for(found, today=today),
        "beside": list(_beside(user, found.on, organisations).exclude(pk=found.pk)),
    }


def _beside(user, day, organisations):
    rows = Meeting.objects.visible_to(user).beside(day, organisations)
    return rows.select_related("body", "contract").order_by("on", "id")


def ahead_of(lifecycle, found, user, today):
    """The usual next state with what is missing, and the others."""
    leaving = [line for line in lifecycle.leaving(found.state) if line.who(user, found)]
    usual = lifecycle.next(found.state) if leaving else None
    missing = lifecycle.missing(usual, found, today=today) if usual else []
    return {
        "transition": usual,
        "missing": missing,
        "blocked": any(item.blocking for item in missing),
        "others": [line for line in leaving if line != usual],
    }


def path_of(found):
    """The states that it went through, where it is, and those ahead."""
    if found.state == MeetingState.CANCELLED:
        return [{"label": found.get_state_display(), "state": "current"}]
    here = PATH.index(found.state)
    places = ["done"] * here + ["current"] + ["ahead"] * (len(PATH) - here - 1)
    return [{"label": MeetingState(state).label, "state": place} for state, place in zip(PATH, places, strict=True)]


@FORM
def prepare(request, reference, pk):
    body = load_body(request, reference, pk, can_write)
    form = PrepareForm(request.POST or None, instance=Meeting(contract=body.contract, body=body))
    made = []

    def write():
        made.append(services.prepare_meeting(body=body, actor=request.user, **form.cleaned_data))

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La séance est en préparation\xa0: rien n’est parti. Composez son ordre du jour.")
        return redirect(made[0])
    context = {"title": "Préparer une séance", "back": _bodies_url(body.contract)}
    return _form_page(request, body.contract, form, {**context, "body": body})


@require_safe
def neighbours(request, reference, pk):
    """The fragment that the form asks when its date changes."""
    body = load_body(request, reference, pk, can_write)
    day = _day(request.GET.get("on", ""))
    organisations = body.seats.held_on(day).values("organisation") if day else []
    found = list(_beside(request.user, day, organisations)) if day else []
    return render(request, "governance/_beside.html", {"beside": found, "asked": bool(day)})


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


@FORM
def edit(request, reference, pk):
    found = load_meeting(request, reference, pk, can_write)
    return _edit(request, found, PrepareForm, "Modifier la séance", asks=found.state == MeetingState.CONVENED)


@FORM
def minutes(request, reference, pk):
    return _edit(request, load_meeting(request, reference, pk, can_write), MinutesForm, "Compte rendu")


def _edit(request, found, form_class, title, *, asks=False):
    """`asks`: people know of the meeting, so whoever moves it says whether they are told."""
    form, conflict = form_class(request.POST or None, instance=copy.copy(found)), None
    tell = asks and request.POST.get("tell") == "1"

    def write():
        values = values_to_save(form)
        services.edit_meeting(found, actor=request.user, version=form.seen_version, tell=tell, **values)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "C’est enregistré.")
            return redirect(found)
    context = {"title": title, "back": found.get_absolute_url(), "conflict": conflict, "body": found.body}
    context |= {"asks": asks, "tell": tell or request.method != "POST"}
    return _form_page(request, found.contract, form, context)


def _form_page(request, contract, form, context):
    status = status_of(form, context.get("conflict"))
    return contract_page(
        request, contract, "governance/meeting_form.html", {"form": form, **context}, active="governance", status=status
    )


@FORM
def remove(request, reference, pk):
    found = load_meeting(request, reference, pk, can_write)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_meeting(found, actor=request.user, version=version)
        messages.success(request, "La séance est retirée\xa0; ses points attendent la prochaine.")
        return redirect("governance:bodies", reference)
    context = {
        "title": "Retirer cette séance\xa0?",
        "sentence": f"«\xa0{found}\xa0» sera retirée. Personne n’en a été prévenu.",
        "details": ["Ses points attendront la prochaine séance de l’instance."],
        "action_label": "Retirer",
        "back": found.get_absolute_url(),
        "version": found.version,
        "danger": True,
        "form": None,
    }
    return contract_page(request, found.contract, "components/confirm.html", context)


@FORM
def passage(request, reference, pk, target):
    """Confirm a passage; it asks a reason where the table says so."""
    found = load_meeting(request, reference, pk)
    line = LIFECYCLE.find(found.state, target)
    if line is None:
        if request.method == "POST" and target in MeetingState.values:
            raise PassageRefused("Cette séance n’est plus à l’état que vous aviez sous les yeux.")
        raise Http404
    if not line.who(request.user, found):
        raise Forbidden("Vous pouvez lire cette séance, mais pas la conduire.")
    form = _form_of(line)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _pass(request, found, target, form):
        return redirect(found)
    context = {
        "title": f"{line.label}\xa0?",
        "sentence": f"«\xa0{found}\xa0»",
        "details": [*WHAT_FOLLOWS.get(target, []), *_waiting(found, target)],
        "action_label": line.label,
        "back": found.get_absolute_url(),
        "danger": line.needs_reason,
        "version": request.POST.get("version", "") or found.version,
        "form": form,
    }
    status = status_of(form) if form.is_bound else 200
    return contract_page(request, found.contract, "components/confirm.html", context, status=status)


def _waiting(found, target) -> list[str]:
    """Before closing: each item that nobody spoke of, and where it goes."""
    if target != MeetingState.CLOSED:
        return []
    return [f"«\xa0{item}\xa0» attendra la prochaine séance\xa0: {found.body}." for item in found.items.unspoken()]


def _form_of(line):
    if line.needs_reason:
        return ReasonForm
    return ConveneForm if line.target == MeetingState.CONVENED else DsfrForm


WHAT_FOLLOWS = {
    MeetingState.CONVENED: ["Chaque personne reçoit un courriel, avec l’ordre du jour et une entrée d’agenda."],
    MeetingState.CANCELLED: ["Si elle était convoquée, chaque personne est prévenue et son agenda est mis à jour."],
    MeetingState.CLOSED: [
        "Le compte rendu ne se réécrit plus\xa0: il se rectifie par une note datée.",
        "Ce qui n’a pas été traité attend la prochaine séance.",
    ],
}


def _pass(request, found, target, form):
    """Whether it went through; a refusal stands on the form, and `Stale` says what somebody changed meanwhile."""
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
def tell(request, reference, pk):
    """Write again: to everybody where something changed, or only to those not reached."""
    found = load_meeting(request, reference, pk, can_write)
    with by(request):
        if request.POST.get("everybody"):
            convocations.tell_change(found, actor=request.user)
            said = "Chaque personne convoquée reçoit la mise à jour."
        else:
            count = convocations.resend(found, actor=request.user)
            said = f"{count_of(count, 'courriel part,courriels partent')}."
    messages.success(request, said)
    return redirect(f"{found.get_absolute_url()}#personnes")


@FORM
def rectify(request, reference, pk):
    found = load_meeting(request, reference, pk, can_write)
    form = RectificationForm(request.POST or None, instance=Rectification(contract=found.contract))

    def write():
        services.rectify(meeting=found, actor=request.user, text=form.cleaned_data["text"])

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La rectification est datée et signée de votre nom.")
        return redirect(found)
    context = {"title": "Rectifier le compte rendu", "back": found.get_absolute_url(), "body": found.body}
    return _form_page(request, found.contract, form, context)


def _bodies_url(contract):
    return reverse("governance:bodies", args=[contract.reference])
