"""Findings, core themes, articulation with the other schemes."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts import articulation
from contracts.enums import FindingKind
from contracts.forms.plan import FindingForm, SchemeForm, ThemeForm
from contracts.permissions import can_write
from contracts.services import diagnosis as services
from core.errors import Stale

from .editing import edit_page
from .loading import contract_page, load_contract
from .seen import as_seen
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _may_change(request, contract):
    return can_write(request.user, contract) and not contract.frozen


@require_safe
def findings(request, reference):
    contract = load_contract(request, reference)
    rows = list(contract.findings.select_related("funder").prefetch_related("axes", "actions"))
    for fiche in (fiche for row in rows for fiche in row.actions.all()):
        # Its address needs the contract's reference: the one in hand, not one more query each.
        fiche.contract = contract
    groups = [(kind.value, kind.label, [row for row in rows if row.kind == kind]) for kind in FindingKind]
    context = {"groups": groups, "any": bool(rows), "may_write": _may_change(request, contract)}
    return contract_page(request, contract, "contracts/findings.html", context, active="findings")


@FORM
def finding(request, reference, pk=None):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.findings.select_related("contract"), pk=pk) if pk else None
    given = {"instance": copy.copy(row)} if row else {"initial": {"kind": request.GET.get("nature", "")}}
    form = FindingForm(request.POST or None, contract=contract, **given)

    def write(values, version):
        if row:
            return services.edit_finding(finding=row, actor=request.user, version=version, **values)
        return services.add_finding(contract=contract, actor=request.user, **values)

    title = "Modifier le constat" if row else "Ajouter un constat"
    return edit_page(request, contract, form, write, row=row, title=title, back="contracts:findings", active="findings")


@require_POST
def remove_finding(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.findings.select_related("contract"), pk=pk)
    with as_seen(request) as version:
        services.remove_finding(finding=row, actor=request.user, version=version)
    messages.success(request, "Le constat est retiré.")
    return redirect("contracts:findings", reference)


@FORM
def themes(request, reference):
    """One small form a theme: each is saved alone, so that two people may answer two themes."""
    contract = load_contract(request, reference)
    rows = services.themes_of(contract)
    if request.method == "POST":
        load_contract(request, reference, can_write)
    sent = request.POST.get("theme")
    lines, status = [], 200
    for index, row in enumerate(rows):
        mine = sent == row.theme
        form = ThemeForm(
            request.POST if mine else None,
            prefix=f"t{index}",
            initial={"answer": row.answer, "reason": row.reason, "version": row.version if row.pk else None},
        )
        if mine and form.is_valid() and _answered(request, contract, row, form):
            messages.success(request, f"«\xa0{row.theme}\xa0»\xa0: réponse enregistrée.")
            return redirect("contracts:themes", reference)
        status = max(status, status_of(form) if mine else 200)
        lines.append({"theme": row, "form": form})
    context = {"lines": lines, "may_write": _may_change(request, contract)}
    return contract_page(request, contract, "contracts/themes.html", context, active="themes", status=status)


def _answered(request, contract, row, form) -> bool:
    def write():
        try:
            services.answer_theme(contract=contract, actor=request.user, theme=row.theme, **form.cleaned_data)
        except Stale as stale:
            said = stale.current.get_answer_display() or "À dire"
            form.add_error(None, f"Quelqu’un d’autre vient de répondre\xa0: {said}. Relisez, puis enregistrez.")

    return settle(request, form, write)[0] and not form.errors


@require_safe
def schemes(request, reference):
    contract = load_contract(request, reference)
    links = list(contract.schemes.select_related("registered__organisation"))
    context = {
        "schemes": links,
        "matrix": articulation.matrix_of(contract, links),
        "may_write": _may_change(request, contract),
        "may_say": can_write(request.user, contract),
    }
    return contract_page(request, contract, "contracts/schemes.html", context, active="schemes")


@FORM
def scheme(request, reference, pk=None):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.schemes.select_related("contract"), pk=pk) if pk else None
    form = SchemeForm(request.POST or None, contract=contract, **({"instance": copy.copy(row)} if row else {}))

    def write(values, version):
        if row:
            return services.edit_scheme(link=row, actor=request.user, version=version, **values)
        return services.add_scheme(contract=contract, actor=request.user, **values)

    title = str(row) if row else "Ajouter un dispositif"
    return edit_page(request, contract, form, write, row=row, title=title, back="contracts:schemes", active="schemes")


@require_POST
def remove_scheme(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.schemes.select_related("contract"), pk=pk)
    with as_seen(request) as version:
        services.remove_scheme(link=row, actor=request.user, version=version)
    messages.success(request, "Le dispositif est retiré.")
    return redirect("contracts:schemes", reference)
