"""The fiches in columns, by status; a card moves by mouse, by keyboard or on a phone, one version at a time."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actions import services
from actions.enums import ActionStatus
from actions.views.loading import load_for_edit
from contracts.views.loading import by, contract_page
from core.errors import Invalid, Refused, Stale
from core.sent import whole

from .found import editable_ids, find

NO_STATUS = "Sans statut"
STATUSES = [*ActionStatus.choices, ("", NO_STATUS)]
MOVED_MEANWHILE = "Quelqu’un d’autre vient de modifier cette fiche\xa0: la voici comme elle est. Recommencez si besoin."


@require_safe
def board(request, reference):
    found = find(request, reference)
    context = {**found.context, **cards(found, request.user), "query": request.GET.urlencode(), "view": "board"}
    return contract_page(request, found.contract, "actions/board.html", context, active="actions")


def cards(found, user) -> dict:
    """The columns in the order of life, with their cards; « sans statut » only where a fiche has none."""
    mine = editable_ids(found, user)
    columns = {code: [] for code, _label in STATUSES}
    for action in found.rows():
        action.movable = mine is None or action.pk in mine
        columns.get(action.status, columns[""]).append(action)
    labels = dict(STATUSES)
    shown = [{"code": code, "label": labels[code], "cards": rows} for code, rows in columns.items() if code or rows]
    return {"columns": shown, "statuses": STATUSES, "total": sum(len(each["cards"]) for each in shown)}


@require_POST
def move(request, reference, pk):
    """One card to another column: the status of the fiche, and nothing else."""
    _contract, action = load_for_edit(request, reference, pk)
    status, before = request.POST.get("status", ""), action.status
    told, undo, code = "", None, 200
    try:
        with by(request):
            changed = services.edit_action(
                action=action, actor=request.user, version=seen_version(request.POST), status=status
            )
        told = f"«\xa0{changed}\xa0» est maintenant «\xa0{dict(STATUSES)[changed.status]}\xa0»."
        undo = {"action": changed, "status": before} if changed.status != before else None
    except Stale:
        told, code = MOVED_MEANWHILE, 409
    except (Invalid, Refused) as error:
        told, code = str(error), 400
    return _answer(request, reference, told, undo, code)


def seen_version(data) -> int:
    """Nothing moves that was not seen: no version is a version that never was."""
    return whole(data.get("version")) or 0


def _answer(request, reference, told, undo, code):
    query = QueryDict(request.POST.get("query", ""))
    if not request.htmx:
        (messages.success if code == 200 else messages.error)(request, told)
        return redirect(f"{reverse('actions:board', args=[reference])}?{query.urlencode()}".rstrip("?"))
    found = find(request, reference, data=query)
    context = {**found.context, **cards(found, request.user), "query": query.urlencode()}
    context |= {"contract": found.contract, "told": told, "undo": undo, "refused": code != 200}
    return render(request, "actions/_board.html", context, status=code)
