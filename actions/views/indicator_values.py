"""The values of many indicators typed together, for one date."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.forms.indicators import DayForm, IndicatorFilter, ValueLineForm
from actions.models import Indicator, Measure
from actions.services.catalogue import ValuesRefused, save_values
from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from core.errors import Stale
from core.grid import Cell, Column, Grid, Group, Line
from core.wording import number

from .loading import load_for_edit

COLUMNS = [Column("Valeur", numeric=True), Column("En mots"), Column("Commentaire", wide=True)]
MOVED = "Quelqu’un d’autre vient d’enregistrer cette valeur\xa0: enregistrez de nouveau pour garder la vôtre."


@require_http_methods(["GET", "HEAD", "POST"])
def values(request, reference):
    """All at once, or what the filters leave."""
    contract = load_contract(request, reference, can_write)
    return _page(request, contract, Indicator.objects.filter(contract=contract))


@require_http_methods(["GET", "HEAD", "POST"])
def fiche_values(request, reference, pk):
    """Those of one fiche, also for the person who leads it."""
    contract, action = load_for_edit(request, reference, pk)
    return _page(request, contract, Indicator.objects.filter(action=action))


def _page(request, contract, indicators):
    today = timezone.localdate()
    day = DayForm({"le": request.POST.get("le") or request.GET.get("le") or today.isoformat()})
    on = day.cleaned_data["le"] if day.is_valid() else today
    wanted = IndicatorFilter(request.GET, contract=contract, today=today)
    mine = wanted.narrow(indicators)
    rows = [row for row in _rows(mine, contract) if wanted.speaks_of(row)]
    known = {row.indicator_id: row for row in Measure.objects.filter(indicator__in=rows, on=on)}
    sent = request.POST if request.method == "POST" else None
    forms = {row.pk: _form(row, known.get(row.pk), sent) for row in rows}
    refusals = {}
    if sent is not None and day.is_valid() and all(form.is_valid() for form in forms.values()):
        refusals = _save(request, rows, on, forms)
        if not refusals:
            messages.success(request, "Les valeurs sont enregistrées.")
            return redirect("actions:indicators", contract.reference)
    grid = Grid("Valeurs des indicateurs", COLUMNS, _groups(rows, forms, known, refusals), heading="Indicateur")
    wrong = sent is not None and (grid.wrong or refusals or not day.is_valid())
    context = {"grid": grid, "day": day, "on": on, "filter": wanted, "query": request.GET.urlencode()}
    status = 409 if grid.crossing else 400 if wrong else 200
    return contract_page(
        request, contract, "actions/indicators/values.html", context, active="indicators", status=status
    )


def _rows(indicators, contract):
    related = indicators.select_related("axis", "objective__axis", "action")
    for row in related.order_by("action__axis__position", "action__position", "position", "pk"):
        row.contract = contract
        if row.action is not None:
            row.action.contract = contract
        yield row


def _form(row, known, sent):
    initial = {name: getattr(known, name) for name in ("value", "text", "comment", "version")} if known else None
    return ValueLineForm(sent, prefix=f"i{row.pk}", initial=initial)


def _save(request, rows, on, forms):
    """The refusals by indicator; empty where all was written."""
    told = {pk: form.told() for pk, form in forms.items() if form.has_changed()}
    changed = [row for row in rows if row.pk in told]
    try:
        with by(request):
            save_values(indicators=changed, on=on, told=told, actor=request.user)
    except ValuesRefused as error:
        for pk, refusal in error.refusals.items():
            if isinstance(refusal, Stale):
                _see_theirs(forms[pk], refusal.current)
            else:
                forms[pk].add_refusal(refusal)
        return error.refusals
    return {}


def _see_theirs(form, current):
    """The form keeps what was typed, and carries the version of the other from now on."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = current.version
    form.theirs = current


def _groups(rows, forms, known, refusals):
    groups: dict[str, list[Line]] = {}
    for row in rows:
        groups.setdefault(_title(row), []).append(_line(row, forms[row.pk], refusals.get(row.pk)))
    return [Group(lines, title=title) for title, lines in groups.items()]


def _title(row):
    host = row.action or row.objective or row.axis
    return str(host) if host else "Tout le contrat"


def _line(row, form, refusal):
    theirs = getattr(form, "theirs", None)
    cells = [form["value"], form["text"], form["comment"]]
    if theirs is not None:
        cells = [
            Cell(form["value"], theirs=number(theirs.value), raw=str(theirs.value or "").replace(".", ",")),
            Cell(form["text"], theirs=theirs.text, raw=theirs.text),
            Cell(form["comment"], theirs=theirs.comment, raw=theirs.comment),
        ]
    label = f"{row.title} ({row.unit})" if row.unit else row.title
    return Line(label, cells, hidden=[form["version"]], errors=[MOVED] if isinstance(refusal, Stale) else [])
