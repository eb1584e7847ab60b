"""The indicators of a contract: what they say, what is due, one page each with its curve and its table."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actions import services
from actions.figures_indicators import chart, standing
from actions.forms.indicators import IndicatorFilter, IndicatorForm, IndicatorMoveForm
from actions.forms.reasons import ReasonForm, said
from actions.forms.rows import MeasureForm
from actions.models import Indicator
from actions.permissions import can_edit_action
from contracts.permissions import can_write
from contracts.views.conflict import conflict_for, values_to_save
from contracts.views.editing import edit_page
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.seen import as_seen
from contracts.writing import NOT_YOURS
from core.errors import Forbidden, Invalid, Refused, Stale

HOSTS = [
    ("Le contrat", None),
    ("Axes", "axis"),
    ("Objectifs stratégiques", "objective"),
    ("Fiches actions", "action"),
]
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def indicators(request, reference):
    """Grouped by what they measure: the contract, its axes and objectives, its fiches."""
    contract = load_contract(request, reference)
    today = timezone.localdate()
    mine = Indicator.objects.filter(contract=contract)
    wanted = IndicatorFilter(request.GET, contract=contract, today=today)
    rows = wanted.narrow(mine).select_related("axis", "objective__axis", "action", "responsible", "catalogue")
    shown = [row for row in rows.prefetch_related("measures") if wanted.speaks_of(row)]
    standings = [standing(_of(contract, row), today=today) for row in shown]
    context = {
        "filter": wanted,
        "groups": _groups(standings),
        "count": len(standings),
        "due": mine.due_on(today).count(),
        "stale": mine.stale_on(today).count(),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "actions/indicators/list.html", context, active="indicators")


def _of(contract, indicator):
    indicator.contract = contract
    for host in (indicator.action, indicator.objective, indicator.axis):
        if host is not None:
            host.contract = contract
    return indicator


def _groups(standings):
    """[(label, standings)] in the order: contract, axes, objectives, fiches."""
    kinds = [
        ("Le contrat", None),
        ("Axes", "axis"),
        ("Objectifs stratégiques", "objective"),
        ("Fiches actions", "action"),
    ]
    for label, name in kinds:
        found = [row for row in standings if _host_name(row.indicator) == name]
        if found:
            yield label, found


def _host_name(indicator):
    return next((name for name in ("action", "objective", "axis") if getattr(indicator, f"{name}_id")), None)


@require_safe
def indicator(request, reference, pk):
    contract = load_contract(request, reference)
    row = _one(contract, pk)
    measures = list(row.measures.all())
    context = {
        "row": row,
        "standing": standing(row, today=timezone.localdate(), measures=measures),
        "chart": chart(row, measures),
        "measures": list(reversed(measures)),
        "may_edit": _may_edit(request.user, row),
    }
    return contract_page(request, contract, "actions/indicators/one.html", context, active="indicators")


def _one(contract, pk):
    related = ("axis", "objective__axis", "action", "responsible", "catalogue")
    found = contract.indicators.select_related(*related).prefetch_related("measures")
    return _of(contract, get_object_or_404(found, pk=pk))


def _may_edit(user, indicator):
    """Of a fiche, also the person who leads it."""
    if indicator.action is not None:
        return can_edit_action(user, indicator.action)
    return can_write(user, indicator.contract)


def _load_for_edit(request, reference, pk):
    contract = load_contract(request, reference)
    row = _one(contract, pk)
    if not _may_edit(request.user, row):
        raise Forbidden(NOT_YOURS)
    return contract, row


@FORM
def add(request, reference):
    contract = load_contract(request, reference, can_write)
    asked = {"place": request.GET.get("sur", ""), "catalogue": request.GET.get("catalogue")}
    form = IndicatorForm(request.POST or None, contract=contract, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                made = services.add_indicator(
                    contract=contract, actor=request.user, **form.host(), **form.for_service()
                )
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, "L’indicateur est ajouté.")
            return redirect("actions:indicator", reference, made.pk)
    context = {"form": form, "title": "Ajouter un indicateur", "row": None, "conflict": None, "why": None}
    return _form_page(request, contract, form, context)


@FORM
def change(request, reference, pk):
    contract, row = _load_for_edit(request, reference, pk)
    form = IndicatorForm(request.POST or None, contract=contract, instance=copy.copy(row))
    why, conflict = ReasonForm.beside(request, row), None
    if request.method == "POST" and form.is_valid():
        given = {"version": form.seen_version, **values_to_save(form), **said(why)}
        try:
            with by(request):
                services.edit_row(row, actor=request.user, **given)
        except services.ReasonNeeded as error:
            why.refuse(error)
        except Stale as stale:
            conflict = conflict_for(form, stale)
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, "L’indicateur est enregistré.")
            return redirect("actions:indicator", reference, pk)
    context = {"form": form, "title": "Modifier l’indicateur", "row": row, "conflict": conflict, "why": why}
    return _form_page(request, contract, form, context)


@FORM
def move(request, reference, pk):
    """Another fiche, objective or axis, or the contract: its values follow."""
    contract, row = _load_for_edit(request, reference, pk)
    form = IndicatorMoveForm(request.POST or None, indicator=row)
    if request.method == "POST" and form.is_valid():
        try:
            with as_seen(request) as version:
                services.edit_row(row, actor=request.user, version=version, **form.host())
        except Forbidden as error:
            form.add_error("place", " ".join(error.sentences))
        else:
            messages.success(request, "L’indicateur est déplacé, avec ses valeurs.")
            return redirect("actions:indicator", reference, pk)
    context = {"row": row, "form": form}
    status = 400 if form.errors else 200
    return contract_page(request, contract, "actions/indicators/move.html", context, active="indicators", status=status)


def _form_page(request, contract, form, context):
    wrong = form.errors or (context["why"] and context["why"].errors)
    status = 409 if context["conflict"] else 400 if wrong else 200
    return contract_page(request, contract, "actions/indicators/form.html", context, active="indicators", status=status)


@FORM
def remove(request, reference, pk):
    _contract, row = _load_for_edit(request, reference, pk)
    why = ReasonForm.beside(request, row)
    if request.method == "POST":
        try:
            with as_seen(request) as version:
                services.remove_row(row, actor=request.user, version=version, **said(why))
        except services.ReasonNeeded as error:
            why.refuse(error)
        else:
            messages.success(request, f"L’indicateur «\xa0{row}\xa0» est retiré.")
            return redirect("actions:indicators", reference)
    context = {
        "title": "Retirer l’indicateur",
        "sentence": f"«\xa0{row}\xa0» et toutes ses valeurs disparaîtront.",
        "details": ["Le journal du contrat garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": row.get_absolute_url(),
        "version": row.version,
        "danger": True,
        "form": why,
    }
    return render(request, "components/confirm.html", context, status=400 if why and why.errors else 200)


@FORM
def remove_value(request, reference, pk, measure):
    _contract, row = _load_for_edit(request, reference, pk)
    found = get_object_or_404(row.measures.select_related("contract", "indicator__action"), pk=measure)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_row(found, actor=request.user, version=version)
        messages.success(request, "La valeur est retirée.")
        return redirect(row)
    context = {
        "title": "Retirer la valeur",
        "sentence": f"{found}, pour «\xa0{row}\xa0».",
        "details": ["Le journal du contrat garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": row.get_absolute_url(),
        "version": found.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


@FORM
def value(request, reference, pk, measure=None):
    """A value added or corrected, from the page of the indicator."""
    contract, row = _load_for_edit(request, reference, pk)
    found = get_object_or_404(row.measures.select_related("contract"), pk=measure) if measure else None
    form = MeasureForm(request.POST or None, **({"instance": copy.copy(found)} if found else {}))

    def write(values, version):
        if found:
            return services.edit_row(found, actor=request.user, version=version, **values)
        return services.add_measure(indicator=row, actor=request.user, **values)

    title = "Corriger la valeur" if found else f"Ajouter une valeur\xa0: {row.title}"
    return edit_page(
        request, contract, form, write, row=found, title=title, back="actions:indicators", active="indicators"
    )
