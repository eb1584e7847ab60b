"""The forms that deposit a file of exchange, and that settle whom its names mean."""

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


class SettleForm(DsfrForm):
    """For each name of the file that resembles a known one: the same organisation, or another?"""

    ANOTHER = "another"

    def __init__(self, *args, alike, **kwargs):
        super().__init__(*args, **kwargs)
        self._alike = list({each["name"]: each for each in alike}.values())
        for number, each in enumerate(self._alike):
            self.fields[f"name_{number}"] = forms.ChoiceField(
                label=f"« {each['name']} »",
                help_text=each["place"],
                choices=[
                    *((str(place), f"C’est {other['label']}") for place, other in enumerate(each["others"])),
                    (self.ANOTHER, "C’est une autre organisation, à créer"),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": "Dites si c’est la même organisation ou une autre."},
            )

    def same_as(self):
        """Name of the file → what it was recognised as; nothing for those that are others."""
        chosen = {each["name"]: self.cleaned_data[f"name_{number}"] for number, each in enumerate(self._alike)}
        others = {each["name"]: each["others"] for each in self._alike}
        return {name: others[name][int(place)]["value"] for name, place in chosen.items() if place != self.ANOTHER}
