"""The register of organisations: list, page, names, merging; and the two doors of the field that finds while typing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.forms import AliasForm, MergeForm, OrganisationFilter, OrganisationForm
from accounts.models import Organisation, OrganisationAlias
from accounts.organisation_blocks import blocks_for
from accounts.permissions import may_change_organisation, may_create_organisation, may_merge_organisations
from core.errors import Forbidden, Invalid, ServiceError, Stale
from core.history import Channel, acting

ROWS = 30
CHOICES = 12


@require_GET
def organisations(request):
    wanted = OrganisationFilter(request.GET)
    found = wanted.narrow(Organisation.objects.current()).prefetch_related("aliases")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    may_create = may_create_organisation(request.user)
    context = {"page": page, "filter": wanted, "may_create": may_create}
    return render(request, "accounts/organisations.html", context)


@require_GET
def lookup(request):
    """What the combobox shows: the best twelve, those whose name begins so first."""
    text = request.GET.get("q", "")
    found = Organisation.objects.search(text).by_closeness(text)[:CHOICES]
    results = [{"value": each.pk, "label": each.name, "hint": each.hint} for each in found]
    return JsonResponse({"results": results})


@require_http_methods(["GET", "POST"])
def create(request):
    """The page; or, for a script that asks for JSON, one new choice for the combobox."""
    if not may_create_organisation(request.user):
        raise PermissionDenied
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                made = services.create_organisation(actor=request.user, **form.organisation())
        except Invalid as error:
            form.add_refusal(error)
        else:
            return _created(request, made)
    if _wants_json(request) and request.method == "POST":
        return JsonResponse({"errors": form.errors}, status=400)
    alike = services.look_alikes(form["name"].value() or "") if request.method == "POST" else []
    context = {"form": form, "organisation": None, "newer": None, "alike": alike}
    return render(request, "accounts/organisation_form.html", context)


def _created(request, made):
    if _wants_json(request):
        return JsonResponse({"value": made.pk, "label": made.name, "hint": made.hint}, status=201)
    messages.success(request, f"«\xa0{made.name}\xa0» est dans le registre.")
    return redirect(made)


def _wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@require_GET
def organisation(request, pk):
    found = get_object_or_404(Organisation.objects.select_related("merged_into").prefetch_related("aliases"), pk=pk)
    if found.merged_into_id:
        messages.info(request, f"«\xa0{found.name}\xa0» a été fusionnée dans «\xa0{found.merged_into.name}\xa0».")
        return redirect(found.merged_into)
    context = {
        "organisation": found,
        "alias_form": AliasForm(),
        "may_change": may_change_organisation(request.user),
        "may_merge": may_merge_organisations(request.user),
        "alike": services.look_alikes(found.name, siren=found.siren),
        "former": found.absorbed.all(),
        "blocks": blocks_for(request.user, found),
    }
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    found = _changeable(request, pk)
    form = OrganisationForm(request.POST or None, instance=found)
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                services.change_organisation(
                    organisation=Organisation.objects.get(pk=pk),
                    actor=request.user,
                    version=form.seen_version,
                    **form.organisation(),
                )
        except Stale as error:
            newer = error.current
            form.accept_version(newer.version)
        except Invalid as error:
            form.add_refusal(error)
        else:
            messages.success(request, "L’organisation est enregistrée.")
            return redirect(found)
    context = {"form": form, "organisation": found, "newer": newer, "alike": []}
    return render(request, "accounts/organisation_form.html", context, status=409 if newer else 200)


def _changeable(request, pk):
    found = get_object_or_404(Organisation.objects.current(), pk=pk)
    if not may_change_organisation(request.user):
        raise PermissionDenied
    return found


@require_POST
def add_name(request, pk):
    found = _changeable(request, pk)
    name = request.POST.get("name", "")
    return _done(
        request,
        found,
        "Le nom est ajouté.",
        lambda: services.add_alias(organisation=found, name=name, actor=request.user),
    )


@require_POST
def remove_name(request, pk):
    alias = get_object_or_404(OrganisationAlias.objects.select_related("organisation"), pk=pk)
    return _done(
        request,
        alias.organisation,
        "Le nom est retiré.",
        lambda: services.remove_alias(alias=alias, actor=request.user),
    )


def _done(request, found, said, act):
    try:
        with acting(actor=request.user, channel=Channel.PAGE):
            act()
        messages.success(request, said)
    except Forbidden as error:
        raise PermissionDenied from error
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect(found)


@require_http_methods(["GET", "POST"])
def merge(request, pk):
    """First the other organisation is chosen, then what will be moved is shown, then it is confirmed."""
    kept = get_object_or_404(Organisation.objects.current(), pk=pk)
    if not may_merge_organisations(request.user):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    form = MergeForm(kept, given if "other" in given else None)
    merged = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and merged:
        return _done(
            request,
            kept,
            f"«\xa0{merged.name}\xa0» est fusionnée dans «\xa0{kept.name}\xa0».",
            lambda: services.merge_organisations(kept=kept, merged=merged, actor=request.user),
        )
    context = {
        "organisation": kept,
        "form": form,
        "merged": merged,
        "preview": services.merge_preview(merged=merged) if merged else None,
        "alike": [] if merged else services.look_alikes(kept.name, siren=kept.siren),
        "q": request.GET.get("q", ""),
        "found": _others(kept, request.GET.get("q", "")),
    }
    return render(request, "accounts/organisation_merge.html", context)


def _others(kept, text):
    return Organisation.objects.search(text).exclude(pk=kept.pk).by_closeness(text)[:CHOICES] if text.strip() else []
