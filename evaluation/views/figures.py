"""The figures of a contract: the page, the rows behind each number, the spreadsheet, the PDF."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.views.loading import contract_page, load_contract
from evaluation.behind import describe
from evaluation.figures import Rows, find
from evaluation.figures.plain import by_theme
from evaluation.forms.figures import DayForm
from evaluation.services import figures as services

ROWS = 50


def _day(request, data=None):
    """The form and the day that it says; None is today."""
    form = DayForm(data if data is not None else request.GET, today=timezone.localdate())
    return form, form.cleaned_data["au"] if form.is_valid() else None


@require_safe
def figures(request, reference):
    contract = load_contract(request, reference)
    form, at = _day(request)
    today = timezone.localdate()
    themes = by_theme(services.told_of_contract(contract, today=today, at=at))
    known = timezone.localdate(contract.created_at)
    context = {
        "form": form,
        "at": at,
        "themes": themes,
        "observed": services.observed(at, today),
        "known_since": known if at and at < known else None,
    }
    return contract_page(request, contract, "evaluation/figures.html", context, active="figures")


@require_safe
def rows(request, reference, code):
    """What one number is made of. `ligne` and `colonne` are codes of the figure, the first of each unless said."""
    contract = load_contract(request, reference)
    figure = find(code)
    if figure is None:
        raise Http404
    _form, at = _day(request)
    found = Rows([contract], today=timezone.localdate(), at=at)
    told = figure.read(found).told
    line, column = request.GET.get("ligne", ""), request.GET.get("colonne", "")
    cell = told.cell(line, column)
    page = Paginator(cell.rows if cell else [], ROWS).get_page(request.GET.get("page"))
    context = {
        "figure": figure,
        "cell": cell,
        "part": told.words_of(line, column),
        "rows": [describe(row, found) for row in page],
        "page": page,
        "at": at,
        "observed": services.observed(at, found.today),
    }
    return contract_page(request, contract, "evaluation/figure_rows.html", context, active="figures")


@require_safe
def workbook(request, reference):
    contract = load_contract(request, reference)
    _form, at = _day(request)
    made = services.figures_workbook(contract, today=timezone.localdate(), at=at)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@require_POST
def printed(request, reference):
    contract = load_contract(request, reference)
    _form, at = _day(request, request.POST)
    job = services.request_figures_pdf(contract=contract, actor=request.user, today=timezone.localdate(), at=at)
    return redirect("core:job", job.pk)
