"""The dashboard of the ARS: its page, and the rows behind each number."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.permissions import can_create
from core.errors import Forbidden
from evaluation.dashboard import page as layout
from evaluation.dashboard.behind import described
from evaluation.dashboard.figures import FIGURES
from evaluation.figures.plain import plain, rows_shown
from evaluation.figures.told import Reading
from evaluation.forms.dashboard import DashboardFilter
from evaluation.permissions import reads_regions
from evaluation.services.dashboard import views_of
from evaluation.services.shared_views import shared_with

ROWS = 50
ENDS = 10


def asked_by(request, form=DashboardFilter) -> layout.Asked:
    only_ars(request.user)
    return layout.Asked(request.user, form(request.GET, user=request.user), timezone.localdate())


def only_ars(user):
    if not reads_regions(user):
        raise Forbidden("Le tableau de bord est celui des agents de l’ARS.")


@require_safe
def dashboard(request):
    asked = asked_by(request)
    rows = asked.light()
    readings = layout.read(rows)
    ends = layout.next_ends(readings)
    context = {
        "filter": asked.filter,
        "views": views_of(request.user),
        "shared": shared_with(request.user),
        "today": asked.today,
        "count": len(rows.contracts),
        "first": layout.first(readings, asked.rows_url),
        "sections": layout.sections(asked, readings),
        "ends": described(ends[:ENDS], rows),
        "talks": [] if rows.contracts else described(layout.open_talks(readings), rows),
        "may_create": can_create(request.user),
        "coverage_url": asked.coverage_url,
    }
    return render(request, "evaluation/dashboard/page.html", context)


@require_safe
def figure(request, code):
    """The whole table of a figure; with `ligne` and `colonne`, the rows behind one of its numbers."""
    asked = asked_by(request)
    if code not in FIGURES:
        raise Http404
    line, column = request.GET.get("ligne", ""), request.GET.get("colonne", "")
    rows = asked.full() if line else asked.light()
    told = FIGURES[code].function(rows)
    said = plain(Reading(FIGURES[code], told, rows.at), asked.rows_url)
    cell = told.cell(line, column) if line and told.lines else None
    page = Paginator(cell.rows if cell else [], ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": asked.filter,
        "today": asked.today,
        "said": {**layout.with_chart(said), "rows": rows_shown(said)},
        "line": line,
        "cell": cell,
        "part": told.words_of(line, column),
        "rows": described(page.object_list, rows),
        "page": page,
    }
    return render(request, "evaluation/dashboard/figure.html", context)
