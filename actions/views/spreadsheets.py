"""Fiches out to a spreadsheet, and back in: deposit, preview, one confirmation."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from actions.forms.filters import listed_fiches
from actions.services.sheet_export import AT_ONCE, LABELS, export_fiches, request_export
from contracts.views.loading import contract_page, load_contract


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
