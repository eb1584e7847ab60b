"""« Sens du plan »: equity, determinants, health path, inhabitants, sectors; and the two forms that feed it."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from actions import figures_meaning as figures
from actions.enums import ParticipationStage
from actions.forms.meaning import PartnershipsForm, PhaseForm
from actions.services import meaning as services
from contracts.permissions import can_write
from contracts.views.editing import edit_page
from contracts.views.loading import by, contract_page, load_contract
from core.errors import Stale

from .loading import load_for_edit

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def page(request, reference):
    contract = load_contract(request, reference)
    plan = figures.plan_of(contract)
    said = {row.phase: row for row in contract.participation_phases.all()}
    context = {
        "actions": plan.actions,
        "approaches": figures.by_approach(plan),
        "towards": figures.towards_priority_places(plan),
        "levels": figures.by_participation(plan),
        "determinants": figures.determinants(plan),
        "care_paths": figures.care_paths(plan),
        "articulation": figures.articulation(plan),
        "sectors": figures.intersectorality(plan),
        "phases": [(code, label, said.get(code)) for code, label in ParticipationStage.choices],
        "words": [action for action in plan.actions if action.inhabitants_said or action.answer_to_inhabitants],
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "actions/meaning/page.html", context, active="meaning")


@FORM
def phase(request, reference, code):
    contract = load_contract(request, reference, can_write)
    if code not in ParticipationStage.values:
        raise Http404
    row = contract.participation_phases.filter(phase=code).select_related("contract").first()
    form = PhaseForm(request.POST or None, instance=copy.copy(row) if row else None)

    def write(values, version):
        services.say_participation(contract=contract, phase=code, actor=request.user, version=version, **values)

    title = f"La place des habitants\xa0: {ParticipationStage(code).label.lower()}"
    return edit_page(request, contract, form, write, row=row, title=title, back="actions:meaning", active="meaning")


@FORM
def partnerships(request, reference, pk):
    contract, action = load_for_edit(request, reference, pk)
    partners = list(action.organisation_parts.filter(part="partner").select_related("organisation"))
    form = PartnershipsForm(request.POST or None, action=action, partners=partners)
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                services.say_partnerships(
                    action=action, told=form.told(), actor=request.user, version=form.cleaned_data["version"]
                )
        except Stale as stale:
            form.add_error(None, "Quelqu’un d’autre a enregistré cette fiche\xa0: relisez, puis enregistrez.")
            form.data = {**form.data.dict(), "version": stale.current.version}
        else:
            messages.success(request, "Les partenariats sont enregistrés.")
            return redirect("actions:action", reference, pk)
    context = {"action": action, "form": form}
    status = 400 if form.errors else 200
    return contract_page(
        request, contract, "actions/meaning/partnerships.html", context, active="actions", status=status
    )
