"""A form of the evaluation: one row added or changed, with its conflict, its refusals and its way back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contracts.views.conflict import values_to_save
from contracts.views.loading import contract_page
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


def to(name, contract, *args, anchor=""):
    return reverse(f"evaluation:{name}", args=[contract.reference, *args]) + (f"#{anchor}" if anchor else "")


def row_page(
    request, contract, form, write, *, row, title, back, active, said="C’est enregistré.", intro="", remove_url=""
):
    """`write(values, version)` calls the service: all the values of a new row, the changed ones of a known row."""
    conflict, known = None, bool(row is not None and row.pk)
    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, lambda: write(_values(form, known), _version(form, known)))
        if done:
            messages.success(request, said)
            return redirect(back)
    context = {
        "form": form,
        "row": row if known else None,
        "title": title,
        "intro": intro,
        "back": back,
        "conflict": conflict,
        "remove_url": remove_url,
    }
    status = status_of(form, conflict)
    return contract_page(request, contract, "evaluation/row_form.html", context, active=active, status=status)


def _values(form, known):
    if known:
        return values_to_save(form)
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _version(form, known):
    return form.seen_version if known else None


def all_values(row, values, names) -> dict:
    """What a service that wants every field is given, when the form hands only those that changed."""
    return {name: values.get(name, getattr(row, name)) for name in names}


def removal_page(request, row, remove, *, title, sentence, back, details=("Le journal garde la trace du retrait.",)):
    if request.method == "POST":
        with as_seen(request) as version:
            remove(version)
        messages.success(request, "C’est retiré.")
        return redirect(back)
    context = {
        "title": title,
        "sentence": sentence,
        "details": details,
        "action_label": "Retirer",
        "back": back,
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)
