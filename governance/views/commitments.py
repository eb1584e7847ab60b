"""« Promis / tenu »: the promises of a contract, one signatory before a meeting with it, and where a promise stands."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts import beside
from contracts.permissions import can_report, can_write
from contracts.views.conflict import values_to_save
from contracts.views.loading import contract_page, load_contract
from contracts.views.settling import settle, status_of
from core.errors import Forbidden
from governance import figures_commitments as figures
from governance.commitments import to_review
from governance.forms.commitments import CommitmentFilter, ReportForm
from governance.services import commitments as services
from governance.sheets import signatory as sheet

ROWS = 30
NOT_YOURS = "Seules les personnes qui écrivent le contrat et celles de ce signataire disent où en est son engagement."


@require_safe
def commitments(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    signatories = list(contract.signatories.select_related("organisation"))
    wanted = CommitmentFilter(request.GET, signatories=signatories)
    review = to_review(contract, today)
    rows = wanted.narrow(contract.commitments.all(), today=today, to_review=review).by_signatory()
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    counted = figures.commitments_by_signatory(contract, today)
    context = {
        "filter": wanted,
        "page": page,
        "rows": _told(page.object_list, contract, request.user, today),
        "whole": figures.commitments(contract, today),
        "signatories": [(each, counted[each.pk]) for each in signatories if each.pk in counted],
        "to_review": review.count(),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "governance/commitments.html", context, active="commitments")


def _told(rows, contract, user, today):
    rows = beside.attach(beside.COMMITMENT, rows)
    for row in rows:
        row.contract = contract
        row.late, row.may_report = row.late_on(today), can_report(user, row)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, reference, pk):
    """Where one promise stands; its signed text is above the form, not in it."""
    contract = load_contract(request, reference)
    row = get_object_or_404(contract.commitments.select_related("contract", "signatory__organisation"), pk=pk)
    if not can_report(request.user, row):
        raise Forbidden(NOT_YOURS)
    form, conflict = ReportForm(request.POST or None, instance=copy.copy(row)), None

    def write():
        said = values_to_save(form)
        services.report_commitment(commitment=row, actor=request.user, version=form.seen_version, **said)

    back = f"{reverse('governance:commitments', args=[reference])}#engagement-{pk}"
    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "C’est noté, avec la date du jour.")
            return redirect(back)
    context = {"form": form, "row": row, "conflict": conflict, "back": back}
    status = status_of(form, conflict)
    return contract_page(request, contract, "governance/commitment.html", context, active="commitments", status=status)


def _signatory(contract, pk):
    row = get_object_or_404(contract.signatories.select_related("organisation"), pk=pk)
    row.contract = contract
    return row


@require_safe
def signatory(request, reference, pk):
    """All that one should know before meeting a signatory."""
    contract = load_contract(request, reference)
    row, today = _signatory(contract, pk), timezone.localdate()
    context = {"signatory": row, "sheet": sheet.of_signatory(row, today=today)}
    return contract_page(request, contract, "governance/signatory.html", context, active="commitments")


@require_POST
def signatory_paper(request, reference, pk):
    contract = load_contract(request, reference)
    job = services.request_signatory_paper(
        signatory=_signatory(contract, pk), actor=request.user, today=timezone.localdate()
    )
    return redirect("core:job", job.pk)
