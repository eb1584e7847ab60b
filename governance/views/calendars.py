"""The private calendar address: made and withdrawn by its owner, read by her calendar without signing in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.models import CalendarAddress
from governance.services import calendars as services


@require_safe
def address(request):
    held = CalendarAddress.objects.filter(user=request.user).first()
    return render(request, "governance/calendar_address.html", {"held": held, "new": ""})


@never_cache
@require_POST
def make(request):
    """The answer is the page itself, not a redirect: the address is shown this once and kept nowhere."""
    token = services.make_address(user=request.user)
    held = CalendarAddress.objects.get(user=request.user)
    new = f"{settings.SITE_URL}{reverse('coordination:calendar', args=[token])}"
    return render(request, "governance/calendar_address.html", {"held": held, "new": new})


@require_POST
def withdraw(request):
    services.withdraw_address(user=request.user)
    messages.success(request, "L’adresse ne donne plus accès à rien.")
    return redirect("coordination:calendar_address")


@login_not_required
@never_cache
@require_safe
def calendar(request, token):
    user = services.owner_of(token)
    if user is None:
        raise Http404
    content = services.calendar_for(user, today=timezone.localdate())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
