"""The path of a contract: where it is, what is missing, and the passage to another stage."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contracts.enums import Stage
from contracts.forms.life import EndSuspensionForm, JustificationForm, ReasonForm, SuspensionForm
from contracts.lifecycle import LIFECYCLE, path
from contracts.permissions import can_steer, can_write
from contracts.services import lifecycle as services
from contracts.stage_help import guides_of
from core.errors import Forbidden, PassageRefused
from core.forms import DsfrForm

from .loading import by, contract_page, load_contract
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def stages(request, reference):
    contract = load_contract(request, reference)
    transition = LIFECYCLE.next(contract.stage)
    missing = LIFECYCLE.missing(transition, contract, today=timezone.localdate()) if transition else []
    others = [t for t in LIFECYCLE.leaving(contract.stage) if t != transition and t.who(request.user, contract)]
    context = {
        "path": path(contract),
        "guides": guides_of(contract),
        "passages": contract.passages.select_related("actor").order_by("-at", "-id"),
        "transition": transition,
        "may_pass": bool(transition) and transition.who(request.user, contract),
        "missing": missing,
        "blocked": any(item.blocking for item in missing),
        "others": others,
        "may_write": can_write(request.user, contract),
        "may_steer": can_steer(request.user, contract),
        "may_suspend": contract.stage == Stage.IN_FORCE and can_steer(request.user, contract),
        "suspensions": contract.suspensions.all(),
        "justifications": contract.justifications.select_related("by"),
    }
    return contract_page(request, contract, "contracts/stages.html", context, active="lifecycle")


@FORM
def passage(request, reference, target):
    """Confirm a passage; it asks a reason where the table says so."""
    contract = load_contract(request, reference)
    transition = LIFECYCLE.find(contract.stage, target)
    if transition is None:
        if request.method == "POST" and target in Stage.values:
            raise PassageRefused("Ce contrat n’est plus à l’étape que vous aviez sous les yeux.")
        raise Http404
    if not transition.who(request.user, contract):
        raise Forbidden(services.NOT_YOUR_PASSAGE)
    form = (ReasonForm if transition.needs_reason else DsfrForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        with by(request):
            services.pass_stage(contract=contract, target=target, actor=request.user, reason=reason)
        messages.success(request, f"Le contrat est à l’étape « {Stage(target).label} ».")
        return redirect("contracts:lifecycle", reference)
    context = {
        "title": f"{transition.label} ?",
        "sentence": f"« {contract} » passera à l’étape « {Stage(target).label} ».",
        "details": [f"Cela {transition.note}."] if transition.note.startswith(("fixe", "annule", "met")) else [],
        "action_label": transition.label,
        "back": reverse("contracts:lifecycle", args=[reference]),
        "danger": transition.needs_reason,
        "form": form,
    }
    status = status_of(form) if form.is_bound else 200
    return contract_page(request, contract, "components/confirm.html", context, status=status)


@FORM
def justification(request, reference, rule):
    contract = load_contract(request, reference, can_steer, sentence="Seul·e la ou le référent ARS justifie.")
    form = JustificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _ = settle(
            request,
            form,
            lambda: services.justify(contract=contract, rule=rule, text=form.cleaned_data["text"], actor=request.user),
        )
        if done:
            messages.success(request, "La justification est gardée.")
            return redirect("contracts:lifecycle", reference)
    said = services.justifiable(contract, today=timezone.localdate()).get(rule)
    context = {"form": form, "title": "Justifier une exception", "back": "contracts:lifecycle", "submit": "Justifier"}
    if said:
        context["intro"] = f"{said.sentence} {said.law}".strip()
    return contract_page(
        request, contract, "contracts/life_form.html", context, active="lifecycle", status=status_of(form)
    )


@FORM
def suspension(request, reference, pk=None):
    """Suspend, or say when a suspension ended."""
    contract = load_contract(request, reference, can_steer)
    row = get_object_or_404(contract.suspensions, pk=pk) if pk else None
    form = (EndSuspensionForm if row else SuspensionForm)(request.POST or None)

    def write():
        values = form.cleaned_data
        if row:
            services.end_suspension(suspension=row, actor=request.user, version=row.version, **values)
        else:
            services.suspend(contract=contract, actor=request.user, **values)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La suspension est enregistrée.")
        return redirect("contracts:lifecycle", reference)
    title = "Dire la fin de la suspension" if row else "Suspendre le contrat"
    context = {"form": form, "title": title, "back": "contracts:lifecycle", "submit": "Enregistrer"}
    return contract_page(
        request, contract, "contracts/life_form.html", context, active="lifecycle", status=status_of(form)
    )
