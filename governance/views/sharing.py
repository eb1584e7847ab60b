"""The sharing of the coordination: shown on the page of governance, justified for a contract, ruled for a region."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import may_manage_region
from contracts.permissions import can_write
from contracts.views.conflict import values_to_save
from contracts.views.loading import contract_page, load_contract
from contracts.views.settling import settle, status_of
from core.errors import Forbidden
from governance import figures_coordination as figures
from governance.forms.posts import RegionRulesForm, SharingForm
from governance.querysets import posts_of
from governance.services import sharing as services
from governance.vacancy import is_vacant, vacant_since
from territories.models import Region

FORM = require_http_methods(["GET", "HEAD", "POST"])


def coordination_of(contract, today) -> dict:
    """What the page of governance shows of the posts and their money, in a constant number of queries."""
    posts = list(posts_of(contract))
    for post in posts:
        post.vacant, post.vacant_since = is_vacant(post, today), vacant_since(post, today)
    if not posts:
        return {"posts": []}
    own, of_region = _rules(contract)
    ars_share = own.ars_share if own.ars_share is not None else of_region.ars_share
    return {
        "posts": posts,
        "sharing": figures.sharing_by_year(posts, ars_share),
        "ending": figures.ending_before(posts, contract.effective_end),
        "ars_share": ars_share,
        "own_sharing": own,
    }


def _rules(contract):
    return services.governance_of(contract), services.governance_of_region(contract.region)


@FORM
def justify(request, reference):
    contract = load_contract(request, reference, can_write)
    own, of_region = _rules(contract)
    form, conflict = SharingForm(request.POST or None, instance=copy.copy(own)), None

    def write():
        said = {name: form.cleaned_data[name] for name in ("ars_share", "sharing_reason")}
        services.justify_sharing(
            contract=contract, actor=request.user, version=form.cleaned_data.get("version"), **said
        )

    back = f"{reverse('governance:bodies', args=[reference])}#partage"
    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "Le partage attendu est enregistré.")
            return redirect(back)
    context = {"form": form, "conflict": conflict, "back": back, "of_region": of_region}
    status = status_of(form, conflict)
    return contract_page(request, contract, "governance/sharing.html", context, active="governance", status=status)


@FORM
def of_region(request, code):
    """The rules of a region: read by its ARS agents, set by its siège and the administrators."""
    region = get_object_or_404(Region, pk=code)
    may_set = may_manage_region(request.user, region)
    if not (may_set or code in request.user.roles.ars_region_codes):
        raise Http404
    if request.method == "POST" and not may_set:
        raise Forbidden(services.NOT_YOURS)
    current = services.governance_of_region(region)
    form, conflict = RegionRulesForm(request.POST or None, instance=copy.copy(current)), None

    def write():
        services.set_region_rules(
            region=region,
            actor=request.user,
            version=form.cleaned_data.get("version"),
            **values_to_save(form),
        )

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "Les règles de la région sont enregistrées.")
            return redirect("coordination:posts")
    context = {"region": region, "form": form, "conflict": conflict, "may_set": may_set, "settings": current}
    return render(request, "governance/region_sharing.html", context, status=status_of(form, conflict))
