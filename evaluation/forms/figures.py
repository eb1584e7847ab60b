"""The day of the figures."""

from django import forms

from core.forms import DsfrForm, FrenchDateField


class DayForm(DsfrForm):
    au = FrenchDateField(label="Chiffres au", required=False, help_text="Vide : aujourd’hui.")

    def __init__(self, data, *, today):
        super().__init__(data)
        self.today = today

    def clean_au(self):
        day = self.cleaned_data["au"]
        if day and day > self.today:
            raise forms.ValidationError("Cette date est à venir.")
        return day if day != self.today else None
