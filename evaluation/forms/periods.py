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


NUMBER = {"invalid": "Écrivez un nombre, par exemple 12 ou 1\u202f250,5."}
REASON = "Elle reste écrite sous les chiffres de la période, avec votre nom."


class CorrectionForm(DsfrForm):
    """`whole` is asked of a part told beside its rest alone: elsewhere it follows."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    value = AmountField(label="Valeur juste", min_value=0, error_messages=NUMBER)
    whole = AmountField(
        label="Sur",
        min_value=0,
        required=False,
        error_messages=NUMBER,
        help_text="Le tout dont ce chiffre est une part.",
    )
    reason = forms.CharField(label="Raison", widget=area(3), help_text=REASON)

    def __init__(self, data=None, *, place, initial):
        super().__init__(data, initial={**initial, "whole": place.own_whole})
        if place.own_whole is None:
            del self.fields["whole"]


class SentenceForm(DsfrForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    sentence = forms.CharField(
        label="Phrase juste", widget=area(3), required=False, help_text="Vide, elle est retirée."
    )
    reason = forms.CharField(label="Raison", widget=area(3), help_text=REASON)
