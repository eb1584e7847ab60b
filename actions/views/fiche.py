"""A fiche: read, created, changed, moved, copied, deleted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions import figures, services
from actions.completeness import missing
from actions.forms.fiche import ActionForm, CreateForm, MoveForm
from actions.forms.goals import GoalsForm
from actions.forms.reasons import ReasonForm, said
from actions.journal import changes_of
from actions.permissions import can_edit_action, can_place_action
from contracts import beside
from contracts.freeze import frozen_fields
from contracts.journal import tell
from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from contracts.views.seen import as_seen
from core.errors import Invalid, Refused, Stale
from core.history import Channel, acting
from core.wording import moment

from .conflict import conflict_of, merged
from .loading import load_action, load_for_edit
from .sheet import sheet

CHANGES = 100


@require_safe
def fiche(request, reference, pk):
    contract, action = load_action(request, reference, pk)
    today = timezone.localdate()
    may_edit = can_edit_action(request.user, action)
    beside.attach(beside.ACTION, [action])
    context = {
        "action": action,
        "missing": missing(action),
        "late_days": action.days_late(today),
        "silent_days": figures.days_without_news(action, today=today),
        "year_missing": action.year_missing(today),
        "may_edit": may_edit,
        "may_place": can_place_action(request.user, action),
        "frozen": bool(frozen_fields(action)),
        "change_reasons": list(action.change_reasons.all()),
        **sheet(action),
    }
    return contract_page(request, contract, "actions/fiche.html", context, active="actions")


@require_http_methods(["GET", "HEAD", "POST"])
def create(request, reference):
    contract = load_contract(request, reference, may=can_write)
    form = CreateForm(request.POST or None, contract=contract, initial=_asked_place(request))
    if request.method == "POST" and form.is_valid():
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                made = services.create_action(contract=contract, actor=request.user, **form.for_service())
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, "La fiche est créée. Complétez-la quand vous voulez.")
            return redirect("actions:edit", reference, made.pk)
    status = 400 if form.errors else 200
    return contract_page(request, contract, "actions/create.html", {"form": form}, active="actions", status=status)


def _asked_place(request):
    """« Ajouter une fiche » under an axis has chosen it already."""
    return {"place": request.GET.get("place", "")}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, reference, pk):
    contract, action = load_for_edit(request, reference, pk)
    form = ActionForm(request.POST or None, action=action, places=can_place_action(request.user, action))
    why = ReasonForm.beside(request, action)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, action, form, why)
        except Stale as error:
            conflict = conflict_of(form, action)
            form = merged(form, action, error.current.version)
        except services.ReasonNeeded as error:
            why.refuse(error)
        except (Invalid, Refused) as error:
            form.add_refusal(error)
    context = {"action": action, "form": form, "conflict": conflict, "why": why}
    status = 409 if conflict else 400 if form.errors or (why and why.errors) else 200
    return contract_page(request, contract, "actions/edit.html", context, active="actions", status=status)


def _kept(request, action, form, why):
    """Saved; where somebody else saved other fields meanwhile, both are kept, and it is said."""
    try:
        return _saved(request, _written(request, action, form, why, form.seen_version), form)
    except Stale as error:
        if conflict_of(form, action)["fields"]:
            raise
        changed = _written(request, action, form, why, error.current.version)
    labels = ", ".join(f"«\xa0{form.fields[name].label}\xa0»" for name in form.moved())
    beside = f"Entre-temps, quelqu’un d’autre avait modifié {labels}\xa0: les deux sont gardés." if labels else ""
    return _saved(request, changed, form, beside)


def _written(request, action, form, why, version):
    with acting(actor=request.user, channel=Channel.PAGE):
        given = {**form.for_service(), **said(why)}
        return services.edit_action(action=action, actor=request.user, version=version, **given)


def _saved(request, action, form, beside=""):
    at = timezone.localtime(action.updated_at)
    said = f"Enregistré à {at:%H}\xa0h\xa0{at:%M}."
    messages.success(request, f"{said} {beside}".strip())
    if "stay" in request.POST:
        return redirect("actions:edit", action.contract.reference, action.pk)
    return redirect("actions:action", action.contract.reference, action.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def goals(request, reference, pk):
    contract, action = load_for_edit(request, reference, pk)
    form = GoalsForm(request.POST or None, action=action)
    newer = None
    if request.method == "POST" and form.is_valid():
        given = {"version": form.cleaned_data["version"], "goals": form.goals()}
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                services.edit_action(action=action, actor=request.user, **given)
        except Stale as error:
            newer = error.current
            form.data = {**form.data.dict(), "version": newer.version}
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, f"Les objectifs sont enregistrés ({moment(timezone.now())}).")
            target = "actions:goals" if "stay" in request.POST else "actions:action"
            return redirect(target, reference, pk)
    context = {"action": action, "form": form, "newer": newer}
    status = 409 if newer else 400 if form.errors else 200
    return contract_page(request, contract, "actions/goals.html", context, active="actions", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, reference, pk):
    contract, action = load_action(request, reference, pk, may=can_place_action)
    form = MoveForm(request.POST or None, action=action)
    if request.method == "POST" and form.is_valid():
        axis, objective = form.cleaned_data["place"]
        with acting(actor=request.user, channel=Channel.PAGE):
            services.move_action(action=action, actor=request.user, axis=axis, objective=objective)
        messages.success(request, f"La fiche est maintenant dans «\xa0{objective or axis}\xa0».")
        return redirect("actions:action", reference, pk)
    return contract_page(request, contract, "actions/move.html", {"action": action, "form": form}, active="actions")


@require_POST
def duplicate(request, reference, pk):
    _contract, action = load_action(request, reference, pk, may=can_place_action)
    with acting(actor=request.user, channel=Channel.PAGE):
        copy = services.duplicate_action(action=action, actor=request.user, origin=request.POST.get("origin", ""))
    messages.success(request, "La fiche est copiée, sans son avancement, son argent ni ses indicateurs.")
    return redirect("actions:edit", reference, copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, reference, pk):
    _contract, action = load_action(request, reference, pk, may=can_place_action)
    if request.method == "POST":
        with as_seen(request) as version:
            services.delete_action(action=action, actor=request.user, version=version)
        messages.success(request, f"La fiche «\xa0{action}\xa0» est supprimée.")
        return redirect("actions:list", reference)
    context = {
        "title": "Supprimer la fiche",
        "sentence": f"«\xa0{action}\xa0» et tout ce qu’elle contient disparaîtront du plan.",
        "details": ["Le journal du contrat garde ce qui était écrit."],
        "action_label": "Supprimer",
        "back": action.get_absolute_url(),
        "version": action.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


@require_safe
def journal(request, reference, pk):
    contract, action = load_action(request, reference, pk)
    context = {"action": action, "lines": tell(changes_of(action)[:CHANGES])}
    return contract_page(request, contract, "actions/journal.html", context, active="actions")
