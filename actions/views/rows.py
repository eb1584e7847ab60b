"""The rows of a fiche on their own small forms: add, change, remove. One table says what each kind is."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from actions import services
from actions.forms import rows as forms
from actions.forms.reasons import ReasonForm, said
from actions.models import ActionSchemeLink, Factor, Funding, Indicator, Measure, Note, Step, YearProgress
from contracts.views.conflict import conflict_for, values_to_save
from contracts.views.loading import contract_page
from contracts.views.seen import as_seen
from core.errors import Invalid, Refused, Stale
from core.history import Channel, acting
from core.wording import moment

from .loading import load_for_edit


@dataclass(frozen=True)
class Kind:
    """`add(action, actor, **fields)` is a service; `anchor` is its place on the page of the fiche."""

    model: type
    form: type
    add: object
    anchor: str
    new: str
    one: str


KINDS = {
    "etapes": Kind(Step, forms.StepForm, services.add_step, "etapes", "Ajouter une étape", "l’étape"),
    "annees": Kind(YearProgress, forms.YearForm, services.add_year, "annees", "Ajouter une année", "l’année"),
    "freins-leviers": Kind(
        Factor,
        forms.FactorForm,
        services.add_factor,
        "freins-leviers",
        "Ajouter un frein ou un levier",
        "le frein ou levier",
    ),
    "financements": Kind(
        Funding, forms.FundingForm, services.add_funding, "argent", "Ajouter un financement", "le financement"
    ),
    "notes": Kind(Note, forms.NoteForm, services.add_note, "notes", "Ajouter une note", "la note"),
    "dispositifs": Kind(
        ActionSchemeLink,
        forms.SchemeForm,
        services.add_scheme,
        "articulation",
        "Ajouter un dispositif",
        "le dispositif",
    ),
    "indicateurs": Kind(
        Indicator, forms.IndicatorForm, services.add_indicator, "indicateurs", "Ajouter un indicateur", "l’indicateur"
    ),
    "valeurs": Kind(Measure, forms.MeasureForm, services.add_measure, "indicateurs", "Ajouter une valeur", "la valeur"),
}


def _kind(code):
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _row(kind, action, row):
    host = {"indicator__action": action} if kind.model is Measure else {"action": action}
    return get_object_or_404(kind.model, pk=row, **host)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, reference, pk, kind, indicator=None):
    contract, action = load_for_edit(request, reference, pk)
    of = get_object_or_404(action.indicators, pk=indicator) if indicator else None
    what = _kind(kind)
    if (what.model is Measure) != bool(of):
        raise Http404
    blank = what.model(contract=contract, **_host(what, action, of))
    form = what.form(request.POST or None, instance=blank, initial=_asked_values(request, what))
    if request.method == "POST" and form.is_valid():
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                what.add(actor=request.user, **_given(what, contract, action, of), **form.for_service())
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            return _done(request, action, what, "Enregistré.")
    context = {"action": action, "form": form, "heading": what.new, "row": None, "conflict": None, "of": of}
    return _page(request, contract, form, {**context, "anchor": what.anchor, "remove_url": "", "why": None})


def _asked_values(request, what):
    """« Raconter 2026 » has said the year already."""
    return {name: request.GET[name] for name in ("year",) if name in request.GET and name in what.form.Meta.fields}


def _host(what, action, indicator):
    return {"indicator": indicator} if what.model is Measure else {"action": action}


def _given(what, contract, action, indicator):
    if what.model is Indicator:
        return {"contract": contract, "action": action}
    return _host(what, action, indicator)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, reference, pk, kind, row):
    contract, action = load_for_edit(request, reference, pk)
    what = _kind(kind)
    found = _row(what, action, row)
    form = what.form(request.POST or None, instance=found)
    why = ReasonForm.beside(request, found)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                services.edit_row(_row(what, action, row), **_asked(request, form, why))
        except services.ReasonNeeded as error:
            why.refuse(error)
        except Stale as error:
            conflict = conflict_for(form, error)
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            return _done(
                request, action, what, f"Enregistré le {moment(found.__class__.objects.get(pk=row).updated_at)}."
            )
    context = {"action": action, "form": form, "heading": f"Modifier {what.one}", "row": found, "conflict": conflict}
    urls = {"anchor": what.anchor, "remove_url": f"{request.path}retirer/", "of": None, "why": why}
    return _page(request, contract, form, {**context, **urls}, status=409 if conflict else None)


def _asked(request, form, why):
    return {"actor": request.user, "version": form.seen_version, **values_to_save(form), **said(why)}


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, reference, pk, kind, row):
    _contract, action = load_for_edit(request, reference, pk)
    what = _kind(kind)
    found = _row(what, action, row)
    why = ReasonForm.beside(request, found)
    if request.method == "POST":
        try:
            with as_seen(request) as version:
                services.remove_row(found, actor=request.user, version=version, **said(why))
        except services.ReasonNeeded as error:
            why.refuse(error)
        else:
            return _done(request, action, what, "Retiré de la fiche.")
    context = {
        "title": f"Retirer {what.one}",
        "sentence": f"«\xa0{found}\xa0» sera retiré de la fiche.",
        "details": ["Le journal garde ce qui était écrit."],
        "action_label": "Retirer",
        "back": f"{action.get_absolute_url()}#{what.anchor}",
        "version": found.version,
        "danger": True,
        "why": why,
    }
    return render(request, "actions/remove_row.html", context, status=400 if why and why.errors else 200)


def _done(request, action, what, said):
    messages.success(request, said)
    return redirect(f"{action.get_absolute_url()}#{what.anchor}")


def _page(request, contract, form, context, status=None):
    unexplained = context["why"] and context["why"].errors
    status = status or (400 if form.errors or unexplained else 200)
    return contract_page(request, contract, "actions/row_form.html", context, active="actions", status=status)
