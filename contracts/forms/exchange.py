"""The form that deposits a file of exchange."""

from django import forms

from core.forms import DsfrForm
from territories.models import Department


class ImportForm(DsfrForm):
    file = forms.FileField(
        label="Fichier du contrat",
        help_text="Un fichier JSON au format cls-exchange/1, de 20 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    as_draft = forms.ChoiceField(
        label="Comment le reprendre",
        choices=[
            ("", "Tel qu’il est, à son étape et avec ses dates"),
            ("1", "Comme un nouveau brouillon, sans les dates de signature ni les avenants"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        label="Département de rattachement",
        queryset=Department.objects.none(),
        required=False,
        help_text="Celui de la délégation qui suit le contrat, si le fichier ne dit pas son périmètre.",
    )

    def clean_as_draft(self):
        return bool(self.cleaned_data["as_draft"])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        roles = user.roles
        own = Department.objects.filter(pk__in=roles.department_codes)
        own |= Department.objects.filter(region__in=roles.region_codes)
        self.fields["department"].queryset = own.order_by("name")
        if len(roles.department_codes) == 1:
            self.fields["department"].initial = next(iter(roles.department_codes))
