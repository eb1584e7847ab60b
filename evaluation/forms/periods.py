"""The periods of a region: their dates and contracts, the synthesis, a correction."""

from django import forms

from contracts.models import Contract
from core.forms import AmountField, DsfrForm, DsfrModelForm, FrenchDateField, RichTextField
from evaluation.models import EvaluationPeriod

from .evaluations import area


class PeriodForm(DsfrModelForm):
    starts_on = FrenchDateField(label="Du")
    ends_on = FrenchDateField(label="Au")
    contracts = forms.ModelMultipleChoiceField(
        Contract.objects.none(),
        label="Contrats",
        widget=forms.CheckboxSelectMultiple,
        help_text="Les contrats signés de la région dont les chiffres sont réunis.",
    )

    class Meta:
        model = EvaluationPeriod
        fields = ["title", "starts_on", "ends_on", "contracts"]
        help_texts = {"title": "Par exemple «\xa0Année 2026\xa0»."}

    def __init__(self, data=None, *, choosable, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["contracts"].queryset = choosable


class SynthesisForm(DsfrModelForm):
    synthesis = RichTextField(label="Synthèse", required=False)

    class Meta:
        model = EvaluationPeriod
        fields = ["synthesis"]


class CorrectionForm(DsfrForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    value = AmountField(
        label="Valeur juste",
        min_value=0,
        error_messages={"invalid": "Écrivez un nombre, par exemple 12 ou 1\u202f250,5."},
    )
    reason = forms.CharField(
        label="Raison", widget=area(3), help_text="Elle reste écrite sous les chiffres de la période, avec votre nom."
    )
