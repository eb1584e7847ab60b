"""Démarches: found, read, written, passed from a state to another, made into a contract."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contracts.approach_lifecycle import LIFECYCLE
from contracts.enums import ApproachState
from contracts.forms.approaches import ApproachFilter, ApproachForm, BecomeForm
from contracts.forms.life import ReasonForm
from contracts.journal import lines_about, tell
from contracts.models import Approach
from contracts.permissions import can_create
from contracts.services import approaches as services
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.forms import DsfrForm

from .conflict import conflict_for, left_to_other, values_to_save
from .loading import by
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30
CHANGES = 20
_ROW = ("department__region", "territory", "organisation", "referent", "contract")


def visible(user):
    if not can_create(user):
        raise Forbidden(services.NOT_YOURS)
    return Approach.objects.visible_to(user).select_related(*_ROW)


def load(request, pk):
    """404 for whoever does not follow it: that it exists is not said either."""
    return get_object_or_404(Approach.objects.visible_to(request.user).select_related(*_ROW), pk=pk)


@require_safe
def approaches(request):
    rows = visible(request.user)
    wanted = ApproachFilter(request.GET, user=request.user)
    today = timezone.localdate()
    page = Paginator(wanted.narrow(rows), ROWS).get_page(request.GET.get("page"))
    shown = [{"approach": each, "late": each.late_on(today)} for each in page]
    return render(request, "contracts/approaches/list.html", {"filter": wanted, "page": page, "rows": shown})


@require_safe
def approach(request, pk):
    found = load(request, pk)
    context = {
        "approach": found,
        "late": found.late_on(timezone.localdate()),
        "members": found.territory.members.all(),
        "lines": LIFECYCLE.leaving(found.state),
        "notes": found.approachnotes.select_related("by"),
        "press": found.presslinks.all(),
        "documents": found.approachdocuments.select_related("created_by", "withdrawn_by"),
        "passages": found.approachpassages.select_related("actor"),
        "changes": tell(lines_about(found)[:CHANGES]),
    }
    return render(request, "contracts/approaches/approach.html", context)


@FORM
def form(request, pk=None):
    row = load(request, pk) if pk else None
    if row is None and not can_create(request.user):
        raise Forbidden(services.NOT_YOURS)
    if row and not row.is_open:
        raise Refused(services.OVER)
    given = {"instance": copy.copy(row)} if row else {}
    typed, conflict = ApproachForm(request.POST or None, user=request.user, **given), None
    if request.method == "POST" and typed.is_valid():
        try:
            saved = _save(request, typed, row)
        except Stale as stale:
            theirs = {"members": _members_of(stale.current), "seen_members": typed.cleaned_data["seen_members"]}
            conflict = conflict_for(typed, stale, theirs=theirs, before={"members": typed.members_before()})
        except Invalid as error:
            typed.add_refusal(error)
        else:
            messages.success(request, "La démarche est enregistrée.")
            return redirect(saved)
    title = f"Modifier la démarche {row}" if row else "Nouvelle démarche"
    context = {"form": typed, "row": row, "title": title, "conflict": conflict}
    return render(request, "contracts/approaches/form.html", context, status=status_of(typed, conflict))


def _save(request, typed, row):
    given = values_to_save(typed) if row else {**typed.cleaned_data}
    given.pop("seen_members", None)
    with by(request):
        if row is None:
            return services.open_approach(actor=request.user, **given)
        if left_to_other(typed, "members"):
            given.pop("members", None)
        return services.change_approach(approach=row, actor=request.user, version=typed.seen_version, **given)


def _members_of(found):
    return [(row.level, row.code, row.name) for row in found.territory.members.all()]


@FORM
def passage(request, pk, target):
    """Confirm a passage; it asks a reason where the table says so."""
    found = load(request, pk)
    line = LIFECYCLE.find(found.state, target)
    if line is None or target == ApproachState.CONTRACT:
        if request.method == "POST" and target in ApproachState.values:
            raise PassageRefused(services.MOVED)
        raise Http404
    typed = (ReasonForm if line.needs_reason else DsfrForm)(request.POST if request.method == "POST" else None)

    def write():
        reason = typed.cleaned_data.get("reason", "")
        services.pass_approach(approach=found, target=target, actor=request.user, reason=reason)

    if request.method == "POST" and typed.is_valid() and settle(request, typed, write)[0]:
        messages.success(request, f"La démarche est «\xa0{ApproachState(target).label}\xa0».")
        return redirect(found)
    return _confirm(request, typed, found, line, details=[], danger=target == ApproachState.DROPPED)


@FORM
def become(request, pk):
    """The contract's title is asked; what is known goes with it."""
    found, made = load(request, pk), []
    line = LIFECYCLE.find(found.state, ApproachState.CONTRACT)
    if line is None:
        raise PassageRefused(services.MOVED)
    typed = BecomeForm(request.POST or None, initial={"title": f"Contrat local de santé – {found}"})

    def write():
        made.append(services.become_contract(approach=found, actor=request.user, **typed.cleaned_data))

    if request.method == "POST" and typed.is_valid() and settle(request, typed, write)[0]:
        messages.success(request, f"Le contrat {made[0].reference} est créé, à l’étape «\xa0Initiative\xa0».")
        return redirect(made[0])
    return _confirm(request, typed, found, line, details=WHAT_FOLLOWS)


WHAT_FOLLOWS = [
    "Il reprend le département et le périmètre envisagé.",
    "La démarche se relit toujours, et ne change plus\xa0: la suite s’écrit dans le contrat.",
    "Qui a demandé, les notes et les documents ne passent pas dans le contrat\xa0: d’autres que l’ARS le lisent.",
]


def _confirm(request, typed, found, line, *, details, danger=False):
    context = {
        "title": f"{line.label}\xa0?",
        "sentence": f"Démarche «\xa0{found}\xa0», {found.department}.",
        "details": details,
        "action_label": line.label,
        "back": found.get_absolute_url(),
        "danger": danger,
        "form": typed,
    }
    return render(request, "components/confirm.html", context, status=status_of(typed) if typed.is_bound else 200)
