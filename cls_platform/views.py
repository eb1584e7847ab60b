"""The pages that belong to no application: home, help, lost session."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render

from core.middleware import way_back
from core.navigation import home_blocks

from . import style_guide as samples


@login_not_required
def home(request):
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    return render(request, "home.html", {"blocks": home_blocks(request)})


@login_not_required
def help_index(request):
    return render(request, "help/index.html")


@login_not_required
def style_guide(request):
    """All components on one page, to look at and to test; only where the data are not real."""
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "style_guide/index.html", samples.context(request))


def csrf_failure(request, reason=""):
    """Nearly always a session that ended while somebody was writing: their browser has kept the text."""
    return render(request, "session_lost.html", {"back": way_back(request)}, status=403)
