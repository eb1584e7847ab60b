"""The form that says the weather of a contract."""

from django import forms

from core.forms import DsfrForm
from evaluation.models.weather import Sky
from evaluation.services.weather import LONGEST


class WeatherForm(DsfrForm):
    sky = forms.ChoiceField(label="Météo", choices=Sky.choices, widget=forms.RadioSelect)
    synthesis = forms.CharField(
        label="Synthèse",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Deux ou trois phrases, sans sigle, pour qui ne suit pas le contrat ({LONGEST} caractères).",
        error_messages={"max_length": "La synthèse tient en %(limit_value)d caractères : elle en a %(show_value)d."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
