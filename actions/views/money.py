"""Money: typed in a grid, of one fiche or of the whole contract; read in totals, each opening on its lines."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actions import figures
from actions.forms.money_filter import MoneyFilter
from actions.forms.reasons import ReasonForm
from actions.models import Action, Funding
from contracts import beside
from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract

from .loading import load_for_edit
from .money_cuts import cuts
from .money_lines import MAX_LINES
from .money_sheet import MoneySheet

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30


@require_safe
def overview(request, reference):
    """« Financements »: totals by axis, funder, year and fiche, then the lines behind them."""
    contract = load_contract(request, reference)
    beside.attach(beside.MONEY, [contract])
    today = timezone.localdate()
    wanted = MoneyFilter(request.GET, contract=contract, today=today)
    fundings = wanted.narrow(Funding.objects.filter(contract=contract))
    cube = figures.MoneyCube(fundings)
    whole = request.GET.get("lignes") == "toutes"
    paginator = Paginator(fundings.for_tables(), max(cube.count, 1) if whole else ROWS)
    paginator.__dict__["count"] = cube.count
    context = {
        "filter": wanted,
        "money": cube.total(),
        "cuts": cuts(cube, wanted.labels, request.GET),
        "page": paginator.get_page(request.GET.get("page")),
        "any": wanted.any,
        "query": _without_state(request.GET),
        "due": Funding.objects.filter(contract=contract).due_on(today).count(),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "actions/money.html", context, active="money")


def _without_state(query) -> str:
    """The filters in use, for the figures that open on the lines of a state."""
    kept = query.copy()
    for name in ("page", "state"):
        kept.pop(name, None)
    return kept.urlencode()


@FORM
def fiche_grid(request, reference, pk):
    contract, action = load_for_edit(request, reference, pk)
    sheet = MoneySheet(contract, [action], request.POST if request.method == "POST" else None)
    back = f"{action.get_absolute_url()}#argent"
    return _grid_page(request, contract, sheet, {"action": action, "back": back, "titles": False})


@FORM
def contract_grid(request, reference):
    """Every fiche of the contract, or of one axis: what one page can hold."""
    contract = load_contract(request, reference, may=can_write)
    actions = Action.objects.filter(contract=contract).select_related("axis").in_plan_order()
    axes = list(contract.axes.all())
    axis = _axis_asked(request, contract, axes)
    chosen = [_of(contract, action) for action in (actions.filter(axis=axis) if axis else actions)]
    sheet = MoneySheet(contract, chosen, request.POST if request.method == "POST" else None, blanks=0)
    context = {"axes": axes, "axis": axis, "back": "../", "titles": True, "action": None}
    return _grid_page(request, contract, sheet, context)


def _axis_asked(request, contract, axes):
    """The axis in the address; where the contract holds more lines than a page can, the first one."""
    asked = next((axis for axis in axes if str(axis.pk) == request.GET.get("axe")), None)
    too_many = Funding.objects.filter(contract=contract).count() > MAX_LINES
    return asked or (axes[0] if too_many and axes else None)


def _of(contract, action):
    action.contract = contract
    return action


def _grid_page(request, contract, sheet, context):
    sheet.why = ReasonForm.beside(request, *sheet.rows.values())
    if request.method == "POST" and sheet.save(request):
        messages.success(request, _said(sheet))
        return redirect(request.get_full_path() if "stay" in request.POST else context["back"])
    grid = sheet.grid(titles=context["titles"])
    status = 409 if grid.crossing else 400 if grid.wrong or sheet.unexplained else 200
    context |= {"sheet": sheet, "grid": grid, "funders": sheet.funders(), "why": sheet.why}
    return contract_page(request, contract, "actions/money_grid.html", context, active="money", status=status)


def _said(sheet):
    kept = " Ce que quelqu’un d’autre avait changé entre-temps est gardé." if sheet.took_in else ""
    return f"Les financements sont enregistrés.{kept}"
