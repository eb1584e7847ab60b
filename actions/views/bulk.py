"""Several fiches at once: chosen, changed on a preview, confirmed, and put back if need be."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions import services
from actions.forms.bulk import BulkForm
from actions.forms.reasons import ReasonForm, said
from actions.models import Action
from actions.services.reasons import asked_on
from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from core.errors import Refused
from core.sent import wholes

from .found import find, ticked


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request, reference):
    """Choose the fiches and the change (`GET`, or `step=choose` with ticks); read what it makes of each (`POST`)."""
    changing = request.method == "POST" and request.POST.get("step") != "choose"
    query = request.GET if request.method != "POST" else QueryDict(request.POST.get("query", ""))
    found = find(request, reference, may=can_write, data=query)
    form, why = _forms(found.contract, request.POST if changing else None)
    rows = found.rows()
    context = {**found.context, "form": form, "why": why, "rows": rows, "query": query.urlencode()}
    context["chosen"] = _chosen(request.POST, rows)
    if changing and form.is_valid():
        if context["chosen"]:
            return _preview(request, found.contract, form, why, context)
        form.add_error(None, "Cochez au moins une fiche.")
    return _choice(request, found.contract, context, status=400 if form.errors else 200)


def _forms(contract, data):
    # The filters of the same page have a status of their own: two fields may not share an id.
    form = BulkForm(data, auto_id="change_%s")
    return form, ReasonForm(data) if asked_on(contract) else None


def _choice(request, contract, context, *, status):
    return contract_page(request, contract, "actions/bulk.html", context, active="actions", status=status)


def _chosen(data, rows) -> set[int]:
    """All the filtered ones, or those that are ticked."""
    known = {action.pk for action in rows}
    return known if data.get("which") == "all" else known & ticked(data)


def _preview(request, contract, form, why, context):
    actions = [action for action in context["rows"] if action.pk in context["chosen"]]
    change = form.change()
    with by(request):
        lines = services.preview_batch(actions=actions, change=change, actor=request.user, **said(why))
    ready = [line for line in lines if not line.refusal and not line.same]
    context |= {
        "change": change,
        "lines": lines,
        "ready": ready,
        "seen": [f"{action.pk}:{action.version}" for action in actions if action.pk in {r.action.pk for r in ready}],
        "refused": sum(1 for line in lines if line.refusal),
        "needs_reason": form.moves_dates and why is not None,
    }
    return contract_page(request, contract, "actions/bulk_preview.html", context, active="actions")


@require_POST
def confirm(request, reference):
    """All of what was seen, or nothing: then the same choice again, its ticks and filters kept, with what refuses."""
    query = QueryDict(request.POST.get("query", ""))
    found = find(request, reference, may=can_write, data=query)
    form, why = _forms(found.contract, request.POST)
    versions = _versions(request.POST.getlist("seen"))
    try:
        if not form.is_valid() or not versions:
            raise Refused("Ce changement n’est pas complet\xa0: recommencez.")
        with by(request):
            batch = services.apply_batch(
                contract=found.contract, versions=versions, change=form.change(), actor=request.user, **said(why)
            )
    except Refused as error:
        form.add_error(None, str(error))
        context = {**found.context, "form": form, "why": why, "rows": found.rows(), "query": query.urlencode()}
        return _choice(request, found.contract, {**context, "chosen": set(versions)}, status=409)
    return redirect("actions:batch", reference, batch.pk)


def _versions(seen) -> dict[int, int]:
    pairs = [wholes(each.split(":")) for each in seen]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


@require_safe
def batch(request, reference, pk):
    contract = load_contract(request, reference, may=can_write)
    made = get_object_or_404(contract.action_batches.select_related("made_by", "undone_by"), pk=pk)
    known = Action.objects.filter(contract=contract).in_bulk([each["action"] for each in made.changes])
    lines = [{**each, "fiche": known.get(each["action"])} for each in made.changes]
    for line in lines:
        if line["fiche"]:
            line["fiche"].contract = contract
    return contract_page(request, contract, "actions/batch.html", {"batch": made, "lines": lines}, active="actions")


@require_POST
def undo(request, reference, pk):
    contract = load_contract(request, reference, may=can_write)
    made = get_object_or_404(contract.action_batches, pk=pk)
    try:
        with by(request):
            left = services.undo_batch(batch=made, actor=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Le changement est annulé.")
        for sentence in left:
            messages.warning(request, sentence)
    return redirect("actions:batch", reference, pk)
