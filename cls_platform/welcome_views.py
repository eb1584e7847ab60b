"""The three first steps: who you are, what you see here, where to begin. Each can be passed, and all seen again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import ProfileForm
from core.history import Channel, acting
from core.navigation import arrival_of

from . import welcome as first

STEPS = ["Qui vous êtes", "Ce que vous voyez ici", "Par où commencer"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request):
    """POST saves the first step; whoever has nothing to change goes on."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        with acting(actor=request.user, channel=Channel.PAGE):
            services.change_profile(user=request.user, actor=request.user, **form.cleaned_data)
        return redirect(f"{reverse('welcome')}?etape=2")
    step = 1 if request.method == "POST" else _step(request)
    context = {
        "form": form,
        "step": step,
        "title": STEPS[step - 1],
        "following": STEPS[step] if step < len(STEPS) else "",
        "steps": len(STEPS),
        "roles": first.roles_of(request.user) if step > 1 else [],
    }
    return render(request, "welcome.html", context, status=400 if form.errors else 200)


def _step(request) -> int:
    asked = request.GET.get("etape", "")
    return int(asked) if asked in ("1", "2", "3") else 1


@require_POST
def finish(request):
    if first.is_new(request.user):
        first.finish(request.user)
        messages.info(request, "Vous retrouverez ces premiers pas dans l’aide.")
    return redirect(arrival_of(request.user))
