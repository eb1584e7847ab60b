"""The change of several fiches, as people choose it."""

from django import forms
from django.urls import reverse_lazy

from accounts.models import Organisation
from actions.bulk import DATES, LEADS, BulkChange
from actions.enums import ActionStatus
from core.forms import ComboboxField, DsfrForm, FrenchDateField

from .filters import choice

KINDS = [
    ("status", "Le statut"),
    ("lead_add", "Ajouter une structure pilote"),
    ("lead_replace", "Remplacer les structures pilotes"),
    ("lead_remove", "Retirer une structure pilote"),
    ("dates_shift", "Décaler les dates"),
    ("dates_set", "Fixer les dates"),
]


class BulkForm(DsfrForm):
    kind = choice("Ce qui change", KINDS, "Choisissez")
    status = choice("Nouveau statut", ActionStatus.choices, "Sans statut")
    organisation = ComboboxField(
        Organisation.objects.current(),
        label="Structure pilote",
        required=False,
        url=reverse_lazy("accounts:organisation_lookup"),
    )
    months = forms.IntegerField(
        label="Nombre de mois",
        required=False,
        min_value=-60,
        max_value=60,
        help_text="Par exemple 3 pour trois mois plus tard, -3 pour trois mois plus tôt.",
    )
    starts_on = FrenchDateField(label="Début", required=False)
    ends_on = FrenchDateField(label="Fin", required=False)

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        if not kind:
            self.add_error("kind", "Choisissez ce qui change.")
        if kind in LEADS and not data.get("organisation"):
            self.add_error("organisation", "Choisissez une structure.")
        if kind == "dates_shift" and not data.get("months"):
            self.add_error("months", "Dites de combien de mois.")
        if kind == "dates_set" and not (data.get("starts_on") or data.get("ends_on")):
            self.add_error("starts_on", "Donnez un début, une fin, ou les deux.")
        return data

    @property
    def moves_dates(self) -> bool:
        return self.cleaned_data["kind"] in DATES

    def change(self) -> BulkChange:
        data = self.cleaned_data
        return BulkChange(**{**data, "months": data["months"] or 0})
