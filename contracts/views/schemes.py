"""The register of schemes, common to all contracts; and the roles of schemes on a theme of one contract."""

import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.schemes import RegisterForm, RolesForm, SchemeFilter
from contracts.models import Contract, Scheme
from contracts.permissions import can_write, may_change_scheme, may_register_scheme
from contracts.services import schemes as services
from core.errors import Invalid, Stale

from .loading import by, contract_page, load_contract

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30
MOVED = "Quelqu’un d’autre a enregistré entre-temps\xa0: relisez ce qu’il a écrit, puis enregistrez."


@require_safe
def register(request):
    wanted = SchemeFilter(request.GET or None)
    found = wanted.narrow(Scheme.objects.select_related("organisation", "territory"))
    page = Paginator(found.prefetch_related("territory__departments"), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "filter": wanted, "may_create": may_register_scheme(request.user)}
    return render(request, "contracts/schemes/register.html", context)


@require_safe
def scheme(request, pk):
    found = get_object_or_404(Scheme.objects.select_related("organisation", "territory__region"), pk=pk)
    mine = Contract.objects.visible_to(request.user).filter(schemes__registered=found).distinct()
    context = {
        "scheme": found,
        "members": found.territory.members.all(),
        "departments": found.territory.departments.all(),
        "contracts": mine,
        "may_change": may_change_scheme(request.user, found),
    }
    return render(request, "contracts/schemes/scheme.html", context)


@FORM
def scheme_form(request, pk=None):
    row = get_object_or_404(Scheme.objects.select_related("territory"), pk=pk) if pk else None
    if not (may_change_scheme(request.user, row) if row else may_register_scheme(request.user)):
        raise PermissionDenied
    form = RegisterForm(request.POST or None, **({"instance": copy.copy(row)} if row else {}))
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, form, row)
        except Stale as stale:
            form.add_error(None, MOVED)
            form.accept_version(stale.current.version)
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, "Le dispositif est au registre.")
            return redirect(saved)
    context = {"form": form, "row": row, "title": f"Modifier {row}" if row else "Ajouter un dispositif"}
    return render(request, "contracts/schemes/form.html", context, status=400 if form.errors else 200)


def _saved(request, form, row):
    given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    with by(request):
        if row:
            return services.change_scheme(scheme=row, actor=request.user, version=form.seen_version, **given)
        return services.register_scheme(actor=request.user, **given)


@FORM
def roles(request, reference, theme):
    """One theme: its role for the contract and for each of its schemes."""
    contract = load_contract(request, reference, can_write)
    if len(theme) > 300:
        raise Http404
    links = list(contract.schemes.all())
    rows = {row.link_id: row for row in contract.theme_schemes.filter(theme=theme)}
    form = RolesForm(request.POST or None, links=links, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                services.say_roles(contract=contract, theme=theme, told=form.told(), actor=request.user)
        except Stale:
            form.add_error(None, MOVED)
            form.data = {**form.data.dict(), **{f"version_{pk or 0}": row.version for pk, row in rows.items()}}
        else:
            messages.success(request, f"Les rôles sur «\xa0{theme}\xa0» sont enregistrés.")
            return redirect("contracts:schemes", reference)
    context = {"form": form, "theme": theme}
    status = 400 if form.errors else 200
    return contract_page(request, contract, "contracts/schemes/roles.html", context, active="schemes", status=status)
