"""A page that adds or changes one row of a contract: its form, its conflict, its refusals, its way back."""

from django.contrib import messages
from django.shortcuts import redirect

from .conflict import values_to_save
from .loading import contract_page
from .settling import settle, status_of


def edit_page(request, contract, form, write, *, row, title, back, active, said="Enregistré."):
    """`write(values, version)` calls the service: all the values of a new row, the changed ones of a known row."""
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = values_to_save(form) if row else _given(form)
        version = form.seen_version if row else None
        done, conflict = settle(request, form, lambda: write(values, version))
        if done:
            messages.success(request, said)
            return redirect(back, contract.reference)
    context = {"form": form, "conflict": conflict, "title": title, "row": row, "back": back}
    status = status_of(form, conflict)
    return contract_page(request, contract, "contracts/row_form.html", context, active=active, status=status)


def _given(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
