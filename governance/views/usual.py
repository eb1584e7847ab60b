"""The usual composition: set by the siège of a region, proposed to a contract line by line."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may_manage_region
from contracts.permissions import can_write
from contracts.services.region import NOT_YOURS
from contracts.views.conflict import values_to_save
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.errors import Forbidden
from governance.forms.usual import UsualBodyForm, UsualSeatForm
from governance.models import UsualBody, UsualSeat
from governance.services import usual as services
from territories.models import Region

FORM = require_http_methods(["GET", "HEAD", "POST"])


# --- of a contract ------------------------------------------------------------------------------
@FORM
def propose(request, reference):
    """What the region usually has and the contract lacks, to accept line by line."""
    contract = load_contract(request, reference, can_write)
    if request.method == "POST":
        with by(request):
            services.add_usual_bodies(contract=contract, actor=request.user, keys=request.POST.getlist("line"))
        messages.success(request, "Les lignes choisies sont là\xa0: complétez les titulaires.")
        return redirect("governance:bodies", reference)
    context = {"proposed": services.proposed_bodies(contract), "region": contract.region}
    return contract_page(request, contract, "governance/usual.html", context, active="governance")


# --- of a region --------------------------------------------------------------------------------
def _region(request, code, *, to_set=True):
    """Every ARS agent of the region reads its rules; its siège and the administrators set them."""
    region = get_object_or_404(Region, pk=code)
    may_set = may_manage_region(request.user, region)
    if not (may_set or code in request.user.roles.ars_region_codes):
        raise Http404
    if to_set and not may_set:
        raise Forbidden(NOT_YOURS)
    return region, may_set


@require_safe
def of_region(request, code):
    region, may_set = _region(request, code, to_set=False)
    bodies = services.usual_bodies_of(region)
    context = {"region": region, "may_set": may_set, "bodies": bodies, "by_default": not bodies[0].pk}
    return render(request, "governance/usual_region.html", context)


@require_POST
def start(request, code):
    region, _may_set = _region(request, code)
    with by(request):
        services.take_defaults(region=region, actor=request.user)
    messages.success(request, "Les instances habituelles sont reprises\xa0: adaptez-les.")
    return redirect("coordination:usual", code)


@FORM
def add_body(request, code):
    region, _may_set = _region(request, code)
    form = UsualBodyForm(request.POST or None, instance=UsualBody(region=region))

    def write():
        services.add_usual_body(region=region, actor=request.user, **form.cleaned_data)

    return _added(request, region, form, write, {"title": "Ajouter une instance habituelle", "host": ""})


@FORM
def add_seat(request, code, pk):
    region, _may_set = _region(request, code)
    body = get_object_or_404(UsualBody, region=region, pk=pk)
    form = UsualSeatForm(request.POST or None, instance=UsualSeat(body=body))

    def write():
        services.add_usual_seat(body=body, actor=request.user, **form.cleaned_data)

    return _added(request, region, form, write, {"title": "Ajouter qui siège", "host": body})


def _added(request, region, form, write, context):
    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "C’est enregistré.")
        return redirect("coordination:usual", region.pk)
    return _form_page(request, region, form, context)


FORMS = {"instances": (UsualBody, UsualBodyForm, "region"), "sieges": (UsualSeat, UsualSeatForm, "body__region")}


def _row(region, kind, pk):
    if kind not in FORMS:
        raise Http404
    model, form, path = FORMS[kind]
    return get_object_or_404(model, **{path: region}, pk=pk), form


@FORM
def change(request, code, kind, pk):
    region, _may_set = _region(request, code)
    row, form_class = _row(region, kind, pk)
    form, conflict = form_class(request.POST or None, instance=copy.copy(row)), None

    def write():
        services.edit_usual(row, actor=request.user, version=form.seen_version, **values_to_save(form))

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "C’est enregistré.")
            return redirect("coordination:usual", code)
    title = "Modifier l’instance habituelle" if kind == "instances" else "Modifier qui siège"
    remove_url = reverse("coordination:usual_remove", args=[code, kind, pk])
    context = {"title": title, "host": row, "conflict": conflict, "remove_url": remove_url}
    return _form_page(request, region, form, context)


@FORM
def remove(request, code, kind, pk):
    region, _may_set = _region(request, code)
    row, _form = _row(region, kind, pk)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_usual(row, actor=request.user, version=version)
        messages.success(request, "C’est retiré.")
        return redirect("coordination:usual", code)
    context = {
        "title": "Retirer de la composition habituelle\xa0?",
        "sentence": f"«\xa0{row}\xa0» ne sera plus proposé aux contrats.",
        "details": ["Les contrats qui l’ont repris gardent leurs instances et leurs sièges."],
        "action_label": "Retirer",
        "back": reverse("coordination:usual", args=[code]),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


def _form_page(request, region, form, context):
    context = {"conflict": None, "remove_url": "", **context, "form": form, "region": region}
    return render(request, "governance/usual_form.html", context, status=status_of(form, context["conflict"]))
