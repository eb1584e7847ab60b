"""The reviews of a département or a region in one go, and the month when they are due."""

import copy

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.views.loading import by
from contracts.views.settling import settle, status_of
from core.errors import Forbidden
from evaluation.forms.reviews import MONTHS, RegionReviewsForm, YearForm
from evaluation.models import RegionReviews, Review, ReviewBatch
from evaluation.services import review_batches as services
from evaluation.services.region_reviews import month_due_of, refuse_unless_of_region, set_month_due
from territories.models import Department, Region

#: Years that can be asked in one go, this one included.
YEARS = 5


@require_safe
def batches(request):
    """What the ARS asked before, and the territories whose reviews it may ask."""
    regions, departments = _refuse_others(request.user)
    today = timezone.localdate()
    context = {
        "form": YearForm(today=today, first=today.year - YEARS),
        "regions": [(region, MONTHS[month_due_of(region) - 1]) for region in regions],
        "departments": departments,
        "batches": ReviewBatch.objects.filter(by=request.user).select_related("region", "department")[:20],
    }
    return render(request, "evaluation/review_batches.html", context)


def _places(user):
    roles = user.roles
    regions = list(Region.objects.filter(pk__in=roles.region_codes).order_by("name"))
    there = Q(pk__in=roles.department_codes) | Q(region__in=regions)
    return regions, list(Department.objects.filter(there).order_by("code"))


def _refuse_others(user):
    regions, departments = _places(user)
    if not regions and not departments:
        raise Forbidden("Seule l’ARS prépare les bilans de tout un territoire.")
    return regions, departments


@require_POST
def ask(request):
    """`place` is « region-84 » or « departement-26 »."""
    _refuse_others(request.user)
    today = timezone.localdate()
    form = YearForm(request.POST, today=today, first=today.year - YEARS)
    if not form.is_valid():
        messages.error(request, "Choisissez une année.")
        return redirect("evaluation:review_batches")
    kind, _, code = request.POST.get("place", "").partition("-")
    place = {"region": Region, "departement": Department}.get(kind)
    if place is None:
        raise Http404
    name = "region" if place is Region else "department"
    with by(request):
        asked = {name: get_object_or_404(place, pk=code)}
        batch = services.request_batch(year=form.cleaned_data["year"], actor=request.user, today=today, **asked)
    return redirect(batch)


def _load(request, pk):
    found = ReviewBatch.objects.select_related("region", "department")
    return get_object_or_404(found, pk=pk, by=request.user)


@require_safe
@never_cache
def batch(request, pk):
    found = _load(request, pk)
    jobs = list(found.jobs.order_by("created_at"))
    reviews = Review.objects.for_lists().in_bulk([job.params["review"] for job in jobs])
    context = {
        "batch": found,
        "progress": services.progress_of(found),
        "rows": [{"job": job, "review": reviews.get(job.params["review"])} for job in jobs],
    }
    template = "evaluation/_review_batch.html" if request.headers.get("HX-Request") else "evaluation/review_batch.html"
    return render(request, template, context)


@require_POST
def restart(request, pk):
    found = _load(request, pk)
    count = services.restart_failed(found, actor=request.user)
    said = "Le bilan échoué est relancé." if count == 1 else f"{count}\xa0bilans échoués sont relancés."
    messages.success(request, said if count else "Aucun bilan n’a échoué.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def region_settings(request, code):
    region = get_object_or_404(Region, pk=code)
    refuse_unless_of_region(request.user, region)
    row = RegionReviews.objects.filter(region=region).first() or RegionReviews(region=region)
    form, conflict = RegionReviewsForm(request.POST or None, instance=copy.copy(row)), None

    def write():
        month = form.cleaned_data["month_due"]
        set_month_due(region=region, month=month, actor=request.user, version=form.seen_version)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "L’échéance des bilans est enregistrée.")
            return redirect("evaluation:review_batches")
    context = {"region": region, "form": form, "conflict": conflict}
    status = status_of(form, conflict) if form.is_bound else 200
    return render(request, "evaluation/region_reviews.html", context, status=status)
