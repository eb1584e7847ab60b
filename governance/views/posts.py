"""Posts of coordination: those of a region on one page, and the change of holder of one."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contracts.models import Contract
from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from core.errors import Invalid, Stale
from governance import figures_coordination as figures
from governance.forms.posts import HolderForm, PostFilter
from governance.models import CoordinationPost
from governance.permissions import reads_directory
from governance.services import coordination as services
from governance.vacancy import is_vacant, vacant_since
from territories.models import Region

ROWS = 30
CHANGED = "Quelqu’un d’autre vient de modifier ce poste\xa0: vérifiez qui l’occupe, puis enregistrez de nouveau."


@require_safe
def posts(request):
    """Over the contracts that the person sees: filled, vacant, since when, and what they cost by year."""
    today, contracts = timezone.localdate(), Contract.objects.visible_to(request.user)
    wanted = PostFilter(request.GET, user=request.user)
    everyone = CoordinationPost.objects.filter(contract__in=contracts)
    found = wanted.narrow(everyone, contracts, day=today)
    rows = found.for_lists().order_by("contract__title", "position", "id")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    for post in page:
        post.vacant, post.vacant_since = is_vacant(post, today), vacant_since(post, today)
    context = {
        "filter": wanted,
        "page": page,
        "vacant": found.vacant_on(today).count(),
        "costs": figures.cost_by_year(found),
        "reads_directory": reads_directory(request.user),
        "regions": Region.objects.filter(pk__in=request.user.roles.ars_region_codes).order_by("name"),
    }
    return render(request, "governance/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def holder(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    post = get_object_or_404(CoordinationPost.objects.select_related("contract"), contract=contract, pk=pk)
    form, status = HolderForm(request.POST or None, post=copy.copy(post)), 200
    back = f"{reverse('governance:bodies', args=[reference])}#poste-{pk}"
    if request.method == "POST":
        status = _change_holder(request, post, form) if form.is_valid() else 400
        if status == 302:
            messages.success(request, "Le changement de titulaire est noté.")
            return redirect(back)
    context = {"form": form, "post": post, "back": back}
    return contract_page(request, contract, "governance/holder.html", context, active="governance", status=status)


def _change_holder(request, post, form) -> int:
    """302 where it went through. A post that somebody changed meanwhile is not compared field by field: who leaves
    may no longer be the same person."""
    try:
        with by(request):
            services.change_holder(post, actor=request.user, **form.values(), version=form.seen_version)
        return 302
    except Stale as stale:
        form.accept_version(stale.current.version)
        form.add_error(None, CHANGED)
        return 409
    except Invalid as error:
        form.add_refusal(error)
        return 400
