"""Axes and objectives on one page: add, rename, move, renumber."""

import copy

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts import beside
from contracts.forms.plan import AxisForm, ObjectiveForm
from contracts.models import Axis, Objective
from contracts.permissions import can_write
from contracts.requirements.dates import settings_of
from contracts.services import plan as services
from contracts.vocabulary import axis_word
from core.sent import whole, wholes

from .editing import edit_page
from .loading import by, contract_page, load_contract
from .seen import as_seen

FORM = require_http_methods(["GET", "HEAD", "POST"])
MODELS = {"axe": Axis, "objectif": Objective}


@require_safe
def plan(request, reference):
    contract = load_contract(request, reference)
    axes = list(contract.axes.select_related("lead").prefetch_related("objectives").annotate(used=Count("actions")))
    beside.attach(beside.AXIS, axes)
    context = {
        "axes": axes,
        "axis_word": axis_word(contract),
        "axes_word": axis_word(contract, plural=True),
        "twice": services.given_twice(axes),
        "may_write": can_write(request.user, contract) and not contract.frozen,
    }
    return contract_page(request, contract, "contracts/plan.html", context, active="plan")


@FORM
def axis(request, reference, pk=None):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.axes, pk=pk) if pk else None
    given = {"instance": copy.copy(row)} if row else {"initial": {"number": services.next_axis_number(contract)}}
    form = AxisForm(request.POST or None, **given)

    def write(values, version):
        if row:
            return services.edit_axis(axis=row, actor=request.user, version=version, **values)
        return services.add_axis(contract=contract, actor=request.user, **values)

    word = axis_word(contract)
    title = str(row) if row else f"Ajouter un {word}"
    return edit_page(request, contract, form, write, row=row, title=title, back="contracts:plan", active="plan")


@FORM
def objective(request, reference, pk=None):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.objectives.select_related("axis"), pk=pk) if pk else None
    home = _axis_asked(request, contract)
    given = {"instance": copy.copy(row)} if row else {"initial": _proposed(home)}
    settings = settings_of(contract)
    proposals = settings.prs_objectives if settings else ()
    form = ObjectiveForm(request.POST or None, contract=contract, proposals=proposals, **given)

    def write(values, version):
        if row:
            return services.edit_objective(objective=row, actor=request.user, version=version, **values)
        return services.add_objective(actor=request.user, **values)

    title = str(row) if row else "Ajouter un objectif"
    return edit_page(request, contract, form, write, row=row, title=title, back="contracts:plan", active="plan")


def _axis_asked(request, contract):
    asked = whole(request.GET.get("axe"))
    return contract.axes.filter(pk=asked).first() if asked else None


def _proposed(axis):
    return {"axis": axis, "number": services.next_objective_number(axis)} if axis else {}


def _row(contract, kind, pk):
    if kind not in MODELS:
        raise Http404
    return get_object_or_404(MODELS[kind].objects.select_related("contract"), contract=contract, pk=pk)


@require_POST
def move(request, reference, kind, pk):
    contract = load_contract(request, reference, can_write)
    with by(request):
        services.move(row=_row(contract, kind, pk), actor=request.user, up=bool(request.POST.get("up")))
    return redirect(f"{reverse('contracts:plan', args=[reference])}#{kind}-{pk}")


@require_POST
def order(request, reference, kind, pk=None):
    """The new order of a list that was dragged; `pk` is the axis whose objectives they are."""
    contract = load_contract(request, reference, can_write)
    if kind not in MODELS:
        raise Http404
    ids = wholes(request.POST.get("order", "").split(","))
    scope = {"axis": get_object_or_404(contract.axes, pk=pk)} if kind == "objectif" and pk else {}
    with by(request):
        services.order(model=MODELS[kind], contract=contract, actor=request.user, ids=ids, **scope)
    return HttpResponse(status=204)


@FORM
def remove(request, reference, kind, pk):
    contract = load_contract(request, reference, can_write)
    row = _row(contract, kind, pk)
    if request.method == "POST":
        service = services.remove_axis if kind == "axe" else services.remove_objective
        with as_seen(request) as version:
            service(**{"axis" if kind == "axe" else "objective": row}, actor=request.user, version=version)
        messages.success(request, f"«\xa0{row}\xa0» est retiré.")
        return redirect("contracts:plan", reference)
    context = {
        "title": "Retirer du plan\xa0?",
        "sentence": f"«\xa0{row}\xa0»",
        "details": [],
        "action_label": "Retirer",
        "back": reverse("contracts:plan", args=[reference]),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return contract_page(request, contract, "components/confirm.html", context, active="plan")


@FORM
def renumber(request, reference):
    contract = load_contract(request, reference, can_write)
    changes = services.renumbered(contract)
    if request.method == "POST":
        with by(request):
            services.renumber(contract=contract, actor=request.user)
        messages.success(request, "Le plan est renuméroté.")
        return redirect("contracts:plan", reference)
    words = axis_word(contract, plural=True)
    context = {
        "title": "Renuméroter le plan\xa0?",
        "sentence": f"Les {words} et les objectifs suivront leur ordre."
        if changes
        else "Les numéros suivent déjà l’ordre.",
        "details": [f"{row.number or 'sans numéro'} devient {number}\xa0: {row.title}" for row, number in changes],
        "action_label": "Renuméroter",
        "back": reverse("contracts:plan", args=[reference]),
        "danger": False,
        "form": None,
    }
    return contract_page(request, contract, "components/confirm.html", context, active="plan")
