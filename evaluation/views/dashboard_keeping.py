"""What a person keeps of the dashboard: a view under a name, a workbook, a PDF."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.views.loading import by
from core.errors import Invalid
from evaluation.dashboard.page import Asked
from evaluation.forms.dashboard import DashboardFilter, QualityFilter, ViewForm
from evaluation.services import dashboard as services
from evaluation.services.shared_views import share_view, shared_with, unshare_view
from territories.models import Region

from .dashboard import asked_by, only_ars
from .files import attached
from .row_page import FORM


@FORM
def save_view(request):
    """The filters of the address under a name; kept from either page, it narrows both."""
    asked = asked_by(request, QualityFilter)
    form = ViewForm(request.POST or None, regions=Region.objects.filter(pk__in=request.user.roles.region_codes))
    place = reverse("evaluation:quality") if request.GET.get("de") == "qualite" else asked.place
    back = f"{place}?{asked.filter.query}"
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _kept(request, form, asked.filter.query))
            return redirect(back)
        except Invalid as error:
            form.add_refusal(error)
    context = {
        "form": form,
        "back": back,
        "words": asked.filter.words,
        "views": services.views_of(request.user),
        "shared": shared_with(request.user),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "evaluation/dashboard/view_form.html", context, status=status)


def _kept(request, form, query) -> str:
    named = {"name": form.cleaned_data["name"], "query": query}
    if region := form.shared_by:
        with by(request):
            share_view(region=region, actor=request.user, **named)
        return f"La vue est gardée pour tous les agents de l’ARS, {region.name}."
    services.save_view(user=request.user, **named)
    return "La vue est gardée."


@require_POST
def drop_view(request):
    only_ars(request.user)
    services.drop_view(user=request.user, name=request.POST.get("name", ""))
    messages.success(request, "La vue est retirée.")
    return redirect("evaluation:dashboard")


@require_POST
def unshare(request, pk):
    only_ars(request.user)
    view = get_object_or_404(shared_with(request.user), pk=pk)
    with by(request):
        unshare_view(view=view, actor=request.user)
    messages.success(request, f"La vue «\xa0{view.name}\xa0» n’est plus partagée.")
    return redirect("evaluation:dashboard")


@require_safe
def workbook(request):
    return attached(services.workbook(asked_by(request)))


@require_POST
def printed(request):
    only_ars(request.user)
    wanted = DashboardFilter(QueryDict(request.POST.get("query", "")), user=request.user)
    asked = Asked(request.user, wanted, timezone.localdate())
    job = services.request_pdf(asked=asked, actor=request.user)
    return redirect(reverse("core:job", args=[job.pk]))
