"""« Journal »: every passage and every change of the contract, filtered by part, person and date."""

from django import forms
from django.core.paginator import Paginator
from django.views.decorators.http import require_safe

from contracts.journal import PARTS, lines_of, people_of, tell
from core.forms import DsfrForm, FrenchDateField

from .loading import contract_page, load_contract

PER_PAGE = 20


class JournalFilter(DsfrForm):
    part = forms.ChoiceField(label="Partie", choices=[("", "Toutes"), *PARTS.items()], required=False)
    person = forms.ModelChoiceField(label="Personne", queryset=None, required=False, empty_label="Toutes")
    since = FrenchDateField(label="Du", required=False)
    until = FrenchDateField(label="Au", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


@require_safe
def journal(request, reference):
    contract = load_contract(request, reference)
    form = JournalFilter(request.GET, people=people_of(contract))
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(lines_of(contract, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": tell(page)}
    return contract_page(request, contract, "contracts/journal.html", context, active="journal")
