"""What a person keeps of the dashboard: a view under a name, a workbook, a PDF."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.errors import Invalid
from evaluation.dashboard.page import Asked
from evaluation.forms.dashboard import DashboardFilter, QualityFilter, ViewForm
from evaluation.services import dashboard as services

from .dashboard import asked_by, only_ars
from .files import attached
from .row_page import FORM


@FORM
def save_view(request):
    """The filters of the address under a name; kept from either page, it narrows both."""
    asked = asked_by(request, QualityFilter)
    form = ViewForm(request.POST or None)
    place = reverse("evaluation:quality") if request.GET.get("de") == "qualite" else asked.place
    back = f"{place}?{asked.filter.query}"
    if request.method == "POST" and form.is_valid():
        try:
            services.save_view(user=request.user, name=form.cleaned_data["name"], query=asked.filter.query)
            messages.success(request, "La vue est gardée.")
            return redirect(back)
        except Invalid as error:
            form.add_refusal(error)
    context = {"form": form, "back": back, "words": asked.filter.words, "views": services.views_of(request.user)}
    status = 400 if request.method == "POST" else 200
    return render(request, "evaluation/dashboard/view_form.html", context, status=status)


@require_POST
def drop_view(request):
    only_ars(request.user)
    services.drop_view(user=request.user, name=request.POST.get("name", ""))
    messages.success(request, "La vue est retirée.")
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
