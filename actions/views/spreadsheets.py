"""Fiches out to a spreadsheet, and back in: deposit, preview, one confirmation."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.filters import listed_fiches
from actions.forms.spreadsheets import DecisionForm, SheetForm
from actions.services.sheet_export import AT_ONCE, LABELS, export_fiches, request_export
from actions.services.sheet_import import IMPORT, PREVIEW, confirm_sheet, deposit_sheet
from contracts.forms.exchange import SettleForm
from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from core.errors import Invalid
from core.job_model import Job
from core.job_views import job_context

ROWS = 50
FEW = 6


@require_http_methods(["GET", "HEAD", "POST"])
def export(request, reference):
    """The choice of a format, for the fiches that the list shows at this address; then the file, or its job."""
    contract = load_contract(request, reference)
    actions = listed_fiches(contract, request.GET)
    count = actions.count()
    if request.method != "POST":
        context = {"count": count, "whole": not request.GET, "kinds": LABELS, "query": request.GET.urlencode()}
        return contract_page(request, contract, "actions/export.html", context, active="actions")
    kind = request.POST.get("kind", "")
    if count > AT_ONCE:
        query = request.GET.urlencode()
        job = request_export(contract=contract, kind=kind, query=query, actor=request.user)
        return redirect("core:job", job.pk)
    made = export_fiches(contract=contract, actions=actions, kind=kind)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request, reference):
    contract = load_contract(request, reference, may=can_write)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = deposit_sheet(contract=contract, actor=request.user, file=form.cleaned_data["file"])
            return redirect(made)
        except Invalid as error:
            form.add_refusal(error)
    status = 400 if form.errors else 200
    return contract_page(
        request, contract, "actions/sheet_import.html", {"form": form}, active="actions", status=status
    )


@require_safe
def preview(request, reference, pk):
    contract = load_contract(request, reference, may=can_write)
    return _preview_page(request, contract, get_object_or_404(contract.sheet_imports, pk=pk))


def _preview_page(request, contract, made, form=None, settle=None):
    kind = IMPORT if made.confirmed_at else PREVIEW
    job = Job.objects.filter(kind=kind, key=str(made.pk)).first()
    report = made.report or {}
    rows = Paginator(report.get("rows") or [], ROWS).get_page(request.GET.get("page"))
    _open(rows, report)
    context = {
        "deposit": made,
        "report": report,
        "page": rows,
        "form": form or DecisionForm(report=report),
        "settle": settle or SettleForm(alike=report.get("alike", ())),
        **(job_context(job) if job else {"job": None}),
    }
    status = 400 if form else 200
    return contract_page(request, contract, "actions/sheet_preview.html", context, active="actions", status=status)


def _open(rows, report):
    """What changes or raises a doubt is read at once; the rows that are simply new stand folded when they are many."""
    said = [*report.get("doubts", ()), *report.get("refused", ())]
    unsure = {(each["sheet"], each["row"]) for each in said}
    for row in rows:
        row["open"] = not row["new"] or rows.paginator.count < FEW or (row["sheet"], row["row"]) in unsure


@require_POST
def confirm(request, reference, pk):
    contract = load_contract(request, reference, may=can_write)
    made = get_object_or_404(contract.sheet_imports, pk=pk)
    report = made.report or {}
    form = DecisionForm(request.POST, report=report)
    settle = SettleForm(request.POST, alike=report.get("alike", ()))
    if form.is_valid() & settle.is_valid():
        try:
            same_as = settle.same_as()
            confirm_sheet(deposit=made, actor=request.user, same_as=same_as, **form.for_service())
            return redirect(made)
        except Invalid as error:
            form.add_refusal(error)
    return _preview_page(request, contract, made, form, settle)
