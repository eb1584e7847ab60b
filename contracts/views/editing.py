"""A page that adds or changes one row of a contract: its form, its conflict, its refusals, its way back."""

from django.contrib import messages
from django.shortcuts import redirect

from contracts.freeze import frozen_fields

from .conflict import values_to_save
from .loading import contract_page
from .settling import settle, status_of


def edit_page(request, contract, form, write, *, row, title, back, active, said="Enregistré."):
    """`write(values, version)` calls the service: all the values of a new row, the changed ones of a known row."""
    conflict, frozen = None, close_frozen(form, row)
    if request.method == "POST" and form.is_valid():
        values = values_to_save(form) if row else _given(form)
        version = form.seen_version if row else None
        done, conflict = settle(request, form, lambda: write(values, version))
        if done:
            messages.success(request, said)
            return redirect(back, contract.reference)
    context = {"form": form, "conflict": conflict, "title": title, "row": row, "back": back, "frozen": frozen}
    status = status_of(form, conflict)
    return contract_page(request, contract, "contracts/row_form.html", context, active=active, status=status)


def close_frozen(form, row) -> list[str]:
    """Grey the fields that the signature froze; returns their labels, so that the page says why."""
    closed = [name for name in frozen_fields(row) if name in form.fields] if row else []
    for name in closed:
        form.fields[name].disabled = True
    return sorted(str(form.fields[name].label) for name in closed)


def _given(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
