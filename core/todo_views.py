"""« À faire maintenant »: the whole list, what waits on one contract beside its pages, and putting off."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from . import todo
from .errors import Invalid
from .form_fields import FrenchDateField
from .middleware import way_back
from .wording import day


class PutOffForm(forms.Form):
    key = forms.CharField(max_length=300)
    until = FrenchDateField(error_messages={"required": "Choisissez un jour."})


@require_safe
def page(request):
    return render(request, "todo/page.html", {"waiting": todo.shown_to(request.user, timezone.localdate())})


@require_safe
def of_contract(request, scope):
    """Only what waits for the person who asks: she has no other way to read a contract here."""
    most = todo.SHOWN if request.headers.get("HX-Request") else None
    waiting = todo.shown_to(request.user, timezone.localdate(), scope=scope, most=most)
    if most:
        return render(request, "todo/_beside.html", {"block": waiting})
    return render(request, "todo/page.html", {"waiting": waiting})


@require_POST
def put_off(request):
    form = PutOffForm(request.POST)
    if not form.is_valid():
        raise Invalid(*(sentence for errors in form.errors.values() for sentence in errors))
    row = todo.put_off(user=request.user, today=timezone.localdate(), **form.cleaned_data)
    messages.success(request, f"Ce sera de nouveau dans votre liste le {day(row.until)}.")
    return redirect(way_back(request) or "home")


@require_POST
def take_back(request):
    todo.take_back(user=request.user, key=request.POST.get("key", ""))
    messages.success(request, "C’est de nouveau dans votre liste.")
    return redirect(way_back(request) or "home")
